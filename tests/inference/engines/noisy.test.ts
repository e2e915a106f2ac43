import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Noise, withNoise } from "../../../src/genome/kinds/network/noise.ts";
import { layersOf } from "../../../src/genome/kinds/network/shape.ts";
import type { Network, NetworkShape } from "../../../src/genome/kinds/network/shape.ts";
import type { Policy } from "../../../src/inference/engines/engine.ts";
import { createOnnxEngine } from "../../../src/inference/engines/onnx.ts";
import { createPlainEngine } from "../../../src/inference/engines/plain.ts";
import { randomFromSeed } from "../../../src/std/random.ts";
import { activations, randomNetwork } from "../../../src/testing/brains.ts";

/** The outputs over some steps, of networks with these numbers; what each sees follows from its number. */
async function played(
  policy: Policy,
  networks: number,
  numbers: readonly number[] = Array.from({ length: networks }, (_, i) => i),
) {
  const streams = numbers.map((i) => randomFromSeed(i));
  const width = policy.inputs.length / networks;
  const all: number[] = [];
  for (let step = 0; step < 3; step++) {
    for (const [n, stream] of streams.entries())
      for (let i = 0; i < width; i++) policy.inputs[n * width + i] = stream.normal();
    for (let group = 0; group < networks / policy.group; group++) await policy.forward(group);
    all.push(...policy.outputs);
  }
  policy.free();
  return all;
}

const cases = fc.record({
  shape: fc.record({
    inputs: fc.integer({ min: 1, max: 20 }),
    outputs: fc.integer({ min: 1, max: 4 }),
    // Few weights are written out for several columns; two wide layers are not.
    hidden: fc.oneof(
      fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }),
      fc.tuple(fc.integer({ min: 90, max: 110 }), fc.integer({ min: 90, max: 110 })),
    ),
    activation: fc.constantFrom(...activations),
    outputActivation: fc.constantFrom(...activations),
    recurrent: fc.boolean(),
  }),
  rank: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(8, 16, 17)),
  columns: fc.constantFrom(1, 2, 5),
  networks: fc.integer({ min: 1, max: 40 }),
});

function noiseFor(rank: number, i: number): Noise {
  return { key: [i, 1], rank, sigma: 0.02 * (i % 5), sign: i % 2 === 0 ? 1 : -1 };
}

function baseOf(shape: NetworkShape): Network {
  // Sums of about 1, which recurrent networks do not blow up.
  const brain = randomNetwork(shape, randomFromSeed("base"), 1 / Math.sqrt(Math.max(4, ...shape.hidden)));
  return brain.network as Network;
}

const ways = [
  ["in blocks of channels", { inBlocks: true }],
  ["without", { inBlocks: false }],
] as const;

test.each(ways)(
  "networks that share a base compute what they would with their weights written out, %s",
  async (_name, way) => {
    const [engine, plain] = [await createOnnxEngine("onnx", way), createPlainEngine()];
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, rank, columns, networks }) => {
        const base = baseOf(shape);
        const noises = Array.from({ length: networks }, (_, i) => noiseFor(rank, i));
        const written = noises.map((noise) => withNoise(layersOf(shape), base.weights, noise));
        const brains = written.map((weights) => ({ kind: "network", network: { shape, weights } }) as const);
        const expected = await played(await plain.load(brains, columns), networks);
        const outputs = await played(await engine.loadPerturbed(base, noises, columns), networks);
        const apart = expected.map((value, i) => Math.abs(value - outputs[i]!) / Math.max(1, Math.abs(value)));
        // Networks that remember make more of what rounding does differently, step by step.
        expect(Math.max(...apart)).toBeLessThan(1e-4);
      }),
      { numRuns: 25 },
    );
    await engine.close();
  },
);

test.each(ways)(
  "networks that share a base give the same bits in crowds of any size and order, %s",
  async (_name, way) => {
    const engine = await createOnnxEngine("onnx", way);
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, rank, columns, networks }) => {
        const base = baseOf(shape);
        const outputsOf = async (members: readonly number[]): Promise<readonly number[][]> => {
          const noises = members.map((i) => noiseFor(rank, i));
          const all = await played(await engine.loadPerturbed(base, noises, columns), members.length, members);
          const made = all.length / 3 / members.length;
          return members.map((_, m) =>
            [0, 1, 2].flatMap((step) =>
              all.slice((step * members.length + m) * made, (step * members.length + m + 1) * made),
            ),
          );
        };
        const crowd = Array.from({ length: networks }, (_, i) => i);
        const together = await outputsOf(crowd);
        const some = crowd.filter((i) => i % 7 === 0).toReversed();
        const apart = await outputsOf(some);
        for (const [i, member] of some.entries()) expect(apart[i]).toEqual(together[member]);
      }),
      { numRuns: 25 },
    );
    await engine.close();
  },
);
