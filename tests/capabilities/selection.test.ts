import { describe, expect, test } from "vitest";
import { type Judged, selectionChance } from "../../src/capabilities/selection.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";

/** A generation after another, of parents that are chosen so; scores are drawn at random. */
function campaign(random: Random, choose: (scores: readonly number[], random: Random) => number): readonly Judged[] {
  const [births, generations] = [40, 10];
  return Array.from({ length: generations }, (_, generation) => {
    const stream = random.fork(generation);
    const scores = Array.from({ length: births }, () => stream.next());
    const children = scores.map(() => 0);
    for (let i = 0; i < births; i++) children[choose(scores, stream.fork("parent", i))]!++;
    return scores.map((fitness, i) => ({ generation, island: 0, size: 5 + (i % 3), fitness, children: children[i]! }));
  }).flat();
}

const anybody = (scores: readonly number[], random: Random): number => random.int(scores.length);
const betterOfTwo = (scores: readonly number[], random: Random): number => {
  const [one, other] = [anybody(scores, random.fork("one")), anybody(scores, random.fork("other"))];
  return scores[one]! > scores[other]! ? one : other;
};

describe("the test of selection", () => {
  test("sees that the better ones have more children", () => {
    expect(selectionChance(campaign(randomFromSeed(1), betterOfTwo))).toBeLessThan(0.001);
  });

  test("is mistaken about as often as it says where parents are drawn at random", () => {
    const chances = Array.from({ length: 200 }, (_, seed) => selectionChance(campaign(randomFromSeed(seed), anybody))!);
    expect(chances.filter((chance) => chance <= 0.05).length).toBeLessThanOrEqual(20);
    expect(chances.filter((chance) => chance <= 0.5).length).toBeGreaterThan(70);
  });

  test("says nothing where nobody has children", () => {
    const orphans = campaign(randomFromSeed(3), anybody).map((one) => ({ ...one, children: 0 }));
    expect(selectionChance(orphans)).toBeUndefined();
    expect(selectionChance([])).toBeUndefined();
  });
});
