import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eggroll, type EggrollOptions, type Perturbations } from "../../src/emitters/eggroll.ts";
import { weightedNoise } from "../../src/emitters/eggroll/weighted-noise.ts";
import { type Genome, genomeOf } from "../../src/genome/genome.ts";
import { type Noise, withNoise } from "../../src/genome/kinds/network/noise.ts";
import { layersOf } from "../../src/genome/kinds/network/shape.ts";
import { type NetworkShape, weightsOf } from "../../src/genome/kinds/network/shape.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkEmitter } from "../../src/testing/emitter.ts";
import { climb, sphere, told } from "./points.ts";

const shape: NetworkShape = {
  inputs: 3,
  outputs: 2,
  hidden: [5, 4],
  activation: "tanh",
  outputActivation: "linear",
  recurrent: true,
};
const layers = layersOf(shape);
const size = weightsOf(shape);

const bases = new WeakMap<Genome, Float32Array>();
const noises = new WeakMap<Genome, { readonly base: Genome; readonly noise: Noise }>();

const perturbations: Perturbations = {
  start: new Float32Array(size).fill(1),
  layers,
  genomeOfBase(weights) {
    const genome = genomeOf("base", JSON.stringify([...weights]));
    bases.set(genome, weights);
    return genome;
  },
  genomeOf(base, noise) {
    const genome = genomeOf("relative", JSON.stringify({ of: base.hash, noise }));
    noises.set(genome, { base, noise });
    return genome;
  },
};

function weightsIn(genome: Genome): readonly number[] {
  const relative = noises.get(genome);
  if (relative === undefined) return [...bases.get(genome)!];
  return [...withNoise(layers, bases.get(relative.base)!, relative.noise)];
}

function strategy(options: Partial<EggrollOptions> = {}) {
  return eggroll({ perturbations, sigma: 0.1, learningRate: 0.05, ...options });
}

const draw = randomFromSeed("told").fork("ask", 0);

describe("EGGROLL", () => {
  test.each<Partial<EggrollOptions>>([{}, { rank: 3, shaping: "z-score", optimiser: "sgd" }, { rank: 0 }])(
    "keeps the laws of an emitter with %o",
    async (options) => {
      const genomes = [genomeOf("base", "1"), genomeOf("base", "2")];
      await checkEmitter(strategy(options), { genomes });
    },
  );

  test.each([0, 1, 4])("brings all weights close to an optimum with noise of rank %i", (rank) => {
    const { best } = climb(strategy({ rank }), sphere, { births: 65, evaluations: 13_000 }, weightsIn);
    expect(best).toBeLessThan(size * 0.01);
  });

  test("proposes its base, then noise on it in mirrored pairs", () => {
    const proposals = [...strategy({ rank: 2 }).ask([], 6, draw)];
    expect(proposals.map(({ operator }) => operator)).toEqual([
      "mean",
      "sample",
      "sample",
      "sample",
      "sample",
      "sample",
    ]);
    expect(weightsIn(proposals[0]!.genome)).toEqual([...perturbations.start]);
    const [a, b, c] = proposals.slice(1).map(({ genome }) => noises.get(genome)!);
    expect(a!.base).toBe(proposals[0]!.genome);
    expect(b!.noise).toEqual({ ...a!.noise, sign: -1 });
    expect(a!.noise).toMatchObject({ rank: 2, sigma: 0.1, sign: 1 });
    expect(c!.noise.key).not.toEqual(a!.noise.key);
  });

  test("moves by the mean of shaped fitness times noise", () => {
    const emitter = strategy({ optimiser: "sgd", learningRate: 1, momentum: 0, shaping: "z-score", rank: 2 });
    const fitness = [3, 1, -4, 1, 5, -9];
    const mean = fitness.reduce((sum, value) => sum + value, 0) / 6;
    const deviation = Math.sqrt(fitness.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 6);
    const samples = [...emitter.ask([], 7, draw)].slice(1).map(({ genome }) => noises.get(genome)!.noise);
    const expected = new Float64Array(size).fill(1);
    for (const [i, noise] of samples.entries()) {
      const drawn = withNoise(layers, new Float32Array(size), { ...noise, sigma: 1 });
      for (const [at, value] of drawn.entries()) expected[at]! += (((fitness[i]! - mean) / deviation) * value) / 6;
    }
    const { mean: moved } = told(emitter, [[0, ...fitness]]);
    for (const [at, value] of moved.entries()) expect(value).toBeCloseTo(expected[at]!, 5);
  });

  test("stays where it is when all samples fail or none was told", () => {
    for (const generation of [[], [1], [1, undefined, undefined]]) {
      const emitter = strategy();
      expect(told(emitter, [generation])).toBe(emitter.memory!.start);
    }
  });

  test.each<Partial<EggrollOptions>>([
    { sigma: 0 },
    { rank: -1 },
    { rank: 1.5 },
    { learningRate: Number.NaN },
    { shaping: "log" as "rank" },
    { perturbations: { ...perturbations, start: new Float32Array(0) } },
  ])("refuses the settings %#", (options) => {
    expect(() => strategy(options)).toThrow(UserError);
  });
});

describe("weighted noise", () => {
  test("is the sum of the noise of each key, in whatever blocks it is worked out", () => {
    const weight = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(weight, { maxLength: 150 }), fc.integer({ min: 0, max: 3 }), (weights, rank) => {
        const keys = weights.map((one, i) => ({ key: [i, -i] as const, weight: one }));
        const expected = new Float64Array(size);
        for (const { key, weight: one } of keys) {
          const noise = withNoise(layers, new Float32Array(size), { key, rank, sigma: 1, sign: 1 });
          for (let at = 0; at < size; at++) expected[at]! += one * noise[at]!;
        }
        const sum = weightedNoise(layers, rank, keys);
        for (let at = 0; at < size; at++) expect(Math.abs(sum[at]! - expected[at]!)).toBeLessThan(1e-4);
      }),
      { numRuns: 30 },
    );
  });
});
