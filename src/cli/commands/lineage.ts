import { findRun } from "../../store/run-directory.ts";
import { ancestorsOf } from "../../view/lineage.ts";
import { asksModels } from "../../view/money.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { noVariant, variantId, viewOf } from "../history.ts";
import { limitOf, printRows } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { modelColumns, scoreText } from "./top.ts";

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
  const id = await variantId(run, variant);
  const { variants, facts, state } = await viewOf(run, terminal.cwd);
  if (id >= variants.count) throw noVariant(run, id);
  const { ids, total } = ancestorsOf(variants, id, limit);
  const rows = ids.map((one) => variants.row(one)!);
  printRows(terminal, { command: "lineage", json: options["json"] === true, total }, rows, [
    { title: "id", right: true, cell: (row) => `#${row.id}` },
    { title: "gen", right: true, cell: ({ generation }) => String(generation) },
    {
      title: facts.scenario.objectives[0].name,
      right: true,
      cell: (row) => (row.from === undefined ? scoreText(row) : `as #${row.from}`),
    },
    { title: "size", right: true, cell: ({ size }) => String(size) },
    { title: "lives", cell: ({ alive }) => (alive ? "yes" : "-") },
    { title: "operator", cell: ({ operator }) => operator },
    ...(asksModels(state) ? modelColumns : []),
    { title: "parents", cell: ({ parents }) => parents.map((parent) => `#${parent}`).join(" ") },
  ]);
  return 0;
}
