import { findRun, type RunReader } from "../../store/run-directory.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { choiceFlag } from "../flags.ts";
import { scenarioOf, type VariantRow, variantRows } from "../history.ts";
import { limitOf, printRows } from "../output.ts";
import { count, number } from "../../text/figures.ts";
import type { Terminal } from "../terminal.ts";

const sorts = ["score", "size", "generation", "births"] as const;

/** `lamarck top`: the best scored variants of a run, each program once. */
export const topCommand: CliCommand = {
  define(command) {
    command
      .argument("[run]", "an id, the beginning of one, a folder, or latest", "latest")
      .option("--sort <key>", `by ${sorts.join(", ")} (its children)`, "score")
      .option("--limit <count>", "how many are shown", "100")
      .option("--json", "print an envelope of JSON");
  },
  act: top,
};

async function top(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const limit = limitOf(textOf(options, "limit")!);
  const sort = choiceFlag("--sort", textOf(options, "sort")!, sorts);
  const run = findRun(word, terminal.cwd);
  const objective = (await scenarioOf(run)).objectives[0];
  const sign = objective.direction === "minimize" ? -1 : 1;
  const children = childrenOf(run);
  const bornOf = ({ id }: VariantRow): number => children.get(id) ?? 0;
  const better = (a: VariantRow, b: VariantRow): number =>
    sign * (b.score! - a.score!) || a.size - b.size || a.id - b.id;
  const orders: Readonly<Record<(typeof sorts)[number], (a: VariantRow, b: VariantRow) => number>> = {
    score: better,
    size: (a, b) => a.size - b.size || better(a, b),
    generation: (a, b) => b.generation - a.generation || better(a, b),
    births: (a, b) => bornOf(b) - bornOf(a) || better(a, b),
  };
  const { kept, total } = first(variantRows(run), orders[sort], limit);
  const rows = kept.map((row) => ({ ...row, births: bornOf(row) }));
  printRows(terminal, { command: "top", json: options["json"] === true, total }, rows, [
    { title: "id", right: true, cell: ({ id }) => `#${id}` },
    { title: objective.name, right: true, cell: ({ score }) => number(score) },
    { title: "size", right: true, cell: ({ size }) => String(size) },
    { title: "gen", right: true, cell: ({ generation }) => String(generation) },
    { title: "births", right: true, cell: ({ births }) => count(births) },
    { title: "operator", cell: ({ operator }) => operator },
    { title: "parents", cell: ({ parents }) => parents.map((id) => `#${id}`).join(" ") },
  ]);
  return 0;
}

function childrenOf(run: RunReader): ReadonlyMap<number, number> {
  const children = new Map<number, number>();
  for (const event of run.events()) {
    if (event.type !== "variant-born") continue;
    for (const parent of event.parents) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  return children;
}

/** The first scored rows in an order, without ever holding many more of them. */
function first(
  rows: Iterable<VariantRow>,
  order: (a: VariantRow, b: VariantRow) => number,
  limit: number,
): { readonly kept: readonly VariantRow[]; readonly total: number } {
  let kept: VariantRow[] = [];
  let total = 0;
  for (const row of rows) {
    if (row.status !== "scored") continue;
    total++;
    kept.push(row);
    if (kept.length >= 2 * limit + 1000) kept = kept.toSorted(order).slice(0, limit);
  }
  return { kept: kept.toSorted(order).slice(0, limit), total };
}
