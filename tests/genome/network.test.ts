import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  networkGenome,
  networkKind,
  networkOf,
  noiseOf,
  relativeNetwork,
  wholeNetwork,
} from "../../src/genome/kinds/network.ts";
import { expandNoise, type Noise } from "../../src/genome/kinds/network/noise.ts";
import { layersOf } from "../../src/genome/kinds/network/shape.ts";
import { type NetworkShape, weightsOf } from "../../src/genome/kinds/network/shape.ts";
import { UserError } from "../../src/std/errors.ts";
import { checkGenomeKind } from "../../src/testing/genome-kind.ts";

const shape: NetworkShape = {
  inputs: 2,
  outputs: 1,
  hidden: [],
  activation: "tanh",
  outputActivation: "linear",
  recurrent: false,
};
const head = '{"inputs":2,"outputs":1,"hidden":[],"activation":"tanh","outputActivation":"linear","recurrent":false,';
/** 1, -2 and 0.5 in single precision, the lowest byte first. */
const text = `${head}"weights":"AACAPwAAAMAAAAA/"}`;

const activation = fc.constantFrom("tanh", "relu", "sigmoid", "linear");
const shapes: fc.Arbitrary<NetworkShape> = fc.record({
  inputs: fc.integer({ min: 1, max: 5 }),
  outputs: fc.integer({ min: 1, max: 4 }),
  hidden: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
  activation,
  outputActivation: activation,
  recurrent: fc.boolean(),
});
const single = fc.float({ noNaN: true, noDefaultInfinity: true });

function weightsFor(one: NetworkShape): fc.Arbitrary<Float32Array> {
  const length = weightsOf(one);
  return fc.array(single, { minLength: length, maxLength: length }).map((numbers) => Float32Array.from(numbers));
}

const networks = shapes.chain((one) => weightsFor(one).map((weights) => ({ shape: one, weights })));

describe("the network kind", () => {
  test("keeps the laws of a genome kind", async () => {
    await checkGenomeKind(networkKind, {
      texts: [
        text,
        networkGenome({ shape, weights: Float32Array.of(0, 0, 0) }).bytes,
        networkGenome({ shape, weights: Float32Array.of(3e38, -3e38, 1e-45) }).bytes,
        networkGenome({ shape: { ...shape, hidden: [1], recurrent: true }, weights: new Float32Array(6) }).bytes,
        ` ${text.replace('"inputs":2,', "").replace("{", '{ "inputs" : 2, ')} `,
      ],
      wrong: [
        "",
        "[]",
        "null",
        "{}",
        text.slice(0, -1),
        text.replace('"inputs":2', '"inputs":3'),
        text.replace('"inputs":2', '"inputs":0'),
        text.replace('"inputs":2', '"inputs":1e9'),
        text.replace("tanh", "cosine"),
        text.replace("false", '"no"'),
        text.replace('"hidden":[]', '"hidden":[0]'),
        text.replace('"hidden":[]', `"hidden":[${Array(65).fill(1).join(",")}]`),
        text.replace('"hidden":[]', '"hidden":[65536,65536]'),
        `${head}"weights":"AACAPwAAAMAAAMB/"}`,
        `${head}"weights":"AACAPwAAAMAAAIB/"}`,
        `${head}"weights":"AACAPwAAAMAAAAA"}`,
        `${head}"weights":"AACAPwAAAMAAA"}`,
        `${head}"weights":[1,-2,0.5]}`,
      ],
    });
  });

  test("writes one line with its keys in a fixed order, and the weights as base64 of their four bytes", () => {
    expect(networkKind.parse(text).bytes).toBe(text);
    expect([...networkOf(networkKind.parse(text)).weights]).toEqual([1, -2, 0.5]);
    expect(networkGenome({ shape, weights: Float32Array.of(1, -2, 0.5) }).bytes).toBe(text);
  });

  test("keeps every network to the last bit, negative zero as 0", () => {
    fc.assert(
      fc.property(networks, (network) => {
        const read = networkOf(networkKind.parse(networkGenome(network).bytes));
        expect(read.shape).toEqual(network.shape);
        expect([...read.weights]).toEqual([...network.weights].map((weight) => weight + 0));
        expect(networkKind.size(networkGenome(network))).toBe(weightsOf(network.shape));
      }),
    );
  });

  test("copies the weights it is given", () => {
    const weights = Float32Array.of(1, -2, 0.5);
    const genome = networkGenome({ shape, weights });
    weights[0] = 7;
    expect(networkOf(genome).weights[0]).toBe(1);
  });

  test("has distances that are symmetric, between 0 and 1, and 0 for equal networks", () => {
    const pairs = shapes.chain((one) => fc.tuple(weightsFor(one), weightsFor(one), fc.constant(one)));
    fc.assert(
      fc.property(pairs, ([a, b, one]) => {
        const [first, second] = [networkGenome({ shape: one, weights: a }), networkGenome({ shape: one, weights: b })];
        const apart = networkKind.distance(first, second);
        expect(apart).toBe(networkKind.distance(second, first));
        expect(apart).toBeGreaterThanOrEqual(0);
        expect(apart).toBeLessThanOrEqual(1);
        expect(networkKind.distance(first, networkKind.parse(first.bytes))).toBe(0);
      }),
    );
  });

  test("puts networks of different shapes, and opposite ones, at distance 1", () => {
    const one = networkGenome({ shape, weights: Float32Array.of(1, 2, 3) });
    const other = networkGenome({ shape: { ...shape, activation: "relu" }, weights: Float32Array.of(1, 2, 3) });
    expect(networkKind.distance(one, other)).toBe(1);
    expect(networkKind.distance(one, networkGenome({ shape, weights: Float32Array.of(-1, -2, -3) }))).toBe(1);
  });

  test("refuses weights that are not finite, too few or too many, and says which", () => {
    expect(() => networkGenome({ shape, weights: Float32Array.of(1, Number.NaN, 0) })).toThrow(/weight 1 is NaN/);
    expect(() => networkGenome({ shape, weights: Float32Array.of(1) })).toThrow(/3 weights, it gives 1/);
    expect(() => networkGenome({ shape: { ...shape, inputs: 0 }, weights: new Float32Array(1) })).toThrow(UserError);
    expect(() => networkKind.parse(text.replace("tanh", "cosine"))).toThrow(
      'expected `activation` to be one of tanh, relu, sigmoid, linear, got `"cosine"`',
    );
  });
});

describe("a network that is relative to another", () => {
  const noise: Noise = { key: [7, -9], rank: 1, sigma: 0.5, sign: -1 };
  const base = networkGenome({ shape, weights: Float32Array.of(1, -2, 0.5) });
  const find = (hash: string): typeof base | undefined => (hash === base.hash ? base : undefined);

  test("has bytes that name the other and the noise, and are read back with it", () => {
    const genome = relativeNetwork(base, noise);
    expect(genome.bytes).toBe(`{"of":"${base.hash}","noise":{"key":[7,-9],"rank":1,"sigma":0.5,"sign":-1}}`);
    expect(genome.base).toBe(base);
    expect(networkKind.parse(genome.bytes, find)).toEqual(genome);
    expect(noiseOf(genome)).toEqual(noise);
    expect(noiseOf(base)).toBeUndefined();
    expect(networkKind.size(genome)).toBe(3);
  });

  test("has the weights of the other and the outer product of two lists of normals", () => {
    const [a, b0, b1, bias] = expandNoise(layersOf(shape), noise);
    const { weights } = networkOf(relativeNetwork(base, noise));
    const expected = [1 - 0.5 * a! * b0!, -2 - 0.5 * a! * b1!, 0.5 - 0.5 * bias!].map(Math.fround);
    expect([...weights]).toEqual(expected);
  });

  test("is the same network as the genome that says all its weights", () => {
    const keys = fc.tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.nat());
    fc.assert(
      fc.property(
        networks,
        keys,
        fc.nat(3),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (network, key, rank, sigma) => {
          const from = networkGenome(network);
          const genome = relativeNetwork(from, { key, rank, sigma, sign: 1 });
          const whole = wholeNetwork(genome);
          expect(whole.base).toBeUndefined();
          expect(networkOf(whole).weights.map((weight) => weight + 0)).toEqual(
            networkOf(genome).weights.map((weight) => weight + 0),
          );
          expect(networkKind.distance(genome, whole)).toBe(0);
          expect(networkKind.parse(genome.bytes, () => from).hash).toBe(genome.hash);
        },
      ),
    );
    expect(wholeNetwork(base)).toBe(base);
  });

  test("needs the other, which is relative to none, and noise that is some", () => {
    const genome = relativeNetwork(base, noise);
    expect(() => networkKind.parse(genome.bytes)).toThrow(UserError);
    expect(() => networkKind.parse(genome.bytes, () => undefined)).toThrow("is not here");
    expect(() => relativeNetwork(genome, noise)).toThrow(UserError);
    for (const wrong of [
      genome.bytes.replace("[7,-9]", "[7]"),
      genome.bytes.replace("[7,-9]", "[7,0.5]"),
      genome.bytes.replace('"rank":1', '"rank":-1'),
      genome.bytes.replace('"rank":1', '"rank":257'),
      genome.bytes.replace('"sigma":0.5', '"sigma":-1'),
      genome.bytes.replace('"sign":-1', '"sign":0'),
      `{"of":"${base.hash}"}`,
      `{"of":7,"noise":{"key":[7,-9],"rank":1,"sigma":0.5,"sign":-1}}`,
    ])
      expect(() => networkKind.parse(wrong, find)).toThrow(UserError);
  });
});
