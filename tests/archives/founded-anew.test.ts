import { describe, expect, test } from "vitest";
import type { Archive } from "../../src/archives/archive.ts";
import { foundedAnew } from "../../src/archives/founded-anew.ts";
import { islands } from "../../src/archives/islands.ts";
import { mapElites } from "../../src/archives/map-elites.ts";
import type { Member } from "../../src/archives/member.ts";
import { ranked } from "../../src/archives/ranked.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkArchive } from "../../src/testing/archive.ts";
import { memberOf } from "../../src/testing/members.ts";

const population = ranked({ capacity: 4, replacement: "plus" });
const archive = foundedAnew(population, 10);

function place(generation: number, members: readonly Member[], newcomers: readonly Member[]): readonly Member[] {
  return archive.place({ generation, members, newcomers, random: randomFromSeed(1) });
}

function on(island: number, id: number, fitness: number, generation: number): Member {
  return memberOf(id, { island, fitness, generation });
}

/** Each as its id and its island. */
function places(members: readonly Member[]): readonly (readonly [id: number, island: number])[] {
  return members.map(({ id, island }) => [id, island]);
}

describe("a population that is founded anew", () => {
  test.each<Archive>([
    foundedAnew(population, 1),
    foundedAnew(population, 5),
    foundedAnew(islands(population, { count: 3, migrateEvery: 2, resetAfter: 2 }), 4),
  ])("keeps the laws of an archive", async (one) => {
    await checkArchive(one);
  });

  test("keeps them on a grid", async () => {
    const grid = mapElites({ measures: [{ name: "a", range: [0, 1], bins: 8 }] });
    await checkArchive(foundedAnew(grid, 3), { measures: 1 });
  });

  test("goes on while its best is young", () => {
    expect(places(place(14, [on(0, 1, 5, 5), on(0, 2, 4, 0)], [on(0, 3, 3, 14)]))).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
  });

  test("keeps nobody but the best, apart, once that is old", () => {
    expect(places(place(15, [on(0, 1, 5, 5), on(0, 2, 4, 0)], [on(0, 3, 3, 15)]))).toEqual([[1, 1]]);
  });

  test("lets those who are founded later live beside a better one that is apart", () => {
    expect(places(place(16, [on(1, 1, 5, 5)], [on(0, 4, 1, 16)]))).toEqual([
      [4, 0],
      [1, 1],
    ]);
  });

  test("keeps the better one of what was apart and what grew old", () => {
    expect(places(place(40, [on(1, 1, 5, 5), on(0, 4, 4, 20)], []))).toEqual([[1, 1]]);
    expect(places(place(40, [on(1, 1, 5, 5), on(0, 4, 6, 20)], []))).toEqual([[4, 1]]);
  });

  test("refuses an age of no generation", () => {
    expect(() => foundedAnew(population, 0)).toThrow(expect.objectContaining({ code: "bad-setting" }));
  });
});
