// How many steps of cart-pole a second networks of 4-32-32-2 units play, engine by engine, beside numpy and torch.
//
// The work, the same for all: each of 1024 networks (tanh; linear outputs; weights and biases uniform in -0.5 to 0.5)
// plays 1 or 16 episodes for 500 steps. A step is: observe, compute, push right where the second output is the larger
// one, move by cart-pole's equations in double precision (networks are in single precision), count the steps; what the
// scenario measures besides is left out, since the peers do not compute it either. An episode that is over begins anew
// from its own start, so there are networks x episodes x 500 steps, whoever steers. All of it is played eight times over
// where each network has one episode, so that what is measured is no shorter. Starting processes, drawing and loading
// weights, and warming up are left out. See README.md beside this file.
/* oxlint-disable unicorn/require-post-message-target-origin -- messages between threads, not windows */
import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { tensors } from "../scenarios/cart-pole/tensors.ts";
import type { EngineName } from "../src/evaluation/engine-name.ts";
import { type NetworkShape, weightsOf } from "../src/genome/kinds/network/shape.ts";
import type { Brain, Engine } from "../src/inference/engines/engine.ts";
import { createEngine } from "../src/inference/engines.ts";
import { createEpisodes } from "../src/inference/flow/episodes.ts";
import type { Flow } from "../src/scenario/flow.ts";
import { randomFromSeed } from "../src/std/random.ts";

/** One run of one engine. */
interface Run {
  readonly engine: string;
  /** Episodes that ended: the same for engines that compute the same. */
  readonly ended: number;
  readonly steps: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

interface Work {
  readonly engine: string;
  /** The first network of this thread's share. */
  readonly first: number;
  readonly networks: number;
  readonly episodes: number;
  readonly steps: number;
  /** How often all is played. */
  readonly passes: number;
}

const shape: NetworkShape = {
  inputs: 4,
  outputs: 2,
  hidden: [32, 32],
  activation: "tanh",
  outputActivation: "linear",
  recurrent: false,
};

const { values: flags } = parseArgs({
  options: {
    engines: { type: "string", default: "kernel,numpy,onnx,torch,plain" },
    episodes: { type: "string", default: "1,16" },
    networks: { type: "string", default: "1024" },
    steps: { type: "string", default: "500" },
    /** How often all is played; as long as it takes eight episodes, unless told. */
    passes: { type: "string" },
    rounds: { type: "string", default: "5" },
    python: { type: "string", default: "/usr/bin/python3" },
    /** Run only one engine of ours, once, with so many threads. */
    engine: { type: "string" },
    threads: { type: "string", default: "1" },
  },
});
/** Processor time until code is compiled as it will stay. */
const warmMicroseconds = 1_000_000;
const self = fileURLToPath(import.meta.url);
const peer = fileURLToPath(new URL("peers/cart_pole_networks.py", import.meta.url));
const skipped = new Set<string>();

if (!isMainThread) await serve(workerData as Work);
else if (flags.engine === undefined) compare();
else console.log(JSON.stringify(await play(flags.engine, Number(flags.threads))));

/** All engines in turn, each run in a process of its own, and the first one with two threads; medians of the rounds. */
function compare(): void {
  const engines = flags.engines.split(",");
  const contenders = [...engines.map((engine) => ({ engine, threads: 1 })), { engine: engines[0]!, threads: 2 }];
  const tables = flags.episodes.split(",").map((episodes) => {
    const runs = contenders.map((): Run[] => []);
    for (let round = 0; round < Number(flags.rounds); round++) {
      for (const [i, { engine, threads }] of contenders.entries()) {
        const run = runOf(engine, threads, episodes);
        if (run !== undefined) runs[i]!.push(run);
      }
    }
    const rows = contenders.flatMap(({ engine, threads }, i) =>
      runs[i]!.length > 0 ? [rowOf(engine, threads, runs[i]!)] : [],
    );
    const base = rows.find(({ engine }) => engine === "numpy") ?? rows[0]!;
    return rows.map((row) => ({
      episodes: Number(episodes),
      ...row,
      cpuRatio: ratio(row.stepsPerCpuSecond, base.stepsPerCpuSecond),
      wallRatio: ratio(row.stepsPerSecond, base.stepsPerSecond),
    }));
  });
  for (const rows of tables) console.table(rows);
  console.log(JSON.stringify({ load: loadavg()[0], results: tables.flat() }));
}

function runOf(engine: string, threads: number, episodes: string): Run | undefined {
  if (skipped.has(engine)) return undefined;
  const python = engine === "numpy" || engine === "torch";
  // The rate of plain loops does not depend on how many networks there are, and they would take minutes.
  const networks = engine === "plain" ? Number(flags.networks) / 16 : Number(flags.networks);
  const passes = flags.passes ?? String(Math.ceil(8 / Number(episodes)));
  const size = ["--networks", String(networks), "--episodes", episodes, "--steps", flags.steps, "--passes", passes];
  const [command, ...inputs] = python
    ? [flags.python, peer, "--peer", engine]
    : [process.execPath, self, "--engine", engine, "--threads", String(threads)];
  try {
    return JSON.parse(
      execFileSync(command, [...inputs, ...size], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
    ) as Run;
  } catch (thrown) {
    const { stderr = "" } = thrown as { readonly stderr?: string };
    const reason =
      stderr
        .trim()
        .split("\n")
        .findLast((line) => line.includes("Error")) ?? String(thrown);
    console.error(`SKIPPED ${engine}: ${reason}`);
    skipped.add(engine);
    return undefined;
  }
}

function rowOf(engine: string, threads: number, runs: readonly Run[]) {
  return {
    engine,
    threads,
    ended: runs[0]!.ended,
    stepsPerCpuSecond: Math.round(median(runs.map(({ steps, cpuSeconds }) => steps / cpuSeconds))),
    stepsPerSecond: Math.round(median(runs.map(({ steps, seconds }) => steps / seconds))),
    bestPerSecond: Math.round(Math.max(...runs.map(({ steps, seconds }) => steps / seconds))),
  };
}

function ratio(a: number, b: number): number {
  return Math.round((100 * a) / b) / 100;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** One run with the networks divided among threads, timed from when all are warm until the last one is done. */
async function play(engine: string, threads: number): Promise<Run> {
  const networks = Number(flags.networks) / threads;
  const passes = Number(flags.passes);
  const size = { networks, episodes: Number.parseInt(flags.episodes), steps: Number(flags.steps), passes };
  const workers = Array.from({ length: threads }, (_, thread) => {
    const work: Work = { engine, first: thread * networks, ...size };
    return new Worker(self, { workerData: work });
  });
  await Promise.all(workers.map(answerOf));
  const cpu = process.cpuUsage();
  const begun = performance.now();
  for (const worker of workers) worker.postMessage("go");
  const ended = await Promise.all(workers.map(answerOf));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await Promise.all(workers.map((worker) => worker.terminate()));
  return {
    engine,
    ended: ended.reduce((sum, one) => sum + one, 0),
    steps: threads * networks * size.episodes * size.steps * passes,
    seconds,
    cpuSeconds: (user + system) / 1e6,
  };
}

function answerOf(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** What a thread does: it says when it is warm, waits for the word, and says how many episodes ended. */
async function serve({ engine: name, first, networks, episodes, steps, passes }: Work): Promise<void> {
  const engine = await createEngine(name as EngineName);
  const brains: Brain[] = [];
  const starts: number[][] = [];
  for (let i = first; i < first + networks; i++) {
    const random = randomFromSeed(1).fork(i);
    const weights = Float32Array.from({ length: weightsOf(shape) }, () => random.next() - 0.5);
    brains.push({ kind: "network", network: { shape, weights } });
    for (let episode = 0; episode < episodes; episode++) {
      starts.push(Array.from({ length: 4 }, () => 0.1 * random.next() - 0.05));
    }
  }
  const rollOut = await rollOutOf(engine, brains, starts);
  const loaded = process.threadCpuUsage();
  while (process.threadCpuUsage(loaded).user < warmMicroseconds) await rollOut(Math.min(20, steps));
  parentPort!.postMessage(0);
  const all = async (): Promise<number> => {
    let ended = 0;
    for (let pass = 0; pass < passes; pass++) ended = await rollOut(steps);
    return ended;
  };
  parentPort!.once("message", () => void all().then((ended) => parentPort!.postMessage(ended)));
}

/** The cart, the pole and the steps, without what the scenario measures besides, which peers do not compute either. */
function plainly(flow: Flow): Flow {
  const state = 5;
  return {
    ...flow,
    state,
    begin: (instance, random) => flow.begin(instance, random).slice(0, state),
    step(to, before, outputs) {
      const measured = Array.from({ length: flow.state - state }, () => to.of(0));
      const next = flow.step(to, [...before, ...measured], outputs);
      return { ...next, state: next.state.slice(0, state) };
    },
  };
}

/** Group by group, so that the networks of a group play all their steps before the next one's turn. */
async function rollOutOf(engine: Engine, brains: readonly Brain[], starts: readonly (readonly number[])[]) {
  const columns = starts.length / brains.length;
  const policy = await engine.load(brains, columns);
  const side = policy.group * columns;
  const { inputs, outputs } = tensors;
  const flow = plainly(tensors.flow!);
  const episodes = createEpisodes({ flow, inputs, outputs, policy, columns });
  const random = randomFromSeed(1);
  const states = starts.map((start) => flow.begin({ start }, random));

  return async (steps: number): Promise<number> => {
    let ended = 0;
    for (let group = 0; group * side < starts.length; group++) {
      const count = Math.min(side, starts.length - group * side);
      episodes.seat(group);
      for (let e = 0; e < count; e++) episodes.begin(e, states[group * side + e]!);
      for (let left = steps; left > 0;) {
        const played = episodes.play(left, count);
        left = typeof played === "number" ? played : await played;
        for (let e = 0; e < count; e++) {
          if (episodes.isLive(e)) continue;
          episodes.begin(e, states[group * side + e]!);
          ended++;
        }
      }
    }
    return ended;
  };
}
