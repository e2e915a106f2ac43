import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cmaEs, type CmaEsOptions } from "../../src/emitters/cma-es.ts";
import { diagonalCovariance, fullCovariance } from "../../src/emitters/cma-es/covariance.ts";
import { defaultSamples, ratesOf } from "../../src/emitters/cma-es/rates.ts";
import { numbersOf, vectorOf } from "../../src/genome/kinds/vector.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkEmitter } from "../../src/testing/emitter.ts";
import { climb, ellipsoid, rosenbrock, sphere, told, vectorPoints } from "./points.ts";

function strategy(options: Partial<CmaEsOptions> = {}) {
  return cmaEs({ points: vectorPoints([1, 2, 3]), births: 17, sigma: 0.5, ...options });
}

function filled(length: number, value: number): number[] {
  return Array.from({ length }, () => value);
}

const fitness = fc.oneof(
  { weight: 4, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constantFrom(undefined, 0, 1, Number.NaN, Infinity) },
);

describe("CMA-ES", () => {
  test.each([
    { diagonal: false, births: 17 },
    { diagonal: true, births: 17 },
    { diagonal: false, births: 4 },
  ])("keeps the laws of an emitter with %o", async (options) => {
    await checkEmitter(strategy(options), { genomes: [vectorOf([1]), vectorOf([2])] });
  });

  test.each([1, 2, 3])("solves Rosenbrock's function of 20 numbers (seed %i)", (seed) => {
    const emitter = cmaEs({ points: vectorPoints(filled(20, 0.1)), births: 12, sigma: 0.1 });
    const found = climb(emitter, rosenbrock, { births: 12, evaluations: 1.3 * 17_172, target: 1e-8, seed });
    expect(found.best).toBeLessThanOrEqual(1e-8);
  });

  test("solves the sphere, from far away too", () => {
    for (const start of [1, 1000]) {
      const emitter = cmaEs({ points: vectorPoints(filled(10, start)), births: 10, sigma: 0.3 });
      expect(climb(emitter, sphere, { births: 10, evaluations: 6000, target: 1e-10 }).best).toBeLessThanOrEqual(1e-10);
    }
  });

  test("solves an ellipsoid along the axes with variances only, in fewer evaluations", () => {
    const evaluations = [true, false].map((diagonal) => {
      const emitter = cmaEs({ points: vectorPoints(filled(20, 1)), births: 12, sigma: 0.5, diagonal });
      const found = climb(emitter, ellipsoid(1e6), { births: 12, evaluations: 20_000, target: 1e-8 });
      expect(found.best).toBeLessThanOrEqual(1e-8);
      return found.evaluations;
    });
    expect(evaluations[0]).toBeLessThan(evaluations[1]! / 2);
  });

  test("tells its step size and how long the axes of its covariance are", () => {
    const emitter = cmaEs({ points: vectorPoints(filled(6, 1)), births: 10, sigma: 0.5 });
    const { memory } = emitter;
    expect(memory!.searches!(memory!.start)).toEqual([{ island: 0, sigma: 0.5, axisRatio: 1 }]);
    let after = memory!.start;
    for (let generation = 0; generation < 120; generation++) {
      const random = randomFromSeed(1).fork(generation);
      const all = [...emitter.ask([], 10, random, after)].map(({ genome }) => {
        return { island: 0, fitness: -ellipsoid(1e6)(JSON.parse(genome.bytes) as number[]) };
      });
      after = memory!.after(after, all, random);
    }
    const [search] = memory!.searches!(after);
    expect(search!.sigma).toBe(after.sigma);
    expect(search!.axisRatio).toBeGreaterThan(10);
  });

  test("goes on where the condition is at its limit", () => {
    const emitter = cmaEs({ points: vectorPoints(filled(6, 1)), births: 10, sigma: 0.5 });
    expect(climb(emitter, ellipsoid(1e16), { births: 10, evaluations: 40_000, target: 1e-6 }).best).toBeLessThan(1e-6);
  });

  test("proposes its mean first where there are births to spare", () => {
    const spare = [...strategy({ births: 8 }).ask([], 8, randomFromSeed(1))];
    expect(defaultSamples(3)).toBe(7);
    expect(spare.map(({ operator }) => operator)).toEqual(["mean", ...Array.from({ length: 7 }, () => "sample")]);
    expect(numbersOf(spare[0]!.genome)).toEqual([1, 2, 3]);
    const scarce = [...strategy({ births: 7 }).ask([], 7, randomFromSeed(1))];
    expect(scarce.every(({ operator }) => operator === "sample")).toBe(true);
  });

  test("stays where it is when all fail, and when only one sample was told", () => {
    const emitter = strategy();
    const start = emitter.memory!.start;
    expect(told(emitter, [filled(17, 0).map(() => undefined)])).toBe(start);
    expect(told(emitter, [[1, 1]])).toBe(start);
  });

  test("moves towards the only sample that did not fail, as far as a generation of two would", () => {
    const emitter = strategy({ births: 5 });
    const draw = randomFromSeed("told").fork("ask", 0);
    const proposals = [...emitter.ask([], 5, draw)];
    const { mean } = told(emitter, [[undefined, undefined, 4, undefined, undefined]]);
    for (const [i, value] of numbersOf(proposals[2]!.genome).entries()) expect(mean[i]).toBeCloseTo(value, 12);
  });

  test("makes larger steps where all are equally good", () => {
    expect(told(strategy(), [filled(17, 3)]).sigma).toBeGreaterThan(
      told(strategy(), [filled(17, 0).map((_, i) => i)]).sigma,
    );
  });

  test("takes a short generation for a small one", () => {
    const memory = told(strategy(), [[0, 3, 1, 2]]);
    expect(memory.updates).toBe(1);
    expect(memory.mean).not.toEqual(strategy().memory!.start.mean);
  });

  test("proposes finite numbers within bounds whatever it is told", () => {
    const generation = fc.array(fitness, { maxLength: 17 });
    fc.assert(
      fc.property(fc.array(generation, { maxLength: 12 }), fc.boolean(), (generations, diagonal) => {
        const emitter = strategy({ diagonal, sigma: 1e6, points: vectorPoints([1e9, -1e9, 0]) });
        const memory = told(emitter, generations);
        for (const { genome } of emitter.ask([], 17, randomFromSeed(1), memory)) {
          for (const number of numbersOf(genome)) expect(Math.abs(number)).toBeLessThanOrEqual(1e9);
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each([true, false])(
    "starts its covariance again when that left the range of numbers (diagonal: %o)",
    (diagonal) => {
      const emitter = strategy({ diagonal });
      const { start } = emitter.memory!;
      for (const [variance, scale] of [
        [1e40, 1e20],
        [1e-40, 1e-20],
        [Number.NaN, 1],
      ] as const) {
        const matrix = start.covariance.matrix.map((value) => value * variance);
        const scales = start.covariance.scales.map((value) => value * scale);
        const covariance = { ...start.covariance, matrix, scales };
        const entries = Array.from({ length: 17 }, (_, i) => ({ island: 0, fitness: i }));
        const next = emitter.memory!.after({ ...start, covariance }, entries, randomFromSeed(1));
        expect(next.covariance).toEqual(start.covariance);
        expect(next.updates).toBe(0);
        expect(next.sigma / (0.5 * scale)).toBeGreaterThan(scale > 1 ? 0 : 0.5);
        expect(next.mean.every(Number.isFinite)).toBe(true);
      }
    },
  );

  test.each<Partial<CmaEsOptions>>([
    { births: 1 },
    { births: 2.5 },
    { sigma: 0 },
    { sigma: Number.NaN },
    { points: vectorPoints([]) },
    { points: vectorPoints([Number.NaN]) },
  ])("refuses the settings %#", (options) => {
    expect(() => strategy(options)).toThrow(UserError);
  });

  test("says what to do for more numbers than it can learn the covariances of", () => {
    const points = vectorPoints(filled(1001, 0));
    expect(() => strategy({ points })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("`emitter.diagonal=true`") }),
    );
    expect([...strategy({ points, diagonal: true }).ask([], 2, randomFromSeed(1))]).toHaveLength(2);
  });
});

describe("the rates of CMA-ES", () => {
  test("are those of the tutorial for ten numbers and ten samples", () => {
    const rates = ratesOf(10, 10, false);
    expect(rates.effective).toBeCloseTo(3.167, 3);
    expect(rates.sigmaPath).toBeCloseTo(0.2844, 4);
    expect(rates.covariancePath).toBeCloseTo(0.295, 4);
    expect(rates.rankOne).toBeCloseTo(0.01528, 5);
    expect(rates.rankMany).toBeCloseTo(0.02355, 5);
  });

  test("keep the covariance positive, and their weights in order", () => {
    const sizes = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 2, max: 500 }), fc.boolean(), (size, samples, isDiagonal) => {
        const { weights, rankOne, rankMany, sigmaPath, covariancePath } = ratesOf(size, samples, isDiagonal);
        const positive = weights.filter((weight) => weight > 0);
        const negative = weights.filter((weight) => weight < 0).reduce((sum, weight) => sum - weight, 0);
        expect(positive).toHaveLength(samples >> 1);
        expect(positive.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
        expect(weights).toEqual(weights.toSorted((a, b) => b - a));
        for (const rate of [rankOne, rankMany, sigmaPath, covariancePath]) {
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(1);
        }
        // The worst that bad samples can take: all of them along one axis, each as long as is expected of all axes.
        expect(1 - rankOne - rankMany - size * rankMany * negative).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });
});

describe.each([
  ["full", fullCovariance],
  ["diagonal", diagonalCovariance],
] as const)("a %s covariance", (_, modelOf) => {
  test("draws samples with the variances that it holds", () => {
    const model = modelOf(2);
    const change = model.zeros();
    model.addOuter(change, 8, Float64Array.of(1, 0));
    const wide = model.adapted(model.start, 1, change, 0)!;
    const y = new Float64Array(2);
    model.spread(wide, Float64Array.of(1, 1), y);
    expect(y.map(Math.abs).toSorted()).toEqual(Float64Array.of(1, 3));
    expect(wide.matrix).not.toBe(model.start.matrix);
  });

  test("lifts variances that are lost beside the largest", () => {
    const model = modelOf(3);
    const change = model.zeros();
    model.addOuter(change, 1e20, Float64Array.of(1, 0, 0));
    const { scales } = model.adapted(model.start, 1, change, 0)!;
    expect(Math.max(...scales) / Math.min(...scales)).toBeCloseTo(1e7, -1);
  });

  test("is none any more beyond the range of numbers", () => {
    const model = modelOf(2);
    expect(model.adapted(model.start, 1e31, model.zeros(), 0)).toBeUndefined();
    expect(model.adapted(model.start, Number.NaN, model.zeros(), 0)).toBeUndefined();
  });
});
