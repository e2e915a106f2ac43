// How many networks a second NEAT breeds, speciates and evaluates on exclusive or, beside neataptic, which is installed
// into a temporary folder. See README.md beside this file.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Member } from "../src/archives/member.ts";
import { species } from "../src/archives/species.ts";
import { neat } from "../src/emitters/neat.ts";
import type { Genome } from "../src/genome/genome.ts";
import { neatGenesOf, neatKind } from "../src/genome/kinds/neat.ts";
import type { Genes } from "../src/genome/kinds/network/genes.ts";
import type { Activation, NetworkShape } from "../src/genome/kinds/network/shape.ts";
import { randomFromSeed } from "../src/std/random.ts";
import { neatCrossover, neatMating, neatMutation, randomNeat } from "../src/variation/operators/neat.ts";

/** Runs of one side in one process: after a warm-up, each seed once. */
interface Round {
  readonly genomes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The share of the time that was not evaluation; of ours. */
  readonly notEvaluation?: number;
  /** In how many runs a network answered all four cases right, before the last generation's end. */
  readonly solved: number;
  /** In how many the sum of its squared errors fell below 0.1. */
  readonly precise: number;
  /** The median of the species in the last generation; of ours. */
  readonly species?: number;
  /** How many lived, over all generations of all runs. */
  readonly members: string;
}

const { values: flags } = parseArgs({
  options: {
    pairs: { type: "string", default: "5" },
    seeds: { type: "string", default: "40" },
    generations: { type: "string", default: "50" },
    /** Run only our side, in this process. */
    alone: { type: "boolean", default: false },
  },
});
const population = 150;
const generations = Number(flags.generations);
const seeds = Number(flags.seeds);
const cases = [
  { inputs: [0, 0], answer: 0 },
  { inputs: [0, 1], answer: 1 },
  { inputs: [1, 0], answer: 1 },
  { inputs: [1, 1], answer: 0 },
] as const;

const shape: NetworkShape = {
  inputs: 2,
  outputs: 1,
  hidden: [],
  activation: "tanh",
  outputActivation: "sigmoid",
  recurrent: false,
};
/** What the inputs and the nodes of a network say, four numbers each: one a case. */
const signals = new Float64Array(4096);
for (const [place, { inputs }] of cases.entries())
  for (const input of inputs.keys()) signals[cases.length * input + place] = inputs[input]!;

if (flags.alone) console.log(JSON.stringify(timedRuns()));
else compare();

/** Both sides in turn, each round in a process of its own. */
function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-bench-"));
  try {
    const peer = installed(folder);
    const self = fileURLToPath(import.meta.url);
    const script = fileURLToPath(new URL("peers/xor-neataptic.js", import.meta.url));
    const rounds: { ours: Round; theirs?: Round }[] = [];
    for (let pair = 0; pair < Number(flags.pairs); pair++) {
      const ours = roundOf([self, "--alone", "--seeds", flags.seeds, "--generations", flags.generations]);
      const theirs = peer === undefined ? undefined : roundOf([script, peer, flags.seeds, flags.generations]);
      rounds.push(theirs === undefined ? { ours } : { ours, theirs });
    }
    const rows = [
      { loop: "lamarck", ...summary(rounds.map((round) => round.ours)) },
      ...(peer === undefined ? [] : [{ loop: "neataptic", ...summary(rounds.map((round) => round.theirs!)) }]),
    ];
    console.table(rows);
    const ratios = rounds.flatMap(({ ours, theirs: other }) =>
      other === undefined ? [] : [perCpuSecond(ours) / perCpuSecond(other)],
    );
    console.log(JSON.stringify({ load: loadavg()[0], rows, ratios: ratios.map(rounded) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The peer's entry; undefined, and said loudly, where npm cannot install it. */
function installed(folder: string): string | undefined {
  try {
    const options = { cwd: folder, stdio: "ignore", timeout: 120_000 } as const;
    execFileSync(
      "npm",
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, "neataptic@1.4.7"],
      options,
    );
    return createRequire(join(folder, "from.js")).resolve("neataptic");
  } catch {
    console.error("SKIPPED: neataptic cannot be installed from npm here, so there is nothing to compare with.");
    return undefined;
  }
}

function roundOf(inputs: readonly string[]): Round {
  return JSON.parse(execFileSync(process.execPath, inputs, { encoding: "utf8" })) as Round;
}

function summary(rounds: readonly Round[]) {
  return {
    genomesPerCpuSecond: Math.round(median(rounds.map(perCpuSecond))),
    genomesPerSecond: Math.round(median(rounds.map(({ genomes, seconds }) => genomes / seconds))),
    notEvaluation: rounded(median(rounds.map(({ notEvaluation = Number.NaN }) => notEvaluation))),
    solved: `${rounds[0]!.solved}/${seeds}`,
    precise: `${rounds[0]!.precise}/${seeds}`,
    species: rounds[0]!.species ?? "none",
    members: rounds[0]!.members,
  };
}

function perCpuSecond({ genomes, cpuSeconds }: Round): number {
  return genomes / cpuSeconds;
}

interface Run {
  readonly solved: boolean;
  readonly precise: boolean;
  readonly species: number;
  /** The least and the most members that lived after a generation. */
  readonly members: readonly [number, number];
}

function timedRuns(): Round {
  let evaluationMs = 0;
  const run = (seed: number): Run => {
    const archive = species({ capacity: population, target: 8, distance: neatKind.distance });
    const emitter = neat({
      kind: "neat",
      operators: [
        { operator: neatMutation, weight: 1 },
        { operator: neatCrossover, weight: 1 },
        { operator: neatMating, weight: 4 },
      ],
      islands: 1,
      context: {
        signature: { name: "xor", about: "", parameters: [], returns: "number" },
        primitives: {
          operators: [],
          functions: [],
          constants: { from: 0, to: 1, integers: false },
          conditionals: false,
          statements: false,
        },
        sizeMax: 100,
        network: shape,
      },
      seeds: [],
      generate: randomNeat,
    });
    const random = randomFromSeed(seed);
    let members: readonly Member[] = [];
    let births = 0;
    let [solved, precise] = [false, false];
    let [fewest, most] = [Infinity, 0];
    for (let generation = 0; generation < generations; generation++) {
      const born = [...emitter.ask(members, population, random.fork("ask", generation))];
      const begun = performance.now();
      const judged = born.map(({ genome }) => judge(genome));
      evaluationMs += performance.now() - begun;
      const newcomers = born.map(({ genome, island }, index): Member => {
        const { error, isRight } = judged[index]!;
        solved ||= isRight;
        precise ||= error < 0.1;
        const fitness = 4 - error;
        return {
          id: births++,
          genome,
          size: neatKind.size(genome),
          generation,
          fitness,
          cases: [fitness],
          measures: [],
          children: 0,
          island,
          niche: 0,
        };
      });
      members = archive.place({ generation, members, newcomers, random: random.fork("place", generation) });
      [fewest, most] = [Math.min(fewest, members.length), Math.max(most, members.length)];
    }
    return { solved, precise, species: new Set(members.map(({ niche }) => niche)).size, members: [fewest, most] };
  };
  return timed(run, () => evaluationMs);
}

/** Runs all seeds after a warm-up of as many others: until then V8 compiles, which a campaign of hours does not feel. */
function timed(run: (seed: number) => Run, evaluationMs: () => number): Round {
  for (let seed = 0; seed < seeds; seed++) run(1000 + seed);
  const before = { cpu: process.cpuUsage(), at: performance.now(), evaluationMs: evaluationMs() };
  const runs = Array.from({ length: seeds }, (_, seed) => run(seed + 1));
  const { user, system } = process.cpuUsage(before.cpu);
  const seconds = (performance.now() - before.at) / 1000;
  return {
    genomes: seeds * generations * population,
    seconds: rounded(seconds),
    cpuSeconds: rounded((user + system) / 1e6),
    notEvaluation: 1 - (evaluationMs() - before.evaluationMs) / 1000 / seconds,
    solved: runs.filter((one) => one.solved).length,
    precise: runs.filter((one) => one.precise).length,
    species: median(runs.map((one) => one.species)),
    members: `${Math.min(...runs.map((one) => one.members[0]))} to ${Math.max(...runs.map((one) => one.members[1]))}`,
  };
}

/** The sum of squared errors over the cases, and whether each answer is on the right side of one half. */
function judge(genome: Genome): { readonly error: number; readonly isRight: boolean } {
  const answers = answersOf(neatGenesOf(genome));
  let error = 0;
  let isRight = true;
  for (let place = 0; place < cases.length; place++) {
    const apart = signals[answers + place]! - cases[place]!.answer;
    error += apart ** 2;
    isRight &&= Math.abs(apart) < 0.5;
  }
  return { error, isRight };
}

/**
 * Sets the signals of a network without delayed connections, in double precision: all cases node by node. Says where
 * those of the output are.
 */
function answersOf({ topology, values, enabled }: Genes): number {
  const { inputs, nodes, sources, targets } = topology;
  let answers = 0;
  for (let node = 0, next = 0; node < nodes.length; node++) {
    const { id, activation } = nodes[node]!;
    const at = cases.length * (inputs + node);
    if (id === inputs) answers = at;
    for (let place = at; place < at + cases.length; place++) signals[place] = values[node]!;
    for (; next < targets.length && targets[next] === node; next++) {
      if (enabled.charCodeAt(next) === 0x30) continue;
      const weight = values[nodes.length + next]!;
      const from = cases.length * sources[next]!;
      for (let place = 0; place < cases.length; place++) signals[at + place]! += weight * signals[from + place]!;
    }
    for (let place = at; place < at + cases.length; place++) signals[place] = activated(activation, signals[place]!);
  }
  return answers;
}

function activated(activation: Activation, sum: number): number {
  switch (activation) {
    case "tanh":
      return Math.tanh(sum);
    case "sigmoid":
      return 1 / (1 + Math.exp(-sum));
    case "relu":
      return Math.max(0, sum);
    case "linear":
      return sum;
    default:
      return activation satisfies never;
  }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
