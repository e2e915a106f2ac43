import { describe, expect, test } from "vitest";
import { createSelectionTest } from "../../src/capabilities/selection.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import type { Event } from "../../src/events/event.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";
import { bits } from "./bits.ts";

const spec = defaultSpec(bits, "bits");

/** A generation after another, of parents that are chosen so; scores are drawn at random. */
function campaign(random: Random, choose: (scores: readonly number[], random: Random) => number): readonly Event[] {
  const [births, generations] = [40, 10];
  let scores: readonly number[] = [];
  return Array.from({ length: generations }, (_, generation) => {
    const stream = random.fork(generation);
    const before = scores;
    scores = Array.from({ length: births }, () => stream.next());
    return scores.flatMap((score, i): readonly Event[] => {
      const id = generation * births + i;
      const parents = generation === 0 ? [] : [(generation - 1) * births + choose(before, stream.fork("parent", i))];
      const outcome = { status: "scored", scores: [[score]], measures: [] } as const;
      return [
        {
          type: "variant-born",
          id,
          generation,
          genome: String(id),
          size: 5 + (i % 3),
          parents,
          operator: "",
          island: 0,
        },
        { type: "variant-evaluated", id, generation, outcome },
      ];
    });
  }).flat();
}

function chanceOf(events: readonly Event[]): number | undefined {
  const selection = createSelectionTest(spec, bits.objectives[0]);
  for (const event of events) selection.apply(event);
  return selection.chance();
}

const anybody = (scores: readonly number[], random: Random): number => random.int(scores.length);
const betterOfTwo = (scores: readonly number[], random: Random): number => {
  const [one, other] = [anybody(scores, random.fork("one")), anybody(scores, random.fork("other"))];
  return scores[one]! > scores[other]! ? one : other;
};

describe("the test of selection", () => {
  test("sees that the better ones have more children", () => {
    expect(chanceOf(campaign(randomFromSeed(1), betterOfTwo))).toBeLessThan(0.001);
  });

  test("is mistaken about as often as it says where parents are drawn at random", () => {
    const chances = Array.from({ length: 200 }, (_, seed) => chanceOf(campaign(randomFromSeed(seed), anybody))!);
    expect(chances.filter((chance) => chance <= 0.05).length).toBeLessThanOrEqual(20);
    expect(chances.filter((chance) => chance <= 0.5).length).toBeGreaterThan(70);
  });

  test("takes the score of the twin for a genome that was known", () => {
    const events = campaign(randomFromSeed(2), betterOfTwo);
    const known = events.map((event): Event => {
      if (event.type !== "variant-evaluated" || event.id % 40 !== 1) return event;
      return { ...event, outcome: { status: "reused", from: event.id - 1 } };
    });
    expect(chanceOf(known)).toBeLessThan(0.001);
  });

  test("says nothing where nobody has children", () => {
    const orphans = campaign(randomFromSeed(3), anybody).map((event) =>
      event.type === "variant-born" ? { ...event, parents: [] } : event,
    );
    expect(chanceOf(orphans)).toBeUndefined();
    expect(chanceOf([])).toBeUndefined();
  });
});
