import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Member } from "../../src/archives/member.ts";
import { ranked, type RankedOptions } from "../../src/archives/ranked.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkArchive } from "../../src/testing/archive.ts";
import { memberOf } from "../../src/testing/members.ts";

function place(options: RankedOptions, members: readonly Member[], newcomers: readonly Member[]): readonly Member[] {
  return ranked(options).place({ generation: 1, members, newcomers, random: randomFromSeed(1) });
}

function ids(members: readonly Member[]): number[] {
  return members.map(({ id }) => id);
}

/** Members with these fitnesses, with ids from `first`. */
function group(first: number, fitnesses: readonly number[]): Member[] {
  return fitnesses.map((fitness, index) => memberOf(first + index, { fitness }));
}

describe("the ranked archive", () => {
  test.each<RankedOptions>([
    { capacity: 20 },
    { capacity: 20, elites: 19 },
    { capacity: 1000, elites: 3 },
    { capacity: 10, replacement: "plus" },
    { capacity: 1, replacement: "plus" },
  ])("keeps the laws of an archive with %j", async (options) => {
    await checkArchive(ranked(options));
  });

  test("keeps the laws without elites, but for that of the best", async () => {
    await checkArchive(ranked({ capacity: 20, elites: 0 }), { elitist: false });
    await checkArchive(ranked({ capacity: 20, replacement: "youngest" }), { elitist: false });
    await expect(checkArchive(ranked({ capacity: 5, elites: 0 }))).rejects.toThrow("lost the best");
  });

  test("replaces a generation by the next one, but for its elites", () => {
    const old = group(0, [50, 40, 30, 20]);
    const young = group(10, [10, 9, 45, 7]);
    expect(ids(place({ capacity: 4, elites: 1 }, old, young))).toEqual([0, 12, 10, 11]);
    expect(ids(place({ capacity: 4, elites: 2 }, old, young))).toEqual([0, 12, 1, 10]);
    expect(ids(place({ capacity: 4, elites: 0 }, old, young))).toEqual([12, 10, 11, 13]);
  });

  test("keeps the best of old and new alike with `plus`", () => {
    expect(
      ids(place({ capacity: 4, replacement: "plus" }, group(0, [50, 40, 30, 20]), group(10, [10, 9, 45, 7]))),
    ).toEqual([0, 12, 1, 2]);
  });

  test("keeps whoever was born last with `youngest`, good or bad", () => {
    const old = group(0, [50, 40, 30, 20]);
    const living = place({ capacity: 4, replacement: "youngest" }, old, group(10, [1, 60, 2]));
    expect(ids(living)).toEqual([11, 3, 12, 10]);
  });

  test("does not shrink when newcomers are few: the best old members stay", () => {
    expect(ids(place({ capacity: 4 }, group(0, [50, 40, 30, 20]), group(10, [1])))).toEqual([0, 1, 2, 10]);
  });

  test("prefers the smaller of equally fit members, then the older", () => {
    const newcomers = [
      memberOf(3, { size: 2 }),
      memberOf(1, { size: 2 }),
      memberOf(0, { size: 9 }),
      memberOf(2, { size: 1 }),
    ];
    expect(ids(place({ capacity: 3 }, [], newcomers))).toEqual([2, 1, 3]);
  });

  test("holds one member a genome: an elite before its copy", () => {
    const [elite] = group(0, [5]);
    const copy = { ...memberOf(1, { fitness: 5 }), genome: elite!.genome };
    expect(ids(place({ capacity: 4 }, [elite!], [copy]))).toEqual([0]);
  });

  test("is full whenever there are enough genomes", () => {
    const some = fc.array(fc.record({ fitness: fc.integer({ min: 0, max: 9 }), text: fc.nat(20) }), { maxLength: 30 });
    fc.assert(
      fc.property(
        some,
        some,
        fc.integer({ min: 2, max: 12 }),
        fc.constantFrom("plus", "generational", "youngest"),
        (a, b, capacity, replacement) => {
          const from = (first: number, traits: typeof a): Member[] =>
            traits.map(({ fitness, text }, index) => ({
              ...memberOf(first + index, { fitness }),
              genome: memberOf(text).genome,
            }));
          const old = place({ capacity, replacement }, [], from(0, a));
          const newcomers = from(100, b);
          const living = place({ capacity, replacement }, old, newcomers);
          const genomes = new Set([...old, ...newcomers].map(({ genome }) => genome.hash));
          expect(living).toHaveLength(Math.min(capacity, genomes.size));
        },
      ),
    );
  });

  test.each<RankedOptions>([
    { capacity: 0 },
    { capacity: 4, elites: 4 },
    { capacity: 4, elites: -1 },
    { capacity: 1.5 },
  ])("refuses the settings %j", (options) => {
    expect(() => ranked(options)).toThrow(UserError);
  });
});
