import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Member } from "../../src/archives/member.ts";
import { type Scene, triesFor } from "../../src/emitters/drafting.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { tournament } from "../../src/selection/tournament.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";
import { memberOf } from "../../src/testing/members.ts";
import { modelOperators } from "../../src/variation/model-operators.ts";

function operator(name: string) {
  return modelOperators.find((one) => one.name === name)!;
}

function sceneOf(members: readonly Member[], choose?: (random: Random) => Member): Scene {
  const residents = members.filter(({ island }) => island === 0);
  const random = randomFromSeed(1);
  return { members, residents, choose: choose ?? tournament({ size: 3 }).prepare(residents, random) };
}

/** Residents of island 0, and as many of island 1. */
function living(residents: number, others = 0): Member[] {
  return Array.from({ length: residents + others }, (_, id) =>
    memberOf(id, { fitness: id, island: id < residents ? 0 : 1, genome: genomeOf("fake", String(id)) }),
  );
}

const ids = (members: readonly Member[]): readonly number[] => members.map(({ id }) => id);

describe("the tries of a draft", () => {
  test("are four with other parents each time where enough live, best first, and never one parent twice", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 30 }),
        fc.nat(),
        fc.constantFrom(...modelOperators),
        (count, seed, asked) => {
          const tries = triesFor(asked, sceneOf(living(count)), randomFromSeed(seed));
          const [least, most] = asked.parents;
          expect(tries).toHaveLength(most === 0 ? 1 : 4);
          const lists = tries.map(({ parents }) => ids(parents));
          expect(new Set(lists.map((list) => list.join())).size).toBe(lists.length);
          for (const list of lists) {
            expect(list.length).toBeGreaterThanOrEqual(least);
            expect(list.length).toBeLessThanOrEqual(most);
            expect(list).toEqual([...new Set(list)].toSorted((a, b) => b - a));
          }
        },
      ),
    );
  });

  test("are as many as there are other parents to ask about", () => {
    expect(triesFor(operator("llm-edit"), sceneOf(living(2)), randomFromSeed(1))).toHaveLength(2);
    expect(triesFor(operator("llm-crossover"), sceneOf(living(2)), randomFromSeed(1))).toHaveLength(1);
    expect(triesFor(operator("llm-explain"), sceneOf(living(1)), randomFromSeed(1))).toHaveLength(0);
  });

  test("find other parents though the selection names one only, and a rare one among copies", () => {
    const copies = Array.from({ length: 50 }, (_, id) => memberOf(id, { genome: genomeOf("fake", "same") }));
    const members = [...copies, memberOf(99)];
    const scene = sceneOf(members, () => copies[0]!);
    const tries = triesFor(operator("llm-explain"), scene, randomFromSeed(1));
    expect(tries).toHaveLength(1);
    expect(ids(tries[0]!.parents)).toContain(99);
  });

  test("are inspired by members of other islands and niches, where there are any", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const elsewhere = triesFor(operator("llm-edit"), sceneOf(living(5, 5)), randomFromSeed(seed));
        for (const { inspirations } of elsewhere) {
          expect(inspirations).toHaveLength(2);
          for (const { island } of inspirations) expect(island).toBe(1);
        }
        const grid = living(6).map((member) => ({ ...member, niche: member.id % 3 }));
        for (const { parents, inspirations } of triesFor(operator("llm-edit"), sceneOf(grid), randomFromSeed(seed))) {
          for (const { niche } of inspirations) expect(niche).not.toBe(parents[0]!.niche);
        }
      }),
    );
  });

  test("are inspired by the best of the others, and another one, where all live in one place", () => {
    for (const { parents, inspirations } of triesFor(operator("llm-edit"), sceneOf(living(6)), randomFromSeed(3))) {
      expect(inspirations[0]!.id).toBe(parents[0]!.id === 5 ? 4 : 5);
      expect(new Set([...ids(parents), ...ids(inspirations)]).size).toBe(3);
    }
    const [alone] = triesFor(operator("llm-edit"), sceneOf(living(1)), randomFromSeed(3));
    expect(alone!.inspirations).toEqual([]);
  });
});
