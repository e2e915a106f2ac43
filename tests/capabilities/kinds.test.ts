import { describe, expect, test } from "vitest";
import { behaviourMapOf, standingOf } from "../../src/capabilities/behaviour-map.ts";
import { kindsOf } from "../../src/capabilities/kinds.ts";
import { pointsOf } from "../../src/std/points.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { adjustedRand, plantedKinds } from "./planted.ts";

function blobs(seed: number, sizes: readonly number[]): readonly (readonly number[])[] {
  const random = randomFromSeed(seed);
  return sizes.flatMap((size, i) => Array.from({ length: size }, () => [9 * i + random.normal(), random.normal()]));
}

describe("kinds of behaviour", () => {
  test("are numbered in the order in which they appeared", () => {
    const rows = blobs(1, [40, 40, 40]).toReversed();
    const { of, stabilities, unstable } = kindsOf(pointsOf(rows), randomFromSeed(1));
    expect([...new Set(of)].filter((kind) => kind >= 0)).toEqual([0, 1, 2]);
    expect(stabilities.every((stability) => stability > 0.9)).toBe(true);
    expect(unstable).toBe(0);
  });

  test("are none where clusters do not come back", () => {
    const random = randomFromSeed(2);
    const even = Array.from({ length: 400 }, () => [random.next(), random.next()]);
    const { of, stabilities, unstable } = kindsOf(pointsOf(even), randomFromSeed(1));
    expect(unstable).toBeGreaterThan(0);
    expect(stabilities.every((stability) => stability >= 0.75)).toBe(true);
    expect(new Set(of.filter((kind) => kind >= 0)).size).toBe(stabilities.length);
  });

  test("need 15 variants", () => {
    expect(kindsOf(pointsOf(blobs(3, [40, 40, 15])), randomFromSeed(1)).of[80]).not.toBe(1);
    expect(kindsOf(pointsOf(blobs(3, [40, 40, 14])), randomFromSeed(1)).stabilities.length).toBe(2);
    expect(kindsOf(pointsOf(blobs(3, [14])), randomFromSeed(1))).toMatchObject({ stabilities: [], unstable: 0 });
  });
});

describe("a map of behaviours", () => {
  const { specimens, kinds } = plantedKinds({ seed: 2, own: 1 });
  const map = behaviourMapOf(specimens, randomFromSeed(1));

  test("finds the kinds that were planted", () => {
    const found = map.variants.map(({ kind = 0 }) => kind);
    expect(map.stabilities.length).toBe(6);
    expect(adjustedRand(kinds, found)).toBeGreaterThanOrEqual(0.9);
    expect(map.variants.map(({ id }) => id)).toEqual(specimens.map(({ id }) => id));
  });

  test("finds none where none were planted", () => {
    const none = behaviourMapOf(plantedKinds({ seed: 2, own: 0 }).specimens, randomFromSeed(1));
    expect(none.stabilities).toEqual([]);
    expect(none.variants.every(({ kind }) => kind === undefined)).toBe(true);
  });

  test("says of what kind those are who show something, and how new the first of them was", () => {
    const carriers = new Set(kinds.flatMap((kind, id) => (kind === 2 || (kind === 4 && id < 60) ? [id] : [])));
    const kindAt = (id: number): number | undefined => map.variants[id]!.kind;
    const standing = standingOf(map, { first: 32, carriers });
    expect(standing).toMatchObject({ novelty: map.variants[32]!.novelty, carriers: 50, of: 6 });
    expect(standing.kinds[0]).toEqual([
      kindAt(2),
      kinds.filter((kind, id) => kind === 2 && kindAt(id) === kindAt(2)).length,
    ]);
    expect(standingOf(map, { first: 3, carriers })).not.toHaveProperty("novelty");
  });
});
