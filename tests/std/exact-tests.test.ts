import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fisherExact, signTest } from "../../src/std/exact-tests.ts";

const count = (max: number) => fc.nat(max).chain((of) => fc.tuple(fc.nat(of), fc.constant(of)));

describe("Fisher's exact test", () => {
  test("finds the lady's tea: 3 of 4 cups against 1 of 4", () => {
    expect(fisherExact([3, 4], [1, 4])).toBeCloseTo(17 / 70, 12);
    expect(fisherExact([4, 4], [0, 4])).toBeCloseTo(1 / 70, 12);
  });

  test("sums the hypergeometric distribution", () => {
    expect(fisherExact([8, 10], [1, 10])).toBeCloseTo((45 * 10 + 10 * 1) / 167_960, 10);
    expect(fisherExact([10, 10], [0, 10])).toBeCloseTo(1 / 184_756, 12);
  });

  test("is a probability, and 1 where nothing could happen", () => {
    fc.assert(
      fc.property(count(40), count(40), (first, second) => {
        const p = fisherExact(first, second);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        // Each of the two tails holds the middle.
        expect(p + fisherExact(second, first)).toBeGreaterThanOrEqual(1 - 1e-9);
      }),
    );
    expect(fisherExact([0, 0], [0, 0])).toBe(1);
    expect(fisherExact([2, 2], [0, 0])).toBe(1);
  });

  test("refuses what is no count", () => {
    expect(() => fisherExact([2, 1], [0, 1])).toThrow(/2 of 1/);
    expect(() => signTest([0.5, 1])).toThrow(/whole numbers/);
  });
});

describe("The sign test", () => {
  test("is the chance of so many heads", () => {
    expect(signTest([5, 5])).toBe(1 / 32);
    expect(signTest([15, 20])).toBeCloseTo(21_700 / 1_048_576, 12);
    expect(signTest([0, 7])).toBe(1);
    expect(signTest([0, 0])).toBe(1);
  });
});
