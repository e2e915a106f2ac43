import * as fc from "fast-check";
import { wilcoxonRankSum } from "simple-statistics";
import { describe, expect, test } from "vitest";
import { holm, mannWhitney, rankBiserial, varghaDelaney, wilcoxonSignedRank } from "../../src/std/rank-tests.ts";

const value = fc.integer({ min: -20, max: 20 });
const group = fc.array(value, { minLength: 1, maxLength: 7 });

describe("the signed-rank test", () => {
  test("agrees with the worked example of Hollander and Wolfe (1973)", () => {
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const { p, n, method } = wilcoxonSignedRank(before.map((x, i) => x - after[i]!));
    expect(p).toBeCloseTo(0.0390625, 12);
    expect({ n, method }).toEqual({ n: 9, method: "exact" });
  });

  test("agrees with trying all signs, ties and zeros included", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 9 }), (differences) => {
        expect(wilcoxonSignedRank(differences).p).toBeCloseTo(bySigns(differences), 10);
      }),
    );
  });

  test("does not care which side is the first, and leaves differences of 0 out", () => {
    fc.assert(
      fc.property(group, (differences) => {
        const { p } = wilcoxonSignedRank(differences);
        expect(wilcoxonSignedRank(differences.map((x) => -x)).p).toBeCloseTo(p, 12);
        expect(wilcoxonSignedRank([...differences, 0, 0]).p).toBe(p);
      }),
    );
  });

  test("of many differences is close to the exact one of a few less", () => {
    const differences = Array.from({ length: 201 }, (_, i) => Math.sin(i * 7.3) + 0.12);
    const many = wilcoxonSignedRank(differences);
    const exact = wilcoxonSignedRank(differences.slice(1));
    expect([many.method, exact.method]).toEqual(["normal", "exact"]);
    expect(Math.abs(Math.log(many.p / exact.p))).toBeLessThan(0.3);
  });

  test("says nothing where nothing differs", () => {
    expect(wilcoxonSignedRank([])).toEqual({ p: 1, n: 0, method: "exact" });
    expect(wilcoxonSignedRank([0, 0])).toEqual({ p: 1, n: 0, method: "exact" });
  });
});

/** Of all ways to turn the signs, how many are as far out as this one, on its side, twice. */
function bySigns(differences: readonly number[]): number {
  const sizes = differences.filter((x) => x !== 0).map(Math.abs);
  const rankOf = (size: number): number =>
    sizes.filter((one) => one < size).length + (sizes.filter((one) => one === size).length + 1) / 2;
  const ranks = sizes.map(rankOf);
  const signs = differences.filter((x) => x !== 0).map((x) => x > 0);
  const plus = (taken: readonly boolean[]): number => ranks.reduce((sum, rank, i) => sum + (taken[i]! ? rank : 0), 0);
  const all = Array.from({ length: 2 ** ranks.length }, (_, bits) =>
    plus(ranks.map((__, i) => ((bits >> i) & 1) === 1)),
  );
  const seen = plus(signs);
  const share = (is: (one: number) => boolean): number => all.filter(is).length / all.length;
  return Math.min(
    1,
    2 *
      Math.min(
        share((one) => one <= seen),
        share((one) => one >= seen),
      ),
  );
}

describe("the test of two groups", () => {
  test("agrees with the worked example of Hollander and Wolfe (1973)", () => {
    const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const early = [1.15, 0.88, 0.9, 0.74, 1.21];
    const { u, p, n, method } = mannWhitney(term, early);
    expect(p / 2).toBeCloseTo(0.1272, 4);
    expect({ u, n, method }).toEqual({ u: 35, n: 15, method: "exact" });
  });

  test("counts the pairs in which the first is larger, as the library's rank sum says", () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        const pairs = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
        const wins = pairs.reduce<number>((sum, one) => sum + one, 0);
        expect(mannWhitney(a, b).u).toBeCloseTo(wins, 9);
        expect(mannWhitney(a, b).u).toBeCloseTo(wilcoxonRankSum(a, b) - (a.length * (a.length + 1)) / 2, 9);
        expect(varghaDelaney(a, b)).toBeCloseTo(wins / pairs.length, 9);
        expect(varghaDelaney(a, b) + varghaDelaney(b, a)).toBeCloseTo(1, 9);
      }),
    );
  });

  test("agrees with trying all ways to divide the values, ties included", () => {
    const small = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(mannWhitney(a, b).p).toBeCloseTo(byDivision(a, b), 9);
      }),
    );
  });

  test("is close to the exact one where it is normal", () => {
    const a = Array.from({ length: 30 }, (_, i) => Math.sin(i * 3.7));
    const b = Array.from({ length: 30 }, (_, i) => Math.sin(i * 5.1) + 0.4);
    const [exact, normal] = [mannWhitney(a, b), mannWhitney(a, [...b, 0.4])];
    expect([exact.method, normal.method]).toEqual(["exact", "normal"]);
    expect(Math.abs(Math.log(normal.p / exact.p))).toBeLessThan(0.5);
    expect(mannWhitney(Array(40).fill(1), Array(40).fill(1)).p).toBe(1);
  });

  test("of nothing is refused", () => {
    expect(() => mannWhitney([], [1])).toThrow("both groups have values");
  });
});

/** Of all ways to choose the first group's values, how many have sums as far out as these, on their side, twice. */
function byDivision(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b];
  const choices = Array.from({ length: 2 ** all.length }, (_, bits) => all.map((__, i) => ((bits >> i) & 1) === 1));
  const uOf = (taken: readonly boolean[]): number => {
    const [first, second] = [all.filter((_, i) => taken[i]), all.filter((_, i) => !taken[i])];
    return first.reduce((sum, x) => sum + second.reduce((wins, y) => wins + (x > y ? 1 : x === y ? 0.5 : 0), 0), 0);
  };
  const values = choices.filter((taken) => taken.filter(Boolean).length === a.length).map(uOf);
  const seen = uOf(all.map((_, i) => i < a.length));
  const share = (is: (one: number) => boolean): number => values.filter(is).length / values.length;
  return Math.min(
    1,
    2 *
      Math.min(
        share((one) => one <= seen),
        share((one) => one >= seen),
      ),
  );
}

describe("the rank-biserial correlation", () => {
  test("is 1 where all differences are in favour, -1 where all are against, and 0 where none tells", () => {
    expect([rankBiserial([1, 2, 0]), rankBiserial([-1, -5]), rankBiserial([0]), rankBiserial([1, -1])]).toEqual([
      1, -1, 0, 0,
    ]);
    // Ranks 1, 2 and 3: (3 + 1 - 2) / 6.
    expect(rankBiserial([1, -2, 3])).toBeCloseTo(1 / 3, 12);
  });
});

describe("Holm's correction", () => {
  test("agrees with values worked out by hand", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([])).toEqual([]);
  });

  test("keeps the order, never makes a value smaller, and is never more than Bonferroni's", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (values) => {
        const corrected = holm(values);
        for (const [i, p] of values.entries()) {
          expect(corrected[i]).toBeGreaterThanOrEqual(p);
          expect(corrected[i]).toBeLessThanOrEqual(Math.min(1, p * values.length));
          const larger = corrected.filter((_, j) => values[j]! > p);
          expect(larger.filter((other) => other < corrected[i]!)).toEqual([]);
        }
      }),
    );
  });
});
