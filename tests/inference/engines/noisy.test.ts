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

async function played(policy: Policy, networks: number): Promise<number[]> {
  const random = randomFromSeed("inputs");
  const all: number[] = [];
  for (let step = 0; step < 3; step++) {
    for (let i = 0; i < policy.inputs.length; i++) policy.inputs[i] = random.normal();
    for (let group = 0; group < networks / policy.group; group++) await policy.forward(group);
    all.push(...policy.outputs);
  }
  policy.free();
  return all;
}

const cases = fc.record({
  shape: fc.record({
    inputs: fc.integer({ min: 1, max: 6 }),
    outputs: fc.integer({ min: 1, max: 4 }),
    hidden: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }),
    activation: fc.constantFrom(...activations),
    outputActivation: fc.constantFrom(...activations),
    recurrent: fc.boolean(),
  }),
  rank: fc.integer({ min: 1, max: 4 }),
  columns: fc.constantFrom(1, 2, 5),
  networks: fc.integer({ min: 1, max: 40 }),
});

function noiseFor(rank: number, i: number): Noise {
  return { key: [i, 1], rank, sigma: 0.02 * (i % 5), sign: i % 2 === 0 ? 1 : -1 };
}

function baseOf(shape: NetworkShape): Network {
  const brain = randomNetwork(shape, randomFromSeed("base"), 0.5);
  return brain.network as Network;
}

test("networks that share a base compute what they would with their weights written out", async () => {
  const [engine, plain] = [await createOnnxEngine("onnx"), createPlainEngine()];
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
});
