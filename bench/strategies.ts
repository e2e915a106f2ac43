// How many evaluations, and how much processor time, strategies on numbers need. See README.md beside this file.
import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cmaEs } from "../src/emitters/cma-es.ts";
import type { Emitter } from "../src/emitters/emitter.ts";
import { openEs } from "../src/emitters/open-es.ts";
import type { Points } from "../src/emitters/points.ts";
import type { Genome } from "../src/genome/genome.ts";
import { randomFromSeed } from "../src/std/random.ts";

/** A run of one strategy, ours or a peer's. */
interface Run {
  readonly evaluations: number;
  readonly cpuSeconds: number;
  readonly best: number;
}

type Cost = (x: Float64Array) => number;

const { values: flags } = parseArgs({
  options: {
    pairs: { type: "string", default: "5" },
    seeds: { type: "string", default: "11" },
    python: { type: "string", default: "/usr/bin/python3" },
    /** Run only this one of our rows, once, with this seed. */
    row: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});

/** The point that was proposed last: genomes are left out, because what is measured is the strategy. */
let proposed = new Float64Array();
const noGenome: Genome = { kind: "point", hash: "", bytes: "" };

const rows: Readonly<Record<string, (seed: number) => Run>> = {
  "cma-es rosenbrock-20": (seed) => {
    const emitter = cmaEs({ points: pointsFrom(20, 0), births: 12, sigma: 0.5 });
    return run(emitter, rosenbrock, { births: 12, evaluations: 60_000, target: 1e-8, seed });
  },
  "cma-es rastrigin-20": (seed) => {
    const emitter = cmaEs({ points: pointsFrom(20, 3), births: 400, sigma: 2 });
    return run(emitter, rastrigin, { births: 400, evaluations: 100_000, target: -Infinity, seed });
  },
  "open-es rastrigin-100": (seed) => {
    const emitter = openEs({ points: pointsFrom(100, 3.3), sigma: 0.5, learningRate: 0.2 });
    return run(emitter, rastrigin, { births: 1024, evaluations: 51_200, target: -Infinity, seed });
  },
};

if (flags.row === undefined) compare();
else console.log(JSON.stringify(rows[flags.row]!(Number(flags.seed))));

function compare(): void {
  const seeds = Array.from({ length: Number(flags.seeds) }, (_, i) => i + 1);
  const rosen = seeds.map((seed) => ours("cma-es rosenbrock-20", seed));
  const solved = rosen.filter(({ best }) => best <= 1e-8);
  const spread = solved.map(({ evaluations }) => evaluations).toSorted((a, b) => a - b);
  const pairs = Array.from({ length: Number(flags.pairs) }, (_, i) => ({
    lamarck: ours("cma-es rastrigin-20", i + 1),
    deap: deap(i + 1),
  }));
  const peers = pairs.flatMap(({ deap: peer }) => (peer === undefined ? [] : [peer]));
  const es = seeds.slice(0, Number(flags.pairs)).map((seed) => ours("open-es rastrigin-100", seed));
  console.table([
    { row: `CMA-ES, Rosenbrock 20 to 1e-8, ${solved.length} of ${seeds.length} solved`, ...summary(solved) },
    { row: "CMA-ES, Rastrigin 20, lambda 400", ...summary(pairs.map(({ lamarck }) => lamarck)) },
    ...(peers.length > 0 ? [{ row: "  the same by DEAP", ...summary(peers) }] : []),
    { row: "OpenES, Rastrigin 100, population 1024", ...summary(es) },
  ]);
  if (peers.length === 0)
    console.log("\nNOT COMPARED: DEAP did not run. Install it (apt-get install python3-deap) or name a --python.");
  const ratios = pairs.flatMap(({ lamarck, deap: peer }) => (peer ? [rateOf(lamarck) / rateOf(peer)] : []));
  console.log(
    JSON.stringify({
      load: loadavg()[0],
      least: spread[0],
      most: spread.at(-1),
      timesDeap: ratios.map((one) => Number(one.toFixed(2))),
    }),
  );
}

function ours(row: string, seed: number): Run {
  const self = fileURLToPath(import.meta.url);
  return runOf(process.execPath, [self, "--row", row, "--seed", String(seed)]);
}

/** Undefined where there is no DEAP. */
function deap(seed: number): Run | undefined {
  try {
    return runOf(flags.python, [fileURLToPath(new URL("peers/cma_deap.py", import.meta.url)), "--seed", String(seed)]);
  } catch {
    return undefined;
  }
}

function runOf(command: string, inputs: readonly string[]): Run {
  return JSON.parse(execFileSync(command, inputs, { encoding: "utf8" })) as Run;
}

interface Limits {
  readonly births: number;
  readonly evaluations: number;
  readonly target: number;
  readonly seed: number;
}

function pointsFrom(size: number, start: number): Points {
  return {
    start: new Float64Array(size).fill(start),
    genomeOf(point) {
      proposed = point as Float64Array<ArrayBuffer>;
      return noGenome;
    },
  };
}

/** Lets an emitter search; processor time of all threads of this process. */
function run<Memory>(emitter: Emitter<Memory>, cost: Cost, { births, evaluations: most, target, seed }: Limits): Run {
  const random = randomFromSeed(seed);
  const before = process.cpuUsage();
  let memory = emitter.memory!.start;
  let best = Infinity;
  let evaluations = 0;
  for (let generation = 0; evaluations < most && best > target; generation++) {
    const draw = random.fork("ask", generation);
    const told = [];
    for (const _ of emitter.ask([], births, draw, memory)) {
      const value = cost(proposed);
      evaluations++;
      best = Math.min(best, value);
      told.push({ island: 0, fitness: -value });
      if (best <= target) break;
    }
    memory = emitter.memory!.after(memory, told, draw);
  }
  const { user, system } = process.cpuUsage(before);
  return { evaluations, cpuSeconds: (user + system) / 1e6, best };
}

function rosenbrock(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1]! - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2;
  return sum;
}

function rastrigin(x: Float64Array): number {
  let sum = 10 * x.length;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]! - 10 * Math.cos(2 * Math.PI * x[i]!);
  return sum;
}

function summary(runs: readonly Run[]) {
  return {
    evaluations: median(runs.map(({ evaluations }) => evaluations)),
    best: Number(median(runs.map(({ best }) => best)).toPrecision(3)),
    cpuSeconds: Number(median(runs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(3)),
    evaluationsPerCpuSecond: Math.round(median(runs.map(rateOf))),
  };
}

function rateOf({ evaluations, cpuSeconds }: Run): number {
  return evaluations / cpuSeconds;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
}
