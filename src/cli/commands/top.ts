import { findRun } from "../../store/run-directory.ts";
import { count, dollars, number, signed } from "../../text/figures.ts";
import { filterFields, parseFilter } from "../../view/filter.ts";
import { asksModels } from "../../view/money.ts";
import type { SortKey, VariantRow } from "../../view/model.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { choiceFlag } from "../flags.ts";
import { viewOf } from "../history.ts";
import { type Column, limitOf, printRows } from "../output.ts";
import type { Terminal } from "../terminal.ts";

export const sorts = [
  "score",
  "size",
  "generation",
  "children",
  "gain",
  "ms",
  "usd",
  "id",
] as const satisfies readonly SortKey[];

/** `lamarck top`: the best variants of a run; those that were scored, each program once, unless a filter says which. */
export const topCommand: CliCommand = {
  define(command) {
    command
      .argument("[run]", "an id, the beginning of one, a folder, or latest", "latest")
      .option("--sort <key>", `by ${sorts.join(", ")}`, "score")
      .option(
        "--where <filter>",
        `only those, for example \`score>0.8 op~crossover alive\`; it knows ${filterFields.join(", ")} and /text`,
      )
      .option("--limit <count>", "how many are shown", "100")
      .option("--json", "print an envelope of JSON");
  },
  act: top,
};

async function top(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const limit = limitOf(textOf(options, "limit")!);
  const sort = choiceFlag("--sort", textOf(options, "sort")!, sorts);
  const filter = textOf(options, "where");
  const where = filter === undefined ? isScored : parseFilter(filter);
  const { variants, facts, state } = await viewOf(findRun(word, terminal.cwd), terminal.cwd);
  const { ids, total } = variants.find({ where, sort, reverse: false, from: 0, limit });
  const rows = ids.map((id) => variants.row(id)!);
  printRows(terminal, { command: "top", json: options["json"] === true, total }, rows, [
    { title: "id", right: true, cell: ({ id }) => `#${id}` },
    { title: facts.scenario.objectives[0].name, right: true, cell: scoreText },
    { title: "gain", right: true, cell: ({ gain }) => (gain === undefined ? "-" : signed(gain)) },
    { title: "size", right: true, cell: ({ size }) => String(size) },
    { title: "gen", right: true, cell: ({ generation }) => String(generation) },
    { title: "children", right: true, cell: ({ children }) => count(children) },
    { title: "operator", cell: ({ operator }) => operator },
    ...(asksModels(state) ? modelColumns : []),
    { title: "parents", cell: ({ parents }) => parents.map((id) => `#${id}`).join(" ") },
  ]);
  return 0;
}

function isScored({ status }: VariantRow): boolean {
  return status === "scored";
}

/** Who wrote a variant and at what cost, where language models are asked. */
export const modelColumns: readonly Column<VariantRow>[] = [
  { title: "model", cell: ({ model, draft, operator }) => (model === undefined || draft !== operator ? "" : model) },
  { title: "cost", right: true, cell: ({ usd }) => (usd === undefined || usd === 0 ? "" : dollars(usd)) },
];

/** The score, or why there is none. */
export function scoreText({ score, fault, status }: VariantRow): string {
  return score === undefined ? (fault ?? status) : number(score);
}
