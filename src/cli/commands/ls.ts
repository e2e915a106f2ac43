import type { CliCommand, FlagValues } from "../command.ts";
import { textOf } from "../command.ts";
import { limitOf, printRows } from "../output.ts";
import { count, generationText, number } from "../../text/figures.ts";
import type { Manifest, RunReader } from "../../store/run-directory.ts";
import { listRuns } from "../../store/run-directory.ts";
import { runState } from "../run-state.ts";
import type { Terminal } from "../terminal.ts";

/** `lamarck ls`: the runs of this folder, newest first, as their manifests tell. */
export const lsCommand: CliCommand = {
  define(command) {
    command.option("--limit <count>", "how many are shown", "100").option("--json", "print an envelope of JSON");
  },
  act: ls,
};

/** A run in the list. */
interface RunRow extends Pick<Manifest, "id" | "created"> {
  readonly scenario: string;
  readonly seed: number;
  readonly state: string;
  readonly generation: number;
  readonly evaluations: number;
  readonly best?: number;
  readonly path: string;
}

async function ls(terminal: Terminal, options: FlagValues): Promise<number> {
  const limit = limitOf(textOf(options, "limit")!);
  const runs = listRuns(terminal.cwd);
  const rows = await Promise.all(runs.slice(0, limit).map(rowOf));
  if (rows.length === 0 && options["json"] !== true) {
    terminal.err("There are no runs here yet. Start one with `lamarck run bin-packing`.\n");
    return 0;
  }
  const shown = { command: "ls", json: options["json"] === true, total: runs.length };
  printRows(terminal, shown, rows, [
    { title: "run", cell: ({ id }) => id },
    { title: "scenario", cell: ({ scenario }) => scenario },
    { title: "state", cell: ({ state }) => state },
    { title: "gen", right: true, cell: ({ generation }) => generationText(generation) },
    { title: "evals", right: true, cell: ({ evaluations }) => count(evaluations) },
    { title: "best", right: true, cell: ({ best }) => number(best) },
    { title: "started", cell: ({ created }) => created.slice(0, 19).replace("T", " ") },
  ]);
  return 0;
}

async function rowOf(run: RunReader): Promise<RunRow> {
  const { id, created, spec, summary } = run.manifest;
  const { generation, evaluations, reused = 0, best } = summary;
  const row = {
    id,
    scenario: spec.scenario.path,
    seed: spec.seed,
    state: await runState(run),
    generation,
    evaluations: evaluations + reused,
    created,
    path: run.path,
  };
  return best === undefined ? row : { ...row, best: best.score };
}
