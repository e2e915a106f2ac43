import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Archive } from "../../src/archives/archive.ts";
import { islands, type IslandsOptions } from "../../src/archives/islands.ts";
import { mapElites } from "../../src/archives/map-elites.ts";
import type { Member } from "../../src/archives/member.ts";
import { ranked } from "../../src/archives/ranked.ts";
import { type Genome, genomeOf } from "../../src/genome/genome.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkArchive } from "../../src/testing/archive.ts";
import { memberOf } from "../../src/testing/members.ts";

const inner = ranked({ capacity: 4, replacement: "plus" });

function place(
  options: IslandsOptions,
  generation: number,
  members: readonly Member[],
  newcomers: readonly Member[],
): readonly Member[] {
  return islands(inner, options).place({ generation, members, newcomers, random: randomFromSeed("islands") });
}

/** The ids on each of the first islands. */
function map(members: readonly Member[], count: number): number[][] {
  return Array.from({ length: count }, (_, island) =>
    members.filter((member) => member.island === island).map(({ id }) => id),
  );
}

function on(island: number, id: number, fitness: number, generation = 0): Member {
  return memberOf(id, { island, fitness, generation });
}

describe("islands", () => {
  test.each<IslandsOptions>([
    { count: 1, migrateEvery: 2 },
    { count: 4, migrateEvery: 3, migrants: 2, resetAfter: 4 },
    { count: 3, migrateEvery: 0 },
    { count: 3, migrateEvery: 1, migrants: 4, resetAfter: 1 },
  ])("keep the laws of an archive with %j", async (options) => {
    await checkArchive(islands(inner, options));
    await checkArchive(islands(ranked({ capacity: 6, elites: 2 }), options));
    await checkArchive(islands(mapElites({ measures: [{ name: "a", range: [0, 1], bins: 8 }] }), options), {
      measures: 1,
    });
  });

  test("each place their own members and newcomers", () => {
    const members = [on(0, 0, 5), on(1, 1, 1)];
    const newcomers = [on(1, 2, 3), on(0, 3, 4), on(1, 4, 2)];
    expect(map(place({ count: 2 }, 1, members, newcomers), 2)).toEqual([
      [0, 3],
      [2, 4, 1],
    ]);
  });

  test("send copies of their best to the next one in a ring when it is time", () => {
    const members = [on(0, 0, 9), on(0, 1, 8), on(1, 2, 7), on(1, 3, 6), on(2, 4, 5), on(2, 5, 4)];
    const options = { count: 3, migrateEvery: 5, migrants: 1 };
    const unmoved = [
      [0, 1],
      [2, 3],
      [4, 5],
    ];
    for (const generation of [0, 1, 4, 6]) expect(map(place(options, generation, members, []), 3)).toEqual(unmoved);
    for (const generation of [5, 10]) {
      expect(map(place(options, generation, members, []), 3)).toEqual([
        [0, 1, 4],
        [0, 2, 3],
        [2, 4, 5],
      ]);
    }
  });

  test("migrate all at once: nobody travels two islands in one generation", () => {
    const members = [on(0, 0, 9), on(1, 1, 1), on(2, 2, 1)];
    expect(map(place({ count: 3, migrateEvery: 1 }, 1, members, []), 3)[2]).not.toContain(0);
  });

  test("hold a variant that lives on two of them once each", () => {
    const members = [on(0, 0, 9), on(1, 0, 9), on(1, 1, 3)];
    expect(map(place({ count: 2, migrateEvery: 1 }, 1, members, []), 2)).toEqual([[0], [0, 1]]);
  });

  test("hold it once even if their archive takes everybody in", () => {
    const open: Archive = { ...inner, place: ({ members, newcomers }) => [...members, ...newcomers] };
    const members = [on(0, 0, 9), on(1, 0, 9), on(1, 1, 3)];
    const placement = { generation: 1, members, newcomers: [], random: randomFromSeed(1) };
    expect(map(islands(open, { count: 2, migrateEvery: 1 }).place(placement), 2)).toEqual([[0], [0, 1]]);
  });

  test("let migrants in beside the residents of a generational archive", () => {
    const archive = islands(ranked({ capacity: 3, elites: 1 }), { count: 2, migrateEvery: 1 });
    const members = [on(0, 0, 9), on(0, 1, 8), on(0, 2, 7), on(1, 3, 3), on(1, 4, 2), on(1, 5, 1)];
    const living = archive.place({ generation: 1, members, newcomers: [], random: randomFromSeed(1) });
    expect(map(living, 2)).toEqual([
      [0, 1, 3],
      [0, 3, 4],
    ]);
  });

  test("restart from the best of another when their own best is stale and worse", () => {
    const members = [on(0, 0, 9, 20), on(0, 1, 8, 20), on(1, 2, 5, 1), on(1, 3, 4, 20)];
    const options = { count: 2, migrateEvery: 0, migrants: 2, resetAfter: 10 };
    expect(map(place(options, 11, members, []), 2)[1]).toEqual([2, 3]);
    expect(map(place(options, 12, members, []), 2)[1]).toEqual([0, 1]);
    expect(map(place({ ...options, resetAfter: 0 }, 1000, members, []), 2)[1]).toEqual([2, 3]);
  });

  test("do not restart from one that is stale itself, nor the best one however stale", () => {
    const members = [on(0, 0, 9, 0), on(1, 1, 8, 0), on(2, 2, 7, 0), on(3, 3, 1, 99)];
    const options = { count: 4, migrateEvery: 0, resetAfter: 10 };
    const donors = new Set<number>();
    for (let seed = 0; seed < 30; seed++) {
      const living = islands(inner, options).place({
        generation: 100,
        members,
        newcomers: [],
        random: randomFromSeed(seed),
      });
      const [first, second, third, fourth] = map(living, 4);
      expect(first).toEqual([0]);
      expect(fourth).toEqual([3]);
      for (const id of [...second!, ...third!]) donors.add(id);
    }
    expect(donors).toEqual(new Set([0, 3]));
  });

  test("are saved by a newcomer that is fresh and their best", () => {
    const members = [on(0, 0, 9, 0), on(1, 1, 5, 0)];
    expect(map(place({ count: 2, migrateEvery: 0, resetAfter: 10 }, 50, members, [on(1, 2, 6, 50)]), 2)[1]).toEqual([
      2, 1,
    ]);
  });

  test("that are empty are settled from others", () => {
    expect(map(place({ count: 3, migrateEvery: 0 }, 0, [], [on(1, 0, 5), on(1, 1, 4)]), 3)).toEqual([[0], [0, 1], [0]]);
  });

  test("hold together as many as all of them", () => {
    expect(islands(inner, { count: 3 })).toMatchObject({ capacity: 12, islands: 3 });
  });

  test("refuse a member of an island that does not exist", () => {
    expect(() => place({ count: 2 }, 0, [], [on(2, 0, 1)])).toThrow("lives on one of 2 islands");
  });

  test.each<IslandsOptions>([
    { count: 0 },
    { count: 2, migrateEvery: -1 },
    { count: 2, migrants: 0 },
    { count: 2, migrants: 5 },
    { count: 2, resetAfter: 0.5 },
  ])("refuse the settings %j", (options) => {
    expect(() => islands(inner, options)).toThrow(UserError);
  });

  test("refuse islands of islands", () => {
    expect(() => islands(islands(inner, { count: 2 }), { count: 2 })).toThrow(UserError);
  });

  test("in groups never hold a member of another group, whatever migrates, dies out or starts anew", () => {
    const genomeIn = (group: number): Genome => genomeOf(`kind-${group}`, "");
    const settings = fc.record({
      groups: fc.array(fc.nat(2), { minLength: 2, maxLength: 6 }),
      migrants: fc.integer({ min: 1, max: 4 }),
      resetAfter: fc.nat(3),
      deaths: fc.array(fc.nat(5), { maxLength: 12 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(settings, ({ groups, migrants, resetAfter, deaths, seed }) => {
        const count = groups.length;
        const archive = islands(inner, { count, groups, migrateEvery: 1, migrants, resetAfter });
        let members: readonly Member[] = [];
        for (let generation = 0; generation < 8; generation++) {
          const random = randomFromSeed(seed).fork(generation);
          const newcomers = groups.map((group, island) =>
            memberOf(count * generation + island, {
              island,
              generation,
              fitness: random.int(50),
              genome: genomeIn(group),
            }),
          );
          const dead = deaths[generation];
          const survivors = members.filter(({ island }) => island !== dead);
          const born = newcomers.filter(({ island }) => island !== dead);
          members = archive.place({ generation, members: survivors, newcomers: born, random });
          for (const { island, genome } of members) expect(genome.kind).toBe(genomeIn(groups[island]!).kind);
        }
        expect(members.length).toBeGreaterThan(0);
      }),
    );
  });
});
