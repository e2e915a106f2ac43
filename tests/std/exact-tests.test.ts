import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockPermutation, signTest } from "../../src/std/exact-tests.ts";

const block = fc.array(fc.nat(8), { minLength: 1, maxLength: 3 });

/** By going through all choices of one value a block. */
function counted(blocks: readonly (readonly number[])[]): number {
  const sums = blocks.reduce<readonly number[]>((all, values) => all.flatMap((sum) => values.map((v) => sum + v)), [0]);
  return sums.filter((sum) => sum >= sums[0]!).length / sums.length;
}

describe("The permutation test of blocks", () => {
  test("counts in how many choices of one value a block the sum is as large", () => {
    expect(
      blockPermutation([
        [8, 0, 0],
        [8, 1, 0],
        [7, 0, 2],
        [6, 0, 0],
      ]),
    ).toBe(1 / 81);
    expect(
      blockPermutation([
        [1, 0],
        [0, 1],
      ]),
    ).toBe(3 / 4);
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        expect(blockPermutation(blocks)).toBeCloseTo(counted(blocks), 12);
      }),
    );
  });

  test("rejects what is true at most as often as it says", () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
        // Each value of a block as its first, in turn: what may happen if none of them is another sort.
        const turned = blocks.reduce<readonly (readonly (readonly number[])[])[]>(
          (all, values) =>
            all.flatMap((some) => values.map((_, i) => [...some, [...values.slice(i), ...values.slice(0, i)]])),
          [[]],
        );
        const small = turned.filter((some) => blockPermutation(some) <= 0.25);
        expect(small.length / turned.length).toBeLessThanOrEqual(0.25);
      }),
    );
  });

  test("says nothing where there is nothing to choose", () => {
    for (const blocks of [[], [[]], [[3], [5]]]) expect(blockPermutation(blocks)).toBe(1);
  });
});

describe("The sign test", () => {
  test("is the chance of so many heads", () => {
    expect(signTest([5, 5])).toBe(1 / 32);
    expect(signTest([15, 20])).toBeCloseTo(21_700 / 1_048_576, 12);
    expect(signTest([0, 7])).toBe(1);
    expect(signTest([0, 0])).toBe(1);
  });

  test("refuses what is no count", () => {
    expect(() => signTest([2, 1])).toThrow(/2 of 1/);
    expect(() => signTest([0.5, 1])).toThrow(/whole numbers/);
  });
});
