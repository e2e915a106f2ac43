import { describe, expect, test } from "vitest";
import { windowsOf } from "../../src/capabilities/windows.ts";

/** So many variants in each of so many generations. */
function variants(generations: number, each: number): readonly { readonly generation: number }[] {
  return Array.from({ length: generations * each }, (_, i) => ({ generation: Math.floor(i / each) }));
}

function lateOf(generations: number, each: number): readonly number[] {
  const { isLate } = windowsOf(variants(generations, each), [1 / 6, 1 / 3]);
  return Array.from({ length: generations }, (_, generation) => generation).filter(isLate);
}

describe("the late window", () => {
  test("is the last third of a short campaign", () => {
    expect(lateOf(30, 5)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  });

  test("is as short as 300 variants allow in a long one, so that what is new fills it soon", () => {
    expect(lateOf(300, 10)).toHaveLength(30);
    expect(lateOf(3000, 10)).toHaveLength(30);
  });

  test("has five generations at least, however many are born in them", () => {
    expect(lateOf(300, 1000)).toEqual([295, 296, 297, 298, 299]);
    expect(lateOf(6, 1000)).toEqual([4, 5]);
  });
});
