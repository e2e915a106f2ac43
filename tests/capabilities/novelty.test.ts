import { describe, expect, test } from "vitest";
import { noveltyOf } from "../../src/capabilities/novelty.ts";
import { pointsOf } from "../../src/std/points.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";

const known = 15;

/** How far a sample is from the uniform distribution at most (Kolmogorov and Smirnov). */
function fromUniform(sample: Float64Array): number {
  const sorted = sample.toSorted();
  return sorted.reduce(
    (most, value, i) => Math.max(most, value - i / sorted.length, (i + 1) / sorted.length - value),
    0,
  );
}

const shapes: readonly (readonly [name: string, draw: (random: Random) => readonly number[]])[] = [
  ["a normal distribution", (random) => Array.from({ length: 6 }, () => random.normal())],
  ["a few far kinds", (random) => [8 * random.int(5) + random.normal(), random.normal()]],
  ["a distribution with heavy tails", (random) => [random.normal() / random.normal(), random.next()]],
];

describe("novelty", () => {
  test.each(shapes)("is uniform where nothing changes: %s", (_, draw) => {
    const random = randomFromSeed(7);
    const novelty = noveltyOf(pointsOf(Array.from({ length: 2500 }, () => draw(random)))).subarray(known);
    expect(fromUniform(novelty)).toBeLessThanOrEqual(0.05);
  });

  test("is high for the first that goes elsewhere, and falls as others follow", () => {
    const random = randomFromSeed(3);
    const rows = Array.from({ length: 130 }, (_, i) => [random.normal() + (i < 100 ? 0 : 30), random.normal()]);
    const novelty = noveltyOf(pointsOf(rows));
    expect(novelty[100]).toBeGreaterThan(0.99);
    expect(novelty[129]).toBeLessThan(0.9);
  });

  test("is one half where all do the same, and unknown before there are 15 to compare with", () => {
    const novelty = noveltyOf(pointsOf(Array.from({ length: 20 }, () => [1, 2])));
    expect(Array.from(novelty)).toEqual([...Array<number>(known).fill(NaN), ...Array<number>(5).fill(0.5)]);
  });

  test("does not look ahead", () => {
    const random = randomFromSeed(5);
    const rows = Array.from({ length: 60 }, () => [random.normal()]);
    expect(noveltyOf(pointsOf(rows.slice(0, 40)))).toEqual(noveltyOf(pointsOf(rows)).slice(0, 40));
  });
});
