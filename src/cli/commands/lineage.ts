import { findRun, type RunReader } from "../../store/run-directory.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { scenarioOf, variantId, variantRecord, type VariantRow, variantRows } from "../history.ts";
import { limitOf, printRows } from "../output.ts";
import { number } from "../../text/figures.ts";
import type { Terminal } from "../terminal.ts";

/** `lamarck lineage`: a variant and all its ancestors, the youngest first. */
export const lineageCommand: CliCommand = {
  define(command) {
    command
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .argument("<variant>", "its number, or champion, or best")
      .option("--limit <count>", "how many are shown", "100")
      .option("--json", "print an envelope of JSON");
  },
  act: lineage,
};

async function lineage(terminal: Terminal, options: FlagValues, [word, variant]: Words): Promise<number> {
  const limit = limitOf(textOf(options, "limit")!);
  const run = findRun(word, terminal.cwd);
  const objective = (await scenarioOf(run)).objectives[0];
  const id = await variantId(run, variant);
  const { born } = variantRecord(run, id);
  const family = ancestors(parentsUpTo(run, born.id), born.id);
  const shown = new Set(family.slice(0, limit));
  const rows = [...rowsOf(run, shown)].toReversed();
  printRows(terminal, { command: "lineage", json: options["json"] === true, total: family.length }, rows, [
    { title: "id", right: true, cell: (row) => `#${row.id}` },
    { title: "gen", right: true, cell: ({ generation }) => String(generation) },
    {
      title: objective.name,
      right: true,
      cell: ({ score, fault, from }) => fault ?? (from === undefined ? number(score) : `as #${from}`),
    },
    { title: "size", right: true, cell: ({ size }) => String(size) },
    { title: "operator", cell: ({ operator }) => operator },
    { title: "parents", cell: ({ parents }) => parents.map((parent) => `#${parent}`).join(" ") },
  ]);
  return 0;
}

function parentsUpTo(run: RunReader, id: number): readonly (readonly number[])[] {
  const parents: (readonly number[])[] = [];
  for (const event of run.events()) {
    if (event.type !== "variant-born") continue;
    parents.push(event.parents);
    if (event.id === id) break;
  }
  return parents;
}

/** A variant and all it descends from, the youngest first: parents always have smaller numbers. */
function ancestors(parents: readonly (readonly number[])[], id: number): number[] {
  const family = new Set([id]);
  for (let one = id; one >= 0; one--) if (family.has(one)) for (const parent of parents[one]!) family.add(parent);
  return [...family].toSorted((a, b) => b - a);
}

function* rowsOf(run: RunReader, wanted: ReadonlySet<number>): Generator<VariantRow> {
  let missing = wanted.size;
  for (const row of missing > 0 ? variantRows(run) : []) {
    if (!wanted.has(row.id)) continue;
    yield row;
    if (--missing === 0) return;
  }
}
