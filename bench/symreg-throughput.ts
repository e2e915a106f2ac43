// How many programs a second the whole loop evaluates on Koza's quartic, sandboxed, beside DEAP's loop without a sandbox.
// See README.md beside this file.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Backend, CampaignSpec } from "../src/index.ts";
import {
  assemble,
  createSandbox,
  defaultSpec,
  evaluateAll,
  genomeKinds,
  loadScenario,
  openRun,
  readRun,
  runCampaign,
} from "../src/index.ts";

/** One run of either side. */
interface Run {
  readonly seed: number;
  readonly generations: number;
  readonly evaluations: number;
  readonly births: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly evaluationsPerSecond: number;
  /** Of a run of ours: the log's hash, which is the same for the same seed. */
  readonly hash?: string;
}

const { values: flags } = parseArgs({
  options: {
    generations: { type: "string", default: "40,400" },
    pairs: { type: "string", default: "5" },
    lanes: { type: "string", default: "2" },
    python: { type: "string", default: "/usr/bin/python3" },
    /** Run only our side, once, with this seed. */
    seed: { type: "string" },
  },
});
const lanes = Number(flags.lanes);

if (flags.seed === undefined) compare();
else console.log(JSON.stringify(await play(Number(flags.seed), Number(flags.generations))));

/** Both sides in turn, each run in a process of its own. */
function compare(): void {
  const peer = fileURLToPath(new URL("peers/symreg_deap.py", import.meta.url));
  const self = fileURLToPath(import.meta.url);
  const results = flags.generations.split(",").map((generations) => {
    const ours: Run[] = [];
    const theirs: Run[] = [];
    for (let seed = 1; seed <= Number(flags.pairs); seed++) {
      const inputs = ["--generations", generations, "--seed", String(seed)];
      ours.push(runOf(process.execPath, [self, ...inputs, "--lanes", flags.lanes]));
      theirs.push(runOf(flags.python, [peer, ...inputs]));
    }
    return { generations: Number(generations), lanes, load: loadavg()[0]!, ours: summary(ours), deap: summary(theirs) };
  });
  console.table(
    results.flatMap(({ generations, ours, deap }) => [
      { loop: "lamarck, sandboxed", generations, ...ours },
      { loop: "DEAP", generations, ...deap },
      {
        loop: "ratio",
        generations,
        evaluationsPerSecond: rounded(ours.evaluationsPerSecond / deap.evaluationsPerSecond),
        evaluationsPerCpuSecond: rounded(ours.evaluationsPerCpuSecond / deap.evaluationsPerCpuSecond),
      },
    ]),
  );
  console.log(JSON.stringify(results));
}

function runOf(command: string, inputs: readonly string[]): Run {
  return JSON.parse(execFileSync(command, inputs, { encoding: "utf8" })) as Run;
}

function summary(runs: readonly Run[]) {
  return {
    evaluations: median(runs.map(({ evaluations }) => evaluations)),
    seconds: median(runs.map(({ seconds }) => seconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    evaluationsPerSecond: Math.round(median(runs.map((run) => run.evaluations / run.seconds))),
    evaluationsPerCpuSecond: Math.round(median(runs.map((run) => run.evaluations / run.cpuSeconds))),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** One campaign, timed from the first birth to the last generation; loading and the start of processes are left out. */
async function play(seed: number, generations: number): Promise<Run> {
  const options = { target: "koza-1" };
  const scenario = await loadScenario("symbolic-regression", options);
  const spec: CampaignSpec = {
    ...defaultSpec(scenario, "symbolic-regression", options),
    seed,
    population: 300,
    births: 300,
    archive: { name: "ranked", elites: 1, replacement: "generational" },
    selection: { name: "tournament", size: 3 },
    operators: { "subtree-crossover": 5, "subtree-mutation": 1 },
    budget: { generations },
  };
  const backend = createSandbox({ lanes });
  const path = mkdtempSync(join(tmpdir(), "lamarck-bench-"));
  const writer = openRun(path);
  try {
    await start(backend, spec);
    const before = cpuSecondsOf(backend);
    const begun = performance.now();
    let seconds = 0;
    let cpu = 0;
    const { state } = await runCampaign({
      writer,
      id: "bench",
      version: "bench",
      campaign: assemble(spec, scenario),
      scenarioHash: "",
      backend,
      subscriber(event) {
        if (event.type !== "generation-finished" || event.generation + 1 < generations) return;
        seconds = (performance.now() - begun) / 1000;
        cpu = cpuSecondsOf(backend) - before;
      },
    });
    const { evaluations, births } = state;
    return {
      seed,
      generations,
      evaluations,
      births,
      seconds: rounded(seconds),
      cpuSeconds: rounded(cpu),
      evaluationsPerSecond: Math.round(evaluations / seconds),
      hash: readRun(path).hash().hash,
    };
  } finally {
    writer.close();
    await backend.close();
    rmSync(path, { recursive: true });
  }
}

/** Gives every lane its first work, so that all of them have started. */
async function start(backend: Backend, spec: CampaignSpec): Promise<void> {
  const [kind] = genomeKinds;
  const genome = kind!.parse("export default function f(x) { return x; }");
  const genomes = Array.from({ length: lanes * 2 }, () => genome);
  const { path, options } = spec.scenario;
  const batch = {
    scenario: { path, options, seed: spec.seed },
    cases: { split: "train" },
    genomes,
    rivals: [],
  } as const;
  while (backend.lanes().length < lanes) await evaluateAll(backend, batch);
}

/** Processor time of this process, its threads and its sandboxes. */
function cpuSecondsOf(backend: Backend): number {
  const { user, system } = process.cpuUsage();
  let seconds = (user + system) / 1e6;
  // The system counts in hundredths of a second.
  for (const { pid } of backend.lanes()) {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    seconds += (Number(fields[11]) + Number(fields[12])) / 100;
  }
  return seconds;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
