import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Brain, Engine } from "../../../src/inference/engines/engine.ts";
import { portsOf } from "../../../src/inference/engines/brains.ts";
import { createKernelEngine } from "../../../src/inference/engines/kernel.ts";
import { createPlainEngine } from "../../../src/inference/engines/plain.ts";
import { WorldError } from "../../../src/std/errors.ts";
import { randomFromSeed } from "../../../src/std/random.ts";
import { activations, randomNeat, randomNetwork } from "../../../src/testing/brains.ts";
import { checkEngine } from "../../../src/testing/engine.ts";

/** All outputs over some steps of inputs drawn from a seed, the outputs of each step after the other. */
async function outputsOf(engine: Engine, brains: readonly Brain[], columns: number, seed: number): Promise<number[]> {
  const random = randomFromSeed(seed);
  const policy = await engine.load(brains, columns);
  const all: number[] = [];
  for (let step = 0; step < 3; step++) {
    for (let i = 0; i < policy.inputs.length; i++) policy.inputs[i] = random.normal();
    for (let group = 0; group < brains.length / policy.group; group++) await policy.forward(group);
    all.push(...policy.outputs);
  }
  policy.free();
  return all;
}

async function expectSameBits(brains: readonly Brain[], columns: number, seed: number): Promise<void> {
  const kernel = await outputsOf(createKernelEngine(), brains, columns, seed);
  const plain = await outputsOf(createPlainEngine(), brains, columns, seed);
  expect(kernel).toHaveLength(3 * brains.length * portsOf(brains[0]!).outputs * columns);
  expect(kernel.findIndex((value, i) => !Object.is(value, plain[i]))).toBe(-1);
}

const sizes = { inputs: fc.integer({ min: 1, max: 9 }), outputs: fc.integer({ min: 1, max: 9 }) };
const columnCounts = fc.integer({ min: 1, max: 40 });
const seeds = fc.integer({ min: 0 });

describe("the kernel", () => {
  test("keeps the laws of an engine, with the bits of the plain loops", async () => {
    await checkEngine(createKernelEngine, 0);
  });

  test("gives the bits of the plain loops for any shape, any columns and weights of any size", async () => {
    const shapes = fc.record({
      ...sizes,
      hidden: fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 3 }),
      activation: fc.constantFrom(...activations),
      outputActivation: fc.constantFrom(...activations),
      recurrent: fc.boolean(),
    });
    const weightSizes = fc.constantFrom(0.3, 0.3, 3, 1e-30, 1e20, 1e38, Infinity, NaN);
    await fc.assert(
      fc.asyncProperty(shapes, columnCounts, weightSizes, seeds, async (shape, columns, size, seed) => {
        const brains = [0, 1].map((i) => randomNetwork(shape, randomFromSeed(seed).fork(i), size));
        await expectSameBits(brains, columns, seed);
      }),
    );
  });

  test("gives the bits of the plain loops for any evolved topology", async () => {
    const topologies = fc.record({ ...sizes, hidden: fc.integer({ min: 0, max: 30 }), delays: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(topologies, columnCounts, seeds, async (topology, columns, seed) => {
        const brains = [0, 1].map((i) => randomNeat(topology, randomFromSeed(seed).fork(i)));
        await expectSameBits(brains, columns, seed);
      }),
    );
  });

  test("says so when networks do not fit into memory", async () => {
    const shape = { inputs: 1, outputs: 1, hidden: [], activation: "tanh", outputActivation: "tanh" } as const;
    const brain = randomNetwork({ ...shape, recurrent: false }, randomFromSeed(1));
    const brains = Array.from({ length: 4096 }, () => brain);
    await expect(createKernelEngine().load(brains, 2 ** 20)).rejects.toBeInstanceOf(WorldError);
  });

  test("uses the memory of networks that were let go of again, clean", async () => {
    const engine = createKernelEngine();
    const shape = { inputs: 2, outputs: 2, hidden: [5], activation: "tanh", outputActivation: "linear" } as const;
    const brain = randomNetwork({ ...shape, recurrent: true }, randomFromSeed(1));
    const first = await outputsOf(engine, [brain], 5, 1);
    await outputsOf(engine, [randomNetwork({ ...shape, hidden: [90, 90], recurrent: true }, randomFromSeed(2))], 50, 2);
    expect(await outputsOf(engine, [brain], 5, 1)).toEqual(first);
  });
});
