import type { VariantBorn } from "../../events/event.ts";
import type { Genome } from "../../genome/genome.ts";
import { genomeText } from "../../view/genome-text.ts";
import { changeLines, type NetworkDifference } from "../../view/gene-change.ts";
import { networkDifference } from "../../view/network-difference.ts";
import { count } from "../../text/figures.ts";
import { UserError } from "../../std/errors.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { askedFor, authorText } from "../asked.ts";
import { genomesOf, scenarioOf, variantId, variantRecord } from "../history.ts";
import { lineDiff } from "../../text/line-diff.ts";
import { limitOf, printEnvelope } from "../output.ts";
import type { Terminal } from "../terminal.ts";

/** So many changes of a network are shown unless told. */
const changesShown = 20;

/** `lamarck diff`: the programs of two variants line by line, or two networks gene by gene, the largest changes first. */
export const diffCommand: CliCommand = {
  define(command) {
    command
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .argument("<before>", "a variant: its number, or champion, or best")
      .argument("<after>", "another one")
      .option("--limit <count>", `of networks, at most so many changes (default: ${changesShown})`)
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
  const limit = textOf(options, "limit");
  const scenario = await scenarioOf(run);
  const most = limit === undefined ? changesShown : limitOf(limit);
  const genes = networkDifference(a!, b!, scenario, most);
  if (limit !== undefined && genes === undefined) throw noGenes();
  const lines = genes === undefined ? lineDiff(linesOf(a!, scenario), linesOf(b!, scenario)) : [];
  if (options["json"] === true) {
    const drafts = births.flatMap(({ id, operator, draft }) => (draft === undefined ? [] : [{ id, operator, draft }]));
    const data = { before: ids[0], after: ids[1], ...(drafts.length === 0 ? {} : { drafts }) };
    if (genes === undefined) printEnvelope(terminal, "diff", { ...data, lines });
    else {
      const { summary, changes, total } = genes;
      printEnvelope(terminal, "diff", { ...data, summary, changes }, { total, shown: changes.length });
    }
    return 0;
  }
  const [from, to] = births.map((born) => nameOf(run, born));
  const text = genes === undefined ? lines.map((line) => `${line.sign} ${line.text}`) : genesText(genes);
  terminal.out(`--- ${from}\n+++ ${to}\n${text.join("\n")}\n`);
  return 0;
}

function genesText({ summary, changes, total }: NetworkDifference): readonly string[] {
  const hidden = total - changes.length;
  const rest = hidden === 0 ? [] : [`${count(hidden)} smaller changes are not shown; see more with --limit.`];
  return [...summary, ...(changes.length === 0 ? [] : ["", ...changeLines(changes)]), ...rest];
}

function noGenes(): UserError {
  return new UserError(
    "bad-option",
    "`--limit` is for two networks of one kind and shape: all others are compared line by line",
    "Leave it out.",
  );
}

/** Its number, and who wrote it where a language model was to. */
function nameOf(run: RunReader, born: VariantBorn): string {
  return born.draft === undefined ? `#${born.id}` : `#${born.id}  ${authorText(born, askedFor(run, born.id))}`;
}

function linesOf(genome: Genome, scenario: Scenario): readonly string[] {
  return genomeText(genome, scenario).trimEnd().split("\n");
}
