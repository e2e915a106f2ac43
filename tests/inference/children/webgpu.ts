// What the WebGPU provider does on this machine, as one line of JSON: in a process of its own, which a driver may end.
import { tensors } from "../../../scenarios/cart-pole/tensors.ts";
import type { Noise } from "../../../src/genome/kinds/network/noise.ts";
import type { Network, NetworkShape } from "../../../src/genome/kinds/network/shape.ts";
import type { Brain, Policy } from "../../../src/inference/engines/engine.ts";
import { createOnnxEngine, type OnnxEngine } from "../../../src/inference/engines/onnx.ts";
import { layersPlan } from "../../../src/inference/engines/onnx/layers.ts";
import { rolloutGraph } from "../../../src/inference/flow/graph.ts";
import { createRollouts } from "../../../src/inference/rollouts.ts";
import { placementsOf } from "./placements.ts";
import { randomFromSeed } from "../../../src/std/random.ts";
import { randomNeat, randomNetwork } from "../../../src/testing/brains.ts";

/** What the test looks at. */
export interface WebGpuFindings {
  /** The largest difference of outputs to the CPU provider's, by sort of network. */
  readonly differences: Readonly<Record<string, number>>;
  /** Episodes of cart-pole that ended with another score than on the CPU provider, of how many. */
  readonly otherScores: number;
  readonly episodes: number;
  /** Operations of a rollout that ran on the processor. */
  readonly fellBack: readonly string[];
  /** Operations that ran on the device. */
  readonly placed: readonly string[];
}

const shape: NetworkShape = {
  inputs: 4,
  outputs: 2,
  hidden: [16],
  activation: "tanh",
  outputActivation: "linear",
  recurrent: false,
};
const flow = { ...tensors.flow!, steps: 15 };
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const crowds: Readonly<Record<string, readonly Brain[]>> = {
  layers: range(20).map((i) => randomNetwork(shape, randomFromSeed(i), 1)),
  "recurrent layers": range(20).map((i) =>
    randomNetwork({ ...shape, recurrent: true, activation: "sigmoid" }, randomFromSeed(i), 1),
  ),
  topologies: range(6).map((i) =>
    randomNeat({ inputs: 4, outputs: 2, hidden: i, delays: i % 2 === 0 }, randomFromSeed(i)),
  ),
};

const base = randomNetwork({ ...shape, recurrent: true }, randomFromSeed("base"), 0.5).network as Network;
const noises = range(20).map((i): Noise => ({ key: [i, 0], rank: 2, sigma: 0.1, sign: 1 }));

/** Ways to take networks in. */
const loads: Readonly<Record<string, (engine: OnnxEngine) => Promise<Policy>>> = {
  ...Object.fromEntries(
    Object.entries(crowds).map(([sort, brains]) => [sort, (engine: OnnxEngine) => engine.load(brains, 3)]),
  ),
  "noise on a base": (engine) => engine.loadPerturbed(base, noises, 3),
};

const sizes: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(crowds).map(([sort, brains]) => [sort, brains.length])),
  "noise on a base": noises.length,
};

async function outputsOf(policy: Policy, networks: number): Promise<number[]> {
  const random = randomFromSeed("inputs");
  const all: number[] = [];
  for (let step = 0; step < 4; step++) {
    for (let i = 0; i < policy.inputs.length; i++) policy.inputs[i] = random.normal();
    for (let group = 0; group < networks / policy.group; group++) await policy.forward(group);
    all.push(...policy.outputs);
    // Forgetting in the middle: memories on the device give way to zeros.
    if (step === 1) policy.reset();
  }
  policy.free();
  return all;
}

async function differences(): Promise<Record<string, number>> {
  const [gpu, cpu] = [await createOnnxEngine("webgpu"), await createOnnxEngine("onnx")];
  const found: Record<string, number> = {};
  for (const [sort, load] of Object.entries(loads)) {
    const expected = await outputsOf(await load(cpu), sizes[sort]!);
    const outputs = await outputsOf(await load(gpu), sizes[sort]!);
    found[sort] = Math.max(...expected.map((value, i) => Math.abs(value - outputs[i]!)));
  }
  await gpu.close();
  await cpu.close();
  return found;
}

async function otherScores(networks: number, starts: readonly (readonly number[])[]): Promise<number> {
  const random = randomFromSeed("weights");
  const brains = range(networks).map((i) => randomNetwork(shape, random.fork(i), 1));
  const [expected, scores] = [await scoresOf("cpu", brains, starts), await scoresOf("webgpu", brains, starts)];
  return expected.filter((score, i) => score !== scores[i]).length;
}

async function scoresOf(provider: "cpu" | "webgpu", brains: readonly Brain[], starts: readonly (readonly number[])[]) {
  // The numbers of a state that are counted.
  const begun = starts.map((start) => flow.begin({ start }, random));
  const rollouts = await createRollouts(provider, flow);
  const endings = await rollouts.play(brains, begun);
  await rollouts.close();
  return endings.flat().map(({ scores }) => scores[0]!);
}

const random = randomFromSeed("starts");
const starts = range(50).map(() => range(4).map(() => 0.1 * random.next() - 0.05));
const plan = layersPlan(shape);
const placements = await placementsOf(
  rolloutGraph({ ...flow, steps: 2 }, plan, { networks: 16, episodes: 2, endsEarly: false }),
);
const findings: WebGpuFindings = {
  differences: await differences(),
  otherScores: await otherScores(20, starts),
  episodes: 20 * starts.length,
  fellBack: placements.filter(({ provider }) => provider.startsWith("CPU")).map(({ op }) => op),
  placed: placements.filter(({ provider }) => provider.startsWith("WebGpu")).map(({ op }) => op),
};
process.stdout.write(`${JSON.stringify(findings)}\n`);
