// How many evaluations each emitter needs until a world of networks is solved, with the defaults alone. See README.md
// beside this file.
import { execFile } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { strategyDefaults } from "../src/campaign/default-networks.ts";
import { createInference } from "../src/inference/backend.ts";
import { median, type Search, search, type Settings } from "./solving.ts";

const { values: flags } = parseArgs({
  options: {
    worlds: { type: "string", default: "cart-pole,acrobot,pendulum" },
    emitters: { type: "string", default: "" },
    seeds: { type: "string", default: "10" },
    budget: { type: "string", default: "100000" },
    /** Processes at a time. */
    processes: { type: "string", default: "2" },
    /** Where each run goes, as a line of JSON. */
    out: { type: "string", default: join(tmpdir(), "lamarck-emitters.jsonl") },
    /** Run only this world and this emitter, in this process. */
    alone: { type: "boolean", default: false },
  },
});

const emitters: Readonly<Record<string, Settings>> = {
  "genetic, isotropic": { operators: { isotropic: 1 } },
  "genetic, iso-line": { operators: { "iso-line": 1 } },
  OpenES: strategyDefaults["open-es"],
  "CMA-ES": strategyDefaults["cma-es"],
  "CMA-ES, diagonal": {
    ...strategyDefaults["cma-es"],
    emitter: { name: "cma-es", sigma: 1, diagonal: true, patience: 5 },
  },
  EGGROLL: strategyDefaults.eggroll,
  NEAT: { kind: "neat", emitter: { name: "neat" } },
};

interface Run extends Search {
  readonly world: string;
  readonly emitter: string;
  readonly seed: number;
}

const worlds = flags.worlds.split(",");
const names = Object.keys(emitters).filter((name) => flags.emitters === "" || flags.emitters.split(";").includes(name));
if (flags.alone) await runAlone(worlds[0]!, names[0]!);
else await compare();

/** All seeds of one cell of the table, a line of JSON each. */
async function runAlone(world: string, emitter: string): Promise<void> {
  const backend = createInference({ lanes: 1, engine: "kernel" });
  try {
    for (let seed = 1; seed <= Number(flags.seeds); seed++) {
      const task = { world, settings: emitters[emitter]!, seed, budget: Number(flags.budget), backend };
      const run: Run = { world, emitter, seed, ...(await search(task)) };
      console.log(JSON.stringify(run));
    }
  } finally {
    await backend.close();
  }
}

/** All cells, each in a process of its own; the dearest world first. */
async function compare(): Promise<void> {
  writeFileSync(flags.out, "");
  const cells = worlds.toReversed().flatMap((world) => names.map((emitter) => ({ world, emitter })));
  const runs: Run[] = [];
  const work = async (): Promise<void> => {
    for (let cell = cells.shift(); cell !== undefined; cell = cells.shift()) {
      const lines = await linesOf(cell.world, cell.emitter);
      appendFileSync(flags.out, lines);
      for (const line of lines.trim().split("\n")) runs.push(JSON.parse(line) as Run);
    }
  };
  await Promise.all(Array.from({ length: Number(flags.processes) }, work));
  console.log(markdown(runs));
  console.log(
    `\n${flags.seeds} seeds, at most ${flags.budget} evaluations; load ${loadavg()[0]}; runs in ${flags.out}`,
  );
}

async function linesOf(world: string, emitter: string): Promise<string> {
  const size = ["--seeds", flags.seeds, "--budget", flags.budget];
  const inputs = [fileURLToPath(import.meta.url), "--alone", "--worlds", world, "--emitters", emitter, ...size];
  return (await promisify(execFile)(process.execPath, inputs)).stdout;
}

/** A row an emitter: solved runs, the median of their evaluations over all runs, the least and the most. */
function markdown(runs: readonly Run[]): string {
  const rows = names.map((emitter) => [
    emitter,
    ...worlds.map((world) => cellOf(runs.filter((run) => run.world === world && run.emitter === emitter))),
  ]);
  const lines = [["emitter", ...worlds], ["---", ...worlds.map(() => "---")], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cellOf(runs: readonly Run[]): string {
  const solved = runs.flatMap(({ evaluations = [] }) => evaluations).toSorted((a, b) => a - b);
  const middle = median(runs.map(({ evaluations }) => evaluations));
  const range = solved.length === 0 ? "" : ` (${figure(solved[0]!)} to ${figure(solved.at(-1)!)})`;
  return `${solved.length}/${runs.length}: ${Number.isFinite(middle) ? figure(middle) : "—"}${range}`;
}

function figure(value: number): string {
  return Math.round(value).toLocaleString("en");
}
