// What a shared base with low-rank noise (EGGROLL) saves against dense weights for every network, on one core: one step
// of networks with two hidden layers of 256 units; and what a generation of 4,096 networks of 98,880 weights takes on
// two threads: seconds, and the largest memory of the process. Usage: node bench/eggroll.ts [networks [steps]]
/* oxlint-disable unicorn/require-post-message-target-origin -- messages between threads, not windows */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Noise } from "../src/genome/kinds/network/noise.ts";
import { withNoise } from "../src/genome/kinds/network/noise.ts";
import { layersOf } from "../src/genome/kinds/network/shape.ts";
import { type Network, type NetworkShape, weightsOf } from "../src/genome/kinds/network/shape.ts";
import type { Policy } from "../src/inference/engines/engine.ts";
import { createOnnxEngine, type OnnxEngine } from "../src/inference/engines/onnx.ts";
import { fillNormals } from "../src/std/normals.ts";

const networks = 1024;
const shape: NetworkShape = {
  inputs: 4,
  outputs: 2,
  hidden: [256, 256],
  activation: "tanh",
  outputActivation: "linear",
  recurrent: false,
};
const large: NetworkShape = { ...shape, inputs: 64, outputs: 64 };

if (isMainThread) {
  // First, because the dense weights below stay in the largest memory.
  await generations(Number(process.argv[2] ?? 4096), Number(process.argv[3] ?? 200));
  await compare(await createOnnxEngine("onnx"));
} else {
  await playPart(workerData as Part);
}

/** Noisy and dense networks in turn: what perturbing and loading take, what a step takes, and what generations do. */
async function compare(engine: OnnxEngine): Promise<void> {
  const base = baseOf(shape);
  const layers = layersOf(shape);
  for (const columns of [1, 16]) {
    for (const rank of [1, 4]) {
      const noises = noisesOf(0, networks, rank);
      const noisy = await measured(() => engine.loadPerturbed(base, noises, columns));
      const dense = await measured(() =>
        engine.load(
          noises.map((noise) => ({
            kind: "network",
            network: { shape, weights: withNoise(layers, base.weights, noise) },
          })),
          columns,
        ),
      );
      const generation = (steps: number): string => {
        const [short, long] = [noisy, dense].map(({ loadMs, stepMs }) => loadMs + steps * stepMs);
        return `${(long! / short!).toFixed(1)} x for ${steps}`;
      };
      console.log(
        `${networks} networks, ${columns} columns, rank ${rank}: a step takes noisy ones ${noisy.stepMs.toFixed(2)} ms of ` +
          `processor time, dense ones ${dense.stepMs.toFixed(2)}, ${(dense.stepMs / noisy.stepMs).toFixed(1)} x; perturbing and ` +
          `loading ${noisy.loadMs.toFixed(0)} and ${dense.loadMs.toFixed(0)} ms; a generation of steps: ` +
          [1, 10, 100].map(generation).join(", "),
      );
    }
  }
  await engine.close();
}

/** The least processor time of some rounds: of making networks, and of a step. */
async function measured(load: () => Promise<Policy>): Promise<{ readonly loadMs: number; readonly stepMs: number }> {
  let [loadMs, stepMs] = [Infinity, Infinity];
  for (let round = 0; round < 6; round++) {
    const begun = process.cpuUsage();
    const policy = await load();
    loadMs = Math.min(loadMs, msSince(begun));
    // The first step finds nothing in the caches and makes room.
    await stepAll(policy, networks);
    stepMs = Math.min(stepMs, await msOf(policy, networks));
    policy.free();
  }
  return { loadMs, stepMs };
}

interface Part {
  readonly from: number;
  readonly count: number;
  readonly steps: number;
}

/** Half of the networks in each of two threads. */
async function generations(count: number, stepsMax: number): Promise<void> {
  const megabytes = (): string => `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`;
  console.log(`before: ${megabytes()} at most`);
  for (const steps of [1, stepsMax]) {
    const half = count / 2;
    const parts: Part[] = [0, half].map((from) => ({ from, count: half, steps }));
    const begun = performance.now();
    const cpu = process.cpuUsage();
    const results = await Promise.all(parts.map(partPlayed));
    const seconds = ((performance.now() - begun) / 1000).toFixed(2);
    const { user, system } = process.cpuUsage(cpu);
    const loading = Math.max(...results.map(({ loadMs }) => loadMs));
    console.log(
      `${count} networks of ${weightsOf(large)} weights, ${steps} steps: ${seconds} s (${((user + system) / 1e6).toFixed(2)} s of processor time), of these ` +
        `${(loading / 1000).toFixed(2)} s to start and load; ${megabytes()} at most`,
    );
  }
}

function partPlayed(part: Part): Promise<{ readonly loadMs: number }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: part });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function playPart({ from, count, steps }: Part): Promise<void> {
  const begun = performance.now();
  const engine = await createOnnxEngine("onnx");
  const policy = await engine.loadPerturbed(baseOf(large), noisesOf(from, count, 1), 1);
  const loadMs = performance.now() - begun;
  for (let step = 0; step < steps; step++) {
    // As a world would: what is seen depends on what was done.
    for (let i = 0; i < policy.inputs.length; i++)
      policy.inputs[i] = Math.fround(policy.outputs[i]! * 0.9 + 0.01 * (i % 7));
    await stepAll(policy, count);
  }
  policy.free();
  await engine.close();
  parentPort!.postMessage({ loadMs });
}

async function stepAll(policy: Policy, count: number): Promise<void> {
  for (let group = 0; group < count / policy.group; group++) await policy.forward(group);
}

/** Processor time a step, over some: other programs on the machine count little. */
async function msOf(policy: Policy, count: number): Promise<number> {
  const steps = 4;
  const begun = process.cpuUsage();
  for (let group = 0; group < count / policy.group; group++) {
    for (let step = 0; step < steps; step++) await policy.forward(group);
  }
  return msSince(begun) / steps;
}

function msSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function baseOf(one: NetworkShape): Network {
  const weights = new Float32Array(weightsOf(one));
  fillNormals(weights, [1, 2]);
  return { shape: one, weights: weights.map((weight) => weight / 16) };
}

function noisesOf(from: number, count: number, rank: number): Noise[] {
  return Array.from({ length: count }, (_, i) => ({ key: [from + i, 3], rank, sigma: 0.05, sign: 1 }));
}
