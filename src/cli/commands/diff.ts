import type { VariantBorn } from "../../events/event.ts";
import type { Genome } from "../../genome/genome.ts";
import { genomeText } from "../../view/genome-text.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import type { CliCommand, FlagValues, Words } from "../command.ts";
import { askedFor, authorText } from "../asked.ts";
import { genomesOf, variantId, variantRecord } from "../history.ts";
import { lineDiff } from "../../text/line-diff.ts";
import { printEnvelope } from "../output.ts";
import type { Terminal } from "../terminal.ts";

/** `lamarck diff`: the programs or networks of two variants, line by line. */
export const diffCommand: CliCommand = {
  define(command) {
    command
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .argument("<before>", "a variant: its number, or champion, or best")
      .argument("<after>", "another one")
      .option("--json", "print an envelope of JSON");
  },
  act: diff,
};

async function diff(terminal: Terminal, options: FlagValues, [word, before, after]: Words): Promise<number> {
  const run = findRun(word, terminal.cwd);
  const ids = [await variantId(run, before), await variantId(run, after)];
  const births = ids.map((id) => variantRecord(run, id).born);
  const hashes = births.map(({ genome }) => genome);
  const [a, b] = genomesOf(run, hashes);
  const lines = lineDiff(linesOf(a!), linesOf(b!));
  if (options["json"] === true) {
    const drafts = births.flatMap(({ id, operator, draft }) => (draft === undefined ? [] : [{ id, operator, draft }]));
    printEnvelope(terminal, "diff", {
      before: ids[0],
      after: ids[1],
      ...(drafts.length === 0 ? {} : { drafts }),
      lines,
    });
  } else {
    const [from, to] = births.map((born) => nameOf(run, born));
    terminal.out(`--- ${from}\n+++ ${to}\n${lines.map(({ sign, text }) => `${sign} ${text}\n`).join("")}`);
  }
  return 0;
}

/** Its number, and who wrote it where a language model was to. */
function nameOf(run: RunReader, born: VariantBorn): string {
  return born.draft === undefined ? `#${born.id}` : `#${born.id}  ${authorText(born, askedFor(run, born.id))}`;
}

function linesOf(genome: Genome): readonly string[] {
  return genomeText(genome).trimEnd().split("\n");
}
