import { describe, expect, test } from "vitest";
import type { Emitter, Proposal } from "../../src/emitters/emitter.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { checkEmitter } from "../../src/testing/emitter.ts";

const genomes = [1, 2, 3].map((value) => genomeOf("fake", String(value)));

const sound: Emitter = {
  name: "sound",
  ask: (members, count, random) =>
    Array.from({ length: count }, (_, index) => {
      const parents = members.length > 0 ? [random.fork(index).pick(members).id] : [];
      return { genome: random.fork(index).pick(genomes), operator: "copy", parents, island: 0 };
    }),
};

/** The sound emitter with one fault in each proposal. */
function faulty(fault: () => Partial<Proposal>): Emitter["ask"] {
  const spoilt = (proposal: Proposal): Proposal => ({ ...proposal, ...fault() });
  return (...asked) => [...sound.ask(...asked)].map(spoilt);
}

let calls = 0;

describe("the check of an emitter", () => {
  test("passes a sound one", async () => {
    await checkEmitter(sound, { genomes });
  });

  test.each<readonly [string, Emitter["ask"], string]>([
    ["gives too few", (members, count, random) => sound.ask(members, count - 1, random), "was asked for"],
    ["names parents that never lived", faulty(() => ({ parents: [77] })), "named a parent, 77"],
    ["names an island that is none", faulty(() => ({ island: 1 })), "for island 1"],
    ["names no operator", faulty(() => ({ operator: "" })), "no operator"],
    ["remembers its calls", faulty(() => ({ operator: `copy-${calls++}` })), "differently"],
  ])("finds one that %s", async (_, ask, message) => {
    await expect(checkEmitter({ name: "faulty", ask }, { genomes })).rejects.toThrow(message);
  });

  test("asks for stable first proposals only of those that promise them", async () => {
    const backwards: Emitter = { name: "backwards", ask: (...asked) => [...sound.ask(...asked)].toReversed() };
    await expect(checkEmitter(backwards, { genomes })).rejects.toThrow("changed its first proposals");
    await checkEmitter(backwards, { genomes, prefixStable: false });
  });
});
