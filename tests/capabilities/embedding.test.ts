import { describe, expect, test } from "vitest";
import { embeddingOf } from "../../src/capabilities/embedding.ts";
import { distance } from "../../src/std/points.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { plantedKinds, specimenOf } from "./planted.ts";

const random = randomFromSeed(1);
const { specimens, kinds } = plantedKinds({ seed: 1, own: 1 });

describe("the embedding of behaviours", () => {
  const points = embeddingOf(specimens, random);

  test("is the same for the same seed, at most 16 coordinates a variant", () => {
    expect(embeddingOf(specimens, random)).toEqual(points);
    expect(points.count).toBe(specimens.length);
    expect(points.dimensions).toBeLessThanOrEqual(16);
  });

  test("puts those near to each other that do the same", () => {
    const nearest = specimens.map((_, i) => {
      const others = specimens.map((_none, j) => j).filter((j) => j !== i);
      return others.reduce((best, j) => (distance(points, i, j) < distance(points, i, best) ? j : best));
    });
    const same = nearest.filter((j, i) => kinds[i] === kinds[j]).length;
    expect(same).toBeGreaterThan(0.98 * specimens.length);
  });

  test("puts equal behaviours at one place", () => {
    const twice = embeddingOf([...specimens, specimens[7]!], random);
    expect(distance(twice, 7, specimens.length)).toBe(0);
  });

  test("does not depend on the unit of the scores", () => {
    const scaled = embeddingOf(
      specimens.map((one) => ({ ...one, cases: one.cases.map((score) => 4096 * score) })),
      random,
    );
    expect(scaled).toEqual(points);
  });

  test("tells the order of tokens from their number", () => {
    const alternate = Uint16Array.from({ length: 40 }, (_, i) => i % 2);
    const grouped = Uint16Array.from({ length: 40 }, (_, i) => (i >> 1) % 2);
    const [a, b] = [alternate, grouped].map((tokens) => ({ ...specimenOf(0, 0, [tokens]), cases: [1] }));
    expect(distance(embeddingOf([a!, b!], random), 0, 1)).toBeGreaterThan(1);
  });

  test.each([
    ["nobody", []],
    ["one variant", [specimenOf(0, 0, [Uint16Array.of(1, 2)])]],
    ["variants that did nothing", [specimenOf(0, 0, [new Uint16Array()]), specimenOf(1, 0, [new Uint16Array()])]],
  ])("is all zeros for %s", (_, few) => {
    expect(Array.from(embeddingOf(few, random).values)).toEqual(few.map(() => 0));
  });
});
