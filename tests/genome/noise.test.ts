import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expandNoise, type Noise, normalsOf, weightMax, withNoise } from "../../src/genome/kinds/network/noise.ts";
import { layersOf } from "../../src/genome/kinds/network/shape.ts";
import { type NetworkShape, weightsOf } from "../../src/genome/kinds/network/shape.ts";

const shapes: fc.Arbitrary<NetworkShape> = fc.record({
  inputs: fc.integer({ min: 1, max: 6 }),
  outputs: fc.integer({ min: 1, max: 4 }),
  hidden: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
  activation: fc.constant("tanh" as const),
  outputActivation: fc.constant("linear" as const),
  recurrent: fc.boolean(),
});

const noises: fc.Arbitrary<Noise> = fc.record({
  key: fc.tuple(fc.integer(), fc.integer()),
  rank: fc.integer({ min: 0, max: 4 }),
  sigma: fc.double({ min: 0, max: 10, noNaN: true }),
  sign: fc.constantFrom(1 as const, -1 as const),
});

function weightsFor(shape: NetworkShape): Float32Array {
  return Float32Array.from({ length: weightsOf(shape) }, (_, i) => Math.sin(i) * 2);
}

/** The definition, one weight after the other. */
function defined(shape: NetworkShape, weights: Float32Array, { key, rank, sigma, sign }: Noise): Float32Array {
  const normals = expandNoise(layersOf(shape), { key, rank });
  const noisy = new Float32Array(weights.length);
  let from = 0;
  for (const layer of layersOf(shape)) {
    const { offset, units, inputs } = layer;
    for (let unit = 0; unit < units; unit++) {
      for (let i = 0; i <= inputs; i++) {
        const at = offset + unit * (inputs + 1) + i;
        const isBias = i === inputs;
        let change = 0;
        if (rank === 0) change = normals[at]! * (sign * sigma);
        else if (isBias) change = normals[from + rank * (units + inputs) + unit]! * (sign * sigma);
        else {
          for (let k = 0; k < rank; k++) {
            change += normals[from + k * units + unit]! * normals[from + rank * units + k * inputs + i]!;
          }
          change *= (sign * sigma) / Math.sqrt(rank);
        }
        noisy[at] = weights[at]! + change;
      }
    }
    from += normalsOf(layer, rank);
  }
  return noisy;
}

describe("the layers of a network", () => {
  test("lie one behind the other and hold all weights", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        let end = 0;
        for (const { offset, units, inputs } of layersOf(shape)) {
          expect(offset).toBe(end);
          end += units * (inputs + 1);
        }
        expect(end).toBe(weightsOf(shape));
      }),
    );
  });

  test("see their own units as further inputs where these remember", () => {
    const shape: NetworkShape = {
      inputs: 3,
      outputs: 2,
      hidden: [4, 5],
      activation: "tanh",
      outputActivation: "linear",
      recurrent: true,
    };
    expect(layersOf(shape).map(({ inputs }) => inputs)).toEqual([3 + 4, 4 + 5, 5]);
  });
});

describe("noise on a network", () => {
  test("is what its definition says, to the bit, and leaves the base as it was", () => {
    fc.assert(
      fc.property(shapes, noises, (shape, noise) => {
        const weights = weightsFor(shape);
        expect(withNoise(layersOf(shape), weights, noise)).toEqual(defined(shape, weights, noise));
        expect(weights).toEqual(weightsFor(shape));
      }),
    );
  });

  test("of the other sign is the mirror image", () => {
    fc.assert(
      fc.property(shapes, noises, (shape, noise) => {
        const zeros = new Float32Array(weightsOf(shape));
        const layers = layersOf(shape);
        const image = withNoise(layers, zeros, { ...noise, sign: noise.sign === 1 ? -1 : 1 });
        expect(image.map((value) => 0 - value)).toEqual(withNoise(layers, zeros, noise).map((value) => value + 0));
      }),
    );
  });

  test.each([0, 1, 2, 8])("of rank %i has the variance of its sigma in every weight", (rank) => {
    const shape: NetworkShape = {
      inputs: 2,
      outputs: 1,
      hidden: [2],
      activation: "tanh",
      outputActivation: "linear",
      recurrent: true,
    };
    const layers = layersOf(shape);
    const size = weightsOf(shape);
    const draws = 4000;
    const squares = new Float64Array(size);
    for (let i = 0; i < draws; i++) {
      const noise: Noise = { key: [i, 77], rank, sigma: 0.5, sign: 1 };
      for (const [at, value] of withNoise(layers, new Float32Array(size), noise).entries())
        squares[at]! += value * value;
    }
    // The square of a product of two normals has the variance 8.
    for (const sum of squares) expect(Math.abs(sum / draws / 0.25 - 1)).toBeLessThan(5 * Math.sqrt(8 / draws));
  });

  test("of rank 1 is a matrix of rank 1 in each layer", () => {
    const shape: NetworkShape = {
      inputs: 3,
      outputs: 2,
      hidden: [],
      activation: "tanh",
      outputActivation: "linear",
      recurrent: false,
    };
    const [a, b, c, , d, e, f] = withNoise(layersOf(shape), new Float32Array(8), {
      key: [1, 2],
      rank: 1,
      sigma: 1,
      sign: 1,
    });
    expect(a! * e! - b! * d!).toBeCloseTo(0, 6);
    expect(b! * f! - c! * e!).toBeCloseTo(0, 6);
    expect(Math.abs(a! * e!)).toBeGreaterThan(1e-3);
  });

  test("never takes a weight beyond the largest", () => {
    const shape: NetworkShape = {
      inputs: 2,
      outputs: 2,
      hidden: [],
      activation: "tanh",
      outputActivation: "linear",
      recurrent: false,
    };
    for (const rank of [0, 1]) {
      const noisy = withNoise(layersOf(shape), new Float32Array(6).fill(9e8), {
        key: [3, 4],
        rank,
        sigma: 1e30,
        sign: 1,
      });
      expect(noisy.map(Math.abs)).toEqual(new Float32Array(6).fill(weightMax));
    }
  });
});
