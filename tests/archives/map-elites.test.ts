import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GridAxis, mapElites } from "../../src/archives/map-elites.ts";
import type { Member } from "../../src/archives/member.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkArchive } from "../../src/testing/archive.ts";
import { memberOf } from "../../src/testing/members.ts";

const axes: readonly GridAxis[] = [
  { name: "length", range: [0, 10], bins: 5 },
  { name: "speed", range: [-1, 1], bins: 4 },
];

function place(newcomers: readonly Member[], members: readonly Member[] = []): readonly Member[] {
  return mapElites({ measures: axes }).place({ generation: 1, members, newcomers, random: randomFromSeed(1) });
}

describe("the grid of elites", () => {
  test("keeps the laws of an archive", async () => {
    const unit = (bins: number): GridAxis => ({ name: "unit", range: [0, 1], bins });
    await checkArchive(mapElites({ measures: [unit(6), unit(4)] }));
    await checkArchive(mapElites({ measures: [unit(3)] }), { measures: 1 });
  });

  test.each([
    { measures: [0, -1], niche: 0 },
    { measures: [0, -0.5], niche: 1 },
    { measures: [2, -1], niche: 4 },
    { measures: [9.99, 0.99], niche: 19 },
    { measures: [10, 1], niche: 19 },
    { measures: [-5, 99], niche: 3 },
    { measures: [Infinity, -Infinity], niche: 16 },
  ])("puts the measures $measures into the cell $niche", ({ measures, niche }) => {
    expect(place([memberOf(0, { measures })])).toMatchObject([{ id: 0, niche, island: 0 }]);
  });

  test("gives a cell to the fitter, then the smaller, then the older", () => {
    const measures = [1, 0];
    const holder = memberOf(5, { measures, fitness: 1, size: 4 });
    const winner = (rival: Member): number => place([rival], [holder])[0]!.id;
    expect(winner(memberOf(6, { measures, fitness: 2, size: 9 }))).toBe(6);
    expect(winner(memberOf(6, { measures, fitness: 0, size: 1 }))).toBe(5);
    expect(winner(memberOf(6, { measures, fitness: 1, size: 3 }))).toBe(6);
    expect(winner(memberOf(6, { measures, fitness: 1, size: 4 }))).toBe(5);
    expect(winner(memberOf(4, { measures, fitness: 1, size: 4 }))).toBe(4);
  });

  test("holds the best of every cell that was ever reached, whatever the order and the batches", () => {
    const traits = fc.record({
      fitness: fc.integer({ min: 0, max: 5 }),
      x: fc.double({ min: -1, max: 11, noNaN: true }),
      y: fc.double({ min: -2, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(traits, { maxLength: 40 }), fc.nat(40), fc.integer(), (list, cut, seed) => {
        const all = list.map(({ fitness, x, y }, id) => memberOf(id, { fitness, measures: [x, y] }));
        const once = place(all);
        const shuffled = randomFromSeed(seed).shuffle(all);
        expect(place(shuffled.slice(cut), place(shuffled.slice(0, cut)))).toEqual(once);
        expect(new Set(once.map(({ niche }) => niche)).size).toBe(once.length);
      }),
    );
  });

  test("refuses a member without a measure", () => {
    expect(() => place([memberOf(0, { measures: [1] })])).toThrow("a number for the measure speed");
  });

  test.each<{ readonly why: string; readonly measures: readonly GridAxis[] }>([
    { why: "without measures", measures: [] },
    { why: "without bins", measures: [{ name: "a", range: [0, 1], bins: 0 }] },
    { why: "with a range that falls", measures: [{ name: "a", range: [1, 0], bins: 3 }] },
    { why: "with an endless range", measures: [{ name: "a", range: [0, Infinity], bins: 3 }] },
    {
      why: "of over a million cells",
      measures: [0, 1, 2].map((axis) => ({ name: `${axis}`, range: [0, 1], bins: 101 })),
    },
  ])("refuses a grid $why", ({ measures }) => {
    expect(() => mapElites({ measures })).toThrow(UserError);
  });
});
