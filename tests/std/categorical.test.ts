import * as fc from "fast-check";
import { expect, test } from "vitest";
import { categorical } from "../../src/std/categorical.ts";
import { randomFromSeed } from "../../src/std/random.ts";

test("indexes come as often as their weights say", () => {
  const weights = [1, 0, 3, 0.5, 0];
  const choose = categorical(weights);
  const random = randomFromSeed(3);
  const counts = weights.map(() => 0);
  for (let i = 0; i < 45_000; i++) counts[choose(random)]! += 1;
  expect(counts[1]).toBe(0);
  expect(counts[4]).toBe(0);
  const expected = [10_000, 30_000, 5_000];
  const statistic = [counts[0]!, counts[2]!, counts[3]!].reduce(
    (sum, count, index) => sum + (count - expected[index]!) ** 2 / expected[index]!,
    0,
  );
  // The 0.999 quantile of chi-squared with 2 degrees of freedom.
  expect(statistic).toBeLessThan(13.8);
});

test("an index without weight is never chosen", () => {
  const weights = fc.array(fc.constantFrom(0, 0, 1e-12, 1, 1e6), { minLength: 1 });
  fc.assert(
    fc.property(weights, fc.integer(), (list, seed) => {
      fc.pre(list.some((weight) => weight > 0));
      expect(list[categorical(list)(randomFromSeed(seed))]).toBeGreaterThan(0);
    }),
  );
});

test.each([[[]], [[0, 0]], [[1, -1]], [[Number.NaN]], [[Infinity]]])("the weights %j are refused", (weights) => {
  expect(() => categorical(weights)).toThrow("Broken invariant");
});
