import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NetworkShape } from "../../../src/genome/kinds/network/shape.ts";
import type { Brain, Engine } from "../../../src/inference/engines/engine.ts";
import { blockWidth } from "../../../src/inference/engines/onnx/block-width.ts";
import { createOnnxEngine } from "../../../src/inference/engines/onnx.ts";
import { createPlainEngine } from "../../../src/inference/engines/plain.ts";
import { WorldError } from "../../../src/std/errors.ts";
import { randomFromSeed } from "../../../src/std/random.ts";
import { activations, randomNeat, randomNetwork } from "../../../src/testing/brains.ts";
import { checkEngine } from "../../../src/testing/engine.ts";

const shape: NetworkShape = {
  inputs: 4,
  outputs: 2,
  hidden: [7, 5],
  activation: "tanh",
  outputActivation: "linear",
  recurrent: true,
};
const wide: NetworkShape = { ...shape, hidden: [110, 100] };
const huge: NetworkShape = { ...shape, hidden: [520, 520], recurrent: false };

/** Below, at and above what a block of channels holds. */
const size = fc.oneof(fc.constantFrom(8, 16, 32), fc.integer({ min: 1, max: 40 }));
const shapes: fc.Arbitrary<NetworkShape> = fc.record({
  inputs: size,
  outputs: size,
  hidden: fc.array(size, { maxLength: 2 }),
  activation: fc.constantFrom(...activations),
  outputActivation: fc.constantFrom(...activations),
  recurrent: fc.boolean(),
});

function create(): Promise<Engine> {
  return createOnnxEngine("onnx");
}

/** The outputs of each network over some steps; what it sees follows from its seed, not from who is beside it. */
async function outputsOf(engine: Engine, brains: readonly Brain[], seeds: readonly number[], columns: number) {
  const policy = await engine.load(brains, columns);
  const streams = seeds.map(randomFromSeed);
  const all = brains.map((): number[] => []);
  const [width, made] = [policy.inputs.length / brains.length, policy.outputs.length / brains.length];
  for (let step = 0; step < 3; step++) {
    for (const [n, stream] of streams.entries())
      for (let i = 0; i < width; i++) policy.inputs[n * width + i] = stream.normal();
    for (let group = 0; group < brains.length / policy.group; group++) await policy.forward(group);
    for (const [n, list] of all.entries()) list.push(...policy.outputs.subarray(n * made, (n + 1) * made));
  }
  policy.free();
  return all;
}

function brainsFrom(seeds: readonly number[], make: (seed: number) => Brain): readonly Brain[] {
  return seeds.map(make);
}

const makers: Readonly<Record<string, (seed: number) => Brain>> = {
  "small layers": (seed) => randomNetwork(shape, randomFromSeed(seed), 1),
  "wide layers": (seed) => randomNetwork(wide, randomFromSeed(seed), 0.2),
  "evolved topologies": (seed) =>
    randomNeat({ inputs: 4, outputs: 2, hidden: seed % 23, delays: seed % 3 === 0 }, randomFromSeed(seed)),
};

describe("the ONNX engine", () => {
  test("keeps the laws of an engine, within a hundred-thousandth of the plain loops", async () => {
    await checkEngine(create, 1e-5);
  });

  test("keeps the laws of an engine where the processor has no blocks of channels", async () => {
    await checkEngine(() => createOnnxEngine("onnx", { inBlocks: false }), 1e-5);
  });

  test("finds out how wide blocks are by trial, and that there are none", async () => {
    const plain = createPlainEngine();
    const right = 8;
    const found = await blockWidth((width, brains, columns) =>
      plain.load(width === right ? brains : brains.toReversed(), columns),
    );
    expect(found).toBe(right);
    expect(await blockWidth((_, brains, columns) => plain.load(brains.toReversed(), columns))).toBeUndefined();
    const failing = (): never => {
      throw new WorldError("inference", "no such operator", "none");
    };
    expect(await blockWidth(failing)).toBeUndefined();
  });

  test.each([true, false])("computes networks of any shape as the plain loops do, in blocks: %s", async (inBlocks) => {
    const [engine, plain] = [await createOnnxEngine("onnx", { inBlocks }), createPlainEngine()];
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.constantFrom(1, 2, 5),
        fc.integer({ min: 1, max: 20 }),
        async (one, columns, count) => {
          const seeds = Array.from({ length: count }, (_, i) => i);
          const brains = brainsFrom(seeds, (seed) => randomNetwork(one, randomFromSeed(seed), 0.1));
          const expected = (await outputsOf(plain, brains, seeds, columns)).flat();
          const outputs = (await outputsOf(engine, brains, seeds, columns)).flat();
          const apart = expected.map((value, i) => Math.abs(value - outputs[i]!) / Math.max(1, Math.abs(value)));
          expect(Math.max(...apart)).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 40 },
    );
    await engine.close();
  });

  test.each(Object.keys(makers))("gives the same bits for %s in crowds of any size and order", async (sort) => {
    const engine = await create();
    const crowd = fc.uniqueArray(fc.nat(1e6), { minLength: 1, maxLength: sort === "wide layers" ? 20 : 70 });
    await fc.assert(
      fc.asyncProperty(crowd, fc.constantFrom(1, 2, 5), async (seeds, columns) => {
        const together = await outputsOf(engine, brainsFrom(seeds, makers[sort]!), seeds, columns);
        const some = seeds.filter((_, i) => i % 7 === 0).toReversed();
        const apart = await outputsOf(engine, brainsFrom(some, makers[sort]!), some, columns);
        for (const [i, seed] of some.entries()) expect(apart[i]).toEqual(together[seeds.indexOf(seed)]);
      }),
      { numRuns: 10 },
    );
    await engine.close();
  });

  test.each([1, 4])("keeps what is not finite to the network whose it is, with %i columns", async (columns) => {
    const engine = await create();
    const seeds = Array.from({ length: 20 }, (_, i) => i);
    const isSick = (seed: number): boolean => seed % 5 === 3;
    for (const make of Object.values(makers)) {
      const well = (outputs: readonly number[][]): readonly number[][] => outputs.filter((_, seed) => !isSick(seed));
      const healthy = await outputsOf(engine, brainsFrom(seeds, make), seeds, columns);
      for (const poison of [Number.NaN, Number.POSITIVE_INFINITY, 3e38]) {
        const brains = brainsFrom(seeds, (seed) => (isSick(seed) ? poisoned(make(seed), poison) : make(seed)));
        expect(well(await outputsOf(engine, brains, seeds, columns))).toEqual(well(healthy));
      }
    }
    await engine.close();
  });

  test("gives what is not a number where a weight is none", async () => {
    const engine = await create();
    for (const make of Object.values(makers)) {
      const [outputs] = await outputsOf(engine, [poisoned(make(3), Number.NaN)], [3], 2);
      expect(outputs!.every(Number.isNaN)).toBe(true);
    }
    await engine.close();
  });

  test("computes small networks all at once, wide ones some at a time, and huge ones one by one", async () => {
    const engine = await create();
    const seeds = Array.from({ length: 40 }, (_, i) => i);
    const groups = Object.values(makers).map(async (make) => (await engine.load(brainsFrom(seeds, make), 2)).group);
    expect(await Promise.all(groups)).toEqual([32, 16, 40]);
    const brains = brainsFrom([1, 2], (seed) => randomNetwork(huge, randomFromSeed(seed), 0.1));
    expect((await engine.load(brains, 1)).group).toBe(1);
    const [, together] = await outputsOf(engine, brains, [1, 2], 1);
    const [alone] = await outputsOf(engine, brains.slice(1), [2], 1);
    expect(alone).toEqual(together);
    await engine.close();
  });

  test("refuses topologies whose matrices would fill the memory", async () => {
    const engine = await create();
    await expect(engine.load([chainOf(8200)], 1)).rejects.toThrow(WorldError);
    await engine.close();
  });

  test("computes topologies of any size and depth, whatever the activations", async () => {
    const engine = await create();
    const chains = [1, 2, 5, 9, 17, 40].map((length) => chainOf(length));
    const policy = await engine.load(chains, 1);
    policy.inputs.fill(0.5);
    await policy.forward(0);
    const [first] = policy.outputs;
    expect(first).toBeCloseTo(Math.tanh(0.5), 6);
    for (const [i, chain] of chains.entries()) expect(policy.outputs[i]).toBeCloseTo(valueOf(chain), 5);
    await engine.close();
  });
});

function poisoned(brain: Brain, poison: number): Brain {
  if (brain.kind === "neat") {
    const nodes = brain.network.nodes.map((node) => ({ ...node, bias: poison }));
    return { kind: "neat", network: { ...brain.network, nodes } };
  }
  return { kind: "network", network: { ...brain.network, weights: brain.network.weights.map(() => poison) } };
}

/** Nodes in a row, each of which sees the one before. */
function chainOf(length: number): Brain & { readonly kind: "neat" } {
  const ids = [...Array.from({ length: length - 1 }, (_, i) => i + 2), 1];
  const nodes = ids.map((id, i) => ({ id, activation: activations[(length + i) % activations.length]!, bias: 0 }));
  nodes[0] = { ...nodes[0]!, activation: "tanh" };
  const connections = ids.map((to, i) => ({
    innovation: i,
    from: i === 0 ? 0 : ids[i - 1]!,
    to,
    weight: 1,
    enabled: true,
    delayed: false,
  }));
  return { kind: "neat", network: { inputs: 1, outputs: 1, nodes, connections } };
}

function valueOf({ network }: Brain & { readonly kind: "neat" }): number {
  const functions = {
    tanh: Math.tanh,
    relu: (sum: number) => Math.max(0, sum),
    sigmoid: (sum: number) => 1 / (1 + Math.exp(-sum)),
    linear: (sum: number) => sum,
  };
  return network.nodes.reduce((value, { activation }) => functions[activation](value), 0.5);
}
