import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Member } from "../../src/archives/member.ts";
import { speciated } from "../../src/archives/speciation.ts";
import { species, type SpeciesOptions } from "../../src/archives/species.ts";
import { islands } from "../../src/archives/islands.ts";
import { type Genome, genomeOf } from "../../src/genome/genome.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkArchive } from "../../src/testing/archive.ts";
import { memberOf } from "../../src/testing/members.ts";

/** Genomes are numbers here. */
function distance(a: Genome, b: Genome): number {
  const apart = Math.abs(Number(a.bytes) - Number(b.bytes)) / 100;
  return apart / (1 + apart);
}

function member(id: number, at: number, told: Partial<Member> = {}): Member {
  return memberOf(id, { genome: genomeOf("fake", String(at)), ...told });
}

function place(
  options: Partial<SpeciesOptions>,
  members: readonly Member[],
  newcomers: readonly Member[],
  generation = 1,
): readonly Member[] {
  const archive = species({ capacity: 10, target: 2, distance, ...options });
  return archive.place({ generation, members, newcomers, random: randomFromSeed(1) });
}

function nichesOf(members: readonly Member[]): Map<number, number[]> {
  const niches = new Map<number, number[]>();
  for (const { id, niche } of members.toSorted((a, b) => a.id - b.id))
    niches.set(niche, [...(niches.get(niche) ?? []), id]);
  return niches;
}

describe("the species archive", () => {
  test.each([
    { capacity: 20, target: 4 },
    { capacity: 5, target: 20 },
    { capacity: 1, target: 1 },
    { capacity: 1000, target: 8, stagnation: 3 },
    { capacity: 15, target: 3, stagnation: 0 },
  ])("keeps the laws of an archive with %j", async (options) => {
    await checkArchive(species({ ...options, distance }));
    await checkArchive(islands(species({ ...options, distance }), { count: 3, migrateEvery: 4, resetAfter: 10 }));
  });

  test("names a species by the variant that founded it, and keeps the number", () => {
    const first = place({}, [], [member(3, 0), member(4, 500), member(5, 10), member(6, 510)]);
    expect(nichesOf(first)).toEqual(
      new Map([
        [3, [3, 5]],
        [4, [4, 6]],
      ]),
    );
    const second = place({}, first, [member(7, 505), member(8, 20)], 2);
    expect(nichesOf(second).get(4)).toContain(7);
    expect(nichesOf(second).get(3)).toContain(8);
  });

  test("has as many species as are wanted, where the members fall into so many groups", () => {
    for (const target of [1, 2, 3, 5, 8]) {
      const newcomers = Array.from({ length: 40 }, (_, i) => member(i, 1000 * (i % target) + i));
      expect(nichesOf(place({ capacity: 40, target }, [], newcomers)).size).toBe(target);
    }
  });

  test("merges two species that have become alike, under the number of the fitter one", () => {
    const old = [member(1, 0, { niche: 1, fitness: 1 }), member(2, 4, { niche: 2, fitness: 5 })];
    const living = place({ capacity: 3, target: 2 }, old, [member(3, 900), member(4, 1), member(5, 2)]);
    expect(new Set(living.map(({ niche }) => niche))).toEqual(new Set([2, 3]));
  });

  test("replaces the old by newcomers, but for the best of all and of species of five and more", () => {
    const large = Array.from({ length: 5 }, (_, i) => member(i, i, { niche: 0, fitness: 10 + i }));
    const small = Array.from({ length: 4 }, (_, i) => member(10 + i, 900 + i, { niche: 10, fitness: 20 + i }));
    const other = Array.from({ length: 4 }, (_, i) => member(20 + i, 5000 + i, { niche: 20, fitness: 5 + i }));
    const newcomers = Array.from({ length: 8 }, (_, i) => member(30 + i, 40 + i));
    const living = place({ capacity: 10, target: 3 }, [...large, ...small, ...other], newcomers);
    expect(living.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([4, 13, 30, 31, 32, 33, 34, 35, 36, 37]);
  });

  test("is full whenever there are enough genomes, and holds the best of all", () => {
    const trait = fc.record({ fitness: fc.integer({ min: -9, max: 9 }), at: fc.nat(60) });
    const some = fc.array(trait, { maxLength: 30 });
    fc.assert(
      fc.property(
        some,
        some,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(5),
        (a, b, capacity, target, stagnation) => {
          const from = (first: number, generation: number, traits: typeof a): Member[] =>
            traits.map(({ fitness, at }, index) => member(first + index, at, { fitness, generation }));
          const options = { capacity, target, stagnation };
          const old = place(options, [], from(0, 0, a), 0);
          const newcomers = from(100, 9, b);
          const living = place(options, old, newcomers, 9);
          const genomes = new Set([...old, ...newcomers].map(({ genome }) => genome.hash));
          expect(living).toHaveLength(Math.min(capacity, genomes.size));
          const best = Math.max(...[...old, ...newcomers].map(({ fitness }) => fitness));
          expect(living[0]?.fitness ?? -Infinity).toBe(best);
        },
      ),
    );
  });

  test("lets a species die out whose best is old, unless it is one of the two best", () => {
    const olds = [0, 1, 2].flatMap((group) =>
      Array.from({ length: 5 }, (_, i) =>
        member(group * 10 + i, group * 1000 + i, { niche: group * 10, fitness: 30 - group * 10 - i }),
      ),
    );
    const young = [0, 1, 2].flatMap((group) =>
      Array.from({ length: 4 }, (_, i) => member(100 + group * 10 + i, group * 1000 + 10 + i, { generation: 21 })),
    );
    const niches = (members: readonly Member[]): Set<number> => new Set(members.map(({ niche }) => niche));
    const options = { capacity: 15, target: 3 };
    expect(niches(place({ ...options, stagnation: 21 }, olds, young, 21))).toEqual(new Set([0, 10, 20]));
    expect(niches(place({ ...options, stagnation: 20 }, olds, young, 21))).toEqual(new Set([0, 10]));
    expect(niches(place({ ...options, stagnation: 0 }, olds, young, 21))).toEqual(new Set([0, 10, 20]));
    const better = young.map((one) => (one.id === 120 ? { ...one, fitness: 15 } : one));
    expect(niches(place({ ...options, stagnation: 20 }, olds, better, 21))).toEqual(new Set([0, 10, 20]));
  });

  test("drops those whose fitness, shared in their species, is the least", () => {
    const crowd = Array.from({ length: 9 }, (_, i) => member(i, i, { fitness: 10 + i }));
    const loner = member(50, 900, { fitness: 9 });
    const lowest = member(51, 905, { fitness: 0 });
    const living = place({ capacity: 5 }, [], [...crowd, loner, lowest]);
    expect(living.map(({ id }) => id)).toEqual([8, 7, 6, 5, 50]);
  });

  test.each([{ capacity: 0 }, { target: 0 }, { target: 1.5 }, { stagnation: -1 }])("refuses %j", (options) => {
    expect(() => species({ capacity: 10, target: 2, distance, ...options })).toThrow(UserError);
  });
});

describe("speciation", () => {
  test("gives everybody one species, at most so far from its leader as any other founder is beyond", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (at, target) => {
          const members = at.map((one, id) => member(id, one));
          const found = speciated([], members, target, distance);
          expect(found.flatMap((one) => one.members.map(({ id }) => id)).toSorted((a, b) => a - b)).toEqual(
            members.map(({ id }) => id),
          );
          const leaders = found.map(({ niche }) => members[niche]!.genome);
          const radius = Math.max(
            ...found.flatMap((one) => one.members.map(({ genome }) => distance(members[one.niche]!.genome, genome))),
          );
          for (const [i, a] of leaders.entries())
            for (const b of leaders.slice(0, i)) expect(distance(a, b)).toBeGreaterThanOrEqual(radius);
        },
      ),
    );
  });

  test("puts all in one species where none are alike and no threshold gives few enough", () => {
    const members = Array.from({ length: 50 }, (_, id) => member(id, id));
    const found = speciated([], members, 2, (a, b) => (a.bytes === b.bytes ? 0 : 1));
    expect(found).toHaveLength(1);
    expect(found[0]!.members).toHaveLength(50);
  });

  test("gives the same species where distances are too many to be kept", () => {
    // 2,000 leaders and 9,000 members are 18 million distances.
    const members = Array.from({ length: 9000 }, (_, id) => member(id, 100_000 * (id % 2000)));
    const found = speciated([], members, 2000, distance);
    expect(found.map(({ niche }) => niche)).toEqual(Array.from({ length: 2000 }, (_, niche) => niche));
    expect(found.every((one) => one.members.every(({ id }) => id % 2000 === one.niche))).toBe(true);
  }, 30_000);
});
