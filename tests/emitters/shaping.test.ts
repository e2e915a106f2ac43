import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Told } from "../../src/emitters/emitter.ts";
import { shaped } from "../../src/emitters/shaping.ts";

function told(...fitness: readonly (number | undefined)[]): Told[] {
  return fitness.map((value) => ({ island: 0, ...(value !== undefined && { fitness: value }) }));
}

const fitness = fc.array(fc.oneof(fc.double(), fc.integer({ min: 0, max: 3 }), fc.constant(undefined)), {
  maxLength: 40,
});

describe("fitness by rank", () => {
  test("goes in equal steps from -0.5 to 0.5", () => {
    expect([...shaped(told(30, 10, 20, 1e9, -5), "rank")]).toEqual([0.25, -0.25, 0, 0.5, -0.5]);
  });

  test("is shared by equals, and last for those that failed", () => {
    expect([...shaped(told(1, undefined, 1, Number.NaN, 2), "rank")]).toEqual([0.125, -0.375, 0.125, -0.375, 0.5]);
  });
});

describe("fitness by z-score", () => {
  test("has the deviation 1", () => {
    expect([...shaped(told(2, -2), "z-score")]).toEqual([1, -1]);
  });

  test("counts those that failed as the worst of the others", () => {
    expect(shaped(told(5, undefined, 1, 2), "z-score")).toEqual(shaped(told(5, 1, 1, 2), "z-score"));
  });
});

describe.each(["rank", "z-score"] as const)("shaped fitness (%s)", (shaping) => {
  test("is finite, has the mean 0 and keeps the order", () => {
    fc.assert(
      fc.property(fitness, (values) => {
        const weights = shaped(told(...values), shaping);
        expect(weights).toHaveLength(values.length);
        expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0))).toBeLessThan(1e-9);
        expect(weights.every(Number.isFinite)).toBe(true);
        const scored = [...values.keys()].filter((i) => Number.isFinite(values[i]));
        const ordered = scored.toSorted((i, j) => (values[i]! < values[j]! ? -1 : 1)).map((i) => weights[i]!);
        expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
      }),
    );
  });

  test("is 0 for all where all are equal, all failed, or there is one", () => {
    for (const values of [[2, 2, 2], [undefined, undefined], [7], []]) {
      expect(shaped(told(...values), shaping).every((weight) => weight === 0)).toBe(true);
    }
  });
});
