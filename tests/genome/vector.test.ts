import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numbersOf, vectorKind, vectorOf } from "../../src/genome/kinds/vector.ts";
import { UserError } from "../../src/std/errors.ts";
import { checkGenomeKind } from "../../src/testing/genome-kind.ts";

const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 });

describe("the vector kind", () => {
  test("keeps the laws of a genome kind", async () => {
    await checkGenomeKind(vectorKind, {
      texts: ["[0]", "[-0, 1.50, 2e1]", "[1e308, -1e308, 5e-324]", "[1, 2, 3]"],
      wrong: ["", "[]", "3", "[null]", '["1"]', "[1e999]", "[[1]]", "{}", `[${"1,".repeat(65_536)}1]`],
    });
  });

  test("keeps every number to the last bit, negative zero as 0", () => {
    fc.assert(
      fc.property(numbers, (list) => {
        expect(numbersOf(vectorKind.parse(vectorOf(list).bytes))).toEqual(list.map((number) => number + 0));
      }),
    );
  });

  test("gives equal bytes whatever a number's spelling", () => {
    expect(vectorKind.parse(" [ 1.0, 2E1,\n-0 ] ").bytes).toBe("[1,20,0]");
  });

  test("has distances that are symmetric, between 0 and 1, and 0 only for equal vectors", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [one, other] = [vectorOf(a), vectorOf(b)];
        const apart = vectorKind.distance(one, other);
        expect(apart).toBe(vectorKind.distance(other, one));
        expect(apart).toBeGreaterThanOrEqual(0);
        expect(apart).toBeLessThanOrEqual(1);
        expect(vectorKind.distance(one, vectorOf(a))).toBe(0);
      }),
    );
  });

  test("puts opposite vectors at distance 1 and near ones near", () => {
    expect(vectorKind.distance(vectorOf([1, 2]), vectorOf([-1, -2]))).toBe(1);
    expect(vectorKind.distance(vectorOf([1, 2]), vectorOf([1, 2.1]))).toBeCloseTo(0.022, 2);
  });

  test("refuses numbers that are not finite", () => {
    expect(() => vectorOf([Number.NaN])).toThrow(UserError);
    expect(() => vectorOf([])).toThrow(UserError);
  });
});
