import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomFromSeed } from "../../src/std/random.ts";
import {
  bootstrapInterval,
  mean,
  median,
  medianAbsoluteDeviation,
  pairedInterval,
  quantile,
  wilsonInterval,
} from "../../src/std/statistics.ts";

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 });

describe("a summary", () => {
  test("agrees with values worked out by hand", () => {
    const list = [1, 1, 2, 2, 4, 6, 9];
    expect(mean(list)).toBeCloseTo(25 / 7, 12);
    expect(median(list)).toBe(2);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(medianAbsoluteDeviation(list)).toBe(1);
    expect(quantile([1, 2, 3, 4, 5], 0.3)).toBeCloseTo(2.2, 12);
  });

  test("does not depend on the order of the values, and leaves them as they are", () => {
    fc.assert(
      fc.property(values, fc.integer(), (list, seed) => {
        const before = [...list];
        const shuffled = randomFromSeed(seed).shuffle(list);
        expect(median(list)).toBe(median(shuffled));
        expect(quantile(list, 0.8)).toBe(quantile(shuffled, 0.8));
        expect(medianAbsoluteDeviation(list)).toBe(medianAbsoluteDeviation(shuffled));
        expect(list).toEqual(before);
      }),
    );
  });

  test("of nothing is refused", () => {
    for (const summary of [mean, median, medianAbsoluteDeviation])
      expect(() => summary([])).toThrow("at least one value");
  });
});

describe("a bootstrap interval", () => {
  test("covers the true mean of skewed samples nearly as often as its level says", () => {
    const root = randomFromSeed("coverage");
    const rounds = Array.from({ length: 400 }, (_, round) => {
      const random = root.fork(round);
      // Exponential with mean 1.
      const sample = Array.from({ length: 30 }, () => -Math.log(1 - random.next()));
      return bootstrapInterval(sample, random.fork("resample"), { level: 0.9, resamples: 400 });
    });
    const covered = rounds.filter(({ low, high }) => low <= 1 && 1 <= high).length / rounds.length;
    expect(covered).toBeGreaterThan(0.83);
    expect(covered).toBeLessThan(0.95);
  });

  test("is close to the interval of theory for a large normal sample", () => {
    const random = randomFromSeed("normal");
    const sample = Array.from({ length: 1000 }, () => random.normal());
    const { estimate, low, high } = bootstrapInterval(sample, random.fork("resample"), { resamples: 4000 });
    expect((high - low) / (2 * 1.96 * Math.sqrt(1 / 1000))).toBeCloseTo(1, 1);
    expect(estimate).toBe(mean(sample));
  });

  test("is moved from the plain percentiles towards the long tail of a skewed sample", () => {
    const sample = [0, 0, 0, 0, 1, 1, 2, 2, 4, 20];
    const random = randomFromSeed("percentiles");
    const means = Array.from({ length: 10_000 }, () => mean(sample.map(() => random.pick(sample))));
    const { low, high } = bootstrapInterval(sample, randomFromSeed(1), { resamples: 10_000 });
    expect(low - quantile(means, 0.025)).toBeGreaterThan(0.1);
    expect(high - quantile(means, 0.975)).toBeGreaterThan(0.5);
    const mirrored = sample.map((value) => -value);
    expect(bootstrapInterval(mirrored, randomFromSeed(1), { resamples: 10_000 }).low).toBeCloseTo(-high, 0);
  });

  test("lies within the values, rises, and is the same for the same random", () => {
    fc.assert(
      fc.property(values, fc.integer(), (list, seed) => {
        const interval = bootstrapInterval(list, randomFromSeed(seed), { resamples: 100 });
        expect(interval.low).toBeLessThanOrEqual(interval.high);
        expect(interval.low).toBeGreaterThanOrEqual(Math.min(...list));
        expect(interval.high).toBeLessThanOrEqual(Math.max(...list));
        expect(bootstrapInterval(list, randomFromSeed(seed), { resamples: 100 })).toEqual(interval);
      }),
    );
  });

  test("of equal values has no width", () => {
    expect(bootstrapInterval([3, 3, 3], randomFromSeed(1))).toEqual({ estimate: 3, low: 3, high: 3 });
  });

  test("grows with its level", () => {
    const sample = [1, 4, 2, 8, 5, 7, 3];
    const wide = bootstrapInterval(sample, randomFromSeed(1), { level: 0.99 });
    const narrow = bootstrapInterval(sample, randomFromSeed(1), { level: 0.5 });
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
  });

  test("refuses settings that make none", () => {
    expect(() => bootstrapInterval([1, 2], randomFromSeed(1), { level: 1 })).toThrow("level");
    expect(() => bootstrapInterval([1, 2], randomFromSeed(1), { resamples: 10 })).toThrow("resamples");
    expect(() => bootstrapInterval([], randomFromSeed(1))).toThrow("at least one value");
  });
});

describe("a paired interval", () => {
  test("finds a small difference that is the same in all pairs", () => {
    const random = randomFromSeed("pairs");
    const before = Array.from({ length: 20 }, () => 100 * random.next());
    const after = before.map((value) => value + 1 + 0.1 * random.normal());
    const { estimate, low, high } = pairedInterval(after, before, random.fork("resample"));
    expect(estimate).toBeCloseTo(1, 1);
    expect(low).toBeGreaterThan(0.9);
    expect(high).toBeLessThan(1.1);
  });

  test("refuses lists of different length", () => {
    expect(() => pairedInterval([1], [1, 2], randomFromSeed(1))).toThrow("pairs have two halves");
  });
});

describe("a Wilson interval", () => {
  test("agrees with published values", () => {
    // Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    const table = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const;
    for (const [successes, trials, low, high] of table) {
      const interval = wilsonInterval(successes, trials);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
  });

  test("holds its estimate within the unit interval, and mirrors with the failures", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (trials, some) => {
        const successes = some % (trials + 1);
        const { estimate, low, high } = wilsonInterval(successes, trials);
        expect(0 <= low && low <= estimate && estimate <= high && high <= 1).toBe(true);
        expect(wilsonInterval(trials - successes, trials).low).toBeCloseTo(1 - high, 10);
      }),
    );
  });

  test("refuses what is no share", () => {
    expect(() => wilsonInterval(0, 0)).toThrow("share");
    expect(() => wilsonInterval(3, 2)).toThrow("share");
  });
});
