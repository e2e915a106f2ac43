import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openEs, type OpenEsOptions } from "../../src/emitters/open-es.ts";
import { numbersOf, vectorOf } from "../../src/genome/kinds/vector.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkEmitter } from "../../src/testing/emitter.ts";
import { climb, sphere, told, vectorPoints } from "./points.ts";

function strategy(options: Partial<OpenEsOptions> = {}) {
  return openEs({ points: vectorPoints([1, 2, 3]), sigma: 0.1, learningRate: 0.05, ...options });
}

const draw = randomFromSeed("told").fork("ask", 0);

describe("OpenES", () => {
  test.each<Partial<OpenEsOptions>>([{}, { optimiser: "sgd", weightDecay: 0.1 }])(
    "keeps the laws of an emitter with %o",
    async (options) => {
      await checkEmitter(strategy(options), { genomes: [vectorOf([1]), vectorOf([2])] });
    },
  );

  test.each<Partial<OpenEsOptions>>([
    { optimiser: "adam", learningRate: 0.05 },
    { optimiser: "sgd", learningRate: 0.05, momentum: 0.5 },
  ])("comes close to the optimum of a sphere with %o", (options) => {
    const points = vectorPoints(Array.from({ length: 20 }, () => 1));
    const { best } = climb(strategy({ points, ...options }), sphere, { births: 33, evaluations: 10_000 });
    expect(best).toBeLessThan(0.02);
  });

  test("proposes its mean, then mirrored pairs", () => {
    const proposals = [...strategy().ask([], 6, draw)];
    expect(proposals.map(({ operator }) => operator)).toEqual([
      "mean",
      "sample",
      "sample",
      "sample",
      "sample",
      "sample",
    ]);
    const [mean, a, b, c, d] = proposals.map(({ genome }) => numbersOf(genome));
    expect(mean).toEqual([1, 2, 3]);
    for (const i of [0, 1, 2]) {
      expect(a![i]! + b![i]!).toBeCloseTo(2 * mean![i]!, 12);
      expect(c![i]! + d![i]!).toBeCloseTo(2 * mean![i]!, 12);
    }
    expect(a).not.toEqual(c);
  });

  test("follows the better one of a pair", () => {
    const [mean, better] = [...strategy().ask([], 3, draw)].map(({ genome }) => numbersOf(genome));
    const moved = told(strategy({ optimiser: "sgd" }), [[0, 1, 0]]).mean;
    const along = moved.reduce((sum, value, i) => sum + (value - mean![i]!) * (better![i]! - mean![i]!), 0);
    expect(along).toBeGreaterThan(0);
  });

  test("does not care how much better, nor what the mean itself was worth", () => {
    const one = told(strategy(), [[0, 1, 2, 3, 4]]);
    expect(told(strategy(), [[undefined, 1, 20, 300, 4000]])).toEqual(one);
  });

  test("stays where it is when all samples fail or none was told", () => {
    const emitter = strategy({ weightDecay: 1 });
    for (const generation of [[], [1], [1, undefined, undefined], [undefined, Number.NaN]]) {
      expect(told(emitter, [generation])).toBe(emitter.memory!.start);
    }
  });

  test("takes what it has of a short generation", () => {
    const cut = told(strategy(), [[0, 2, 1, 3]]);
    expect(cut.steps).toBe(1);
    expect(cut.mean).not.toEqual(strategy().memory!.start.mean);
  });

  test("shrinks numbers by weight decay alone where all samples are equal", () => {
    const { mean } = told(strategy({ weightDecay: 0.5, learningRate: 0.1 }), [[0, 1, 1, 1, 1]]);
    for (const [i, value] of mean.entries()) expect(value).toBeCloseTo(0.95 * (i + 1), 12);
  });

  test("proposes finite numbers within bounds whatever it is told", () => {
    const fitness = fc.oneof(fc.double(), fc.constant(undefined));
    fc.assert(
      fc.property(
        fc.array(fc.array(fitness, { maxLength: 9 }), { maxLength: 8 }),
        fc.boolean(),
        (generations, isAdam) => {
          const points = vectorPoints([1e9, -1e9, 0]);
          const emitter = strategy({ points, sigma: 1e6, learningRate: 1000, optimiser: isAdam ? "adam" : "sgd" });
          for (const { genome } of emitter.ask([], 9, draw, told(emitter, generations))) {
            for (const number of numbersOf(genome)) expect(Math.abs(number)).toBeLessThanOrEqual(1e9);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test.each<Partial<OpenEsOptions>>([
    { sigma: 0 },
    { sigma: Infinity },
    { learningRate: -1 },
    { momentum: 1 },
    { weightDecay: 2 },
    { optimiser: "lion" as "adam" },
    { points: vectorPoints([]) },
  ])("refuses the settings %#", (options) => {
    expect(() => strategy(options)).toThrow(UserError);
  });
});
