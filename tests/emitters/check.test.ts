import { describe, expect, test } from "vitest";
import type { Emitter, EmitterMemory, Proposal, Told } from "../../src/emitters/emitter.ts";
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

/** Remembers how many proposals there were, and the sum of their fitness. */
interface Sums {
  readonly count: number;
  readonly sum: number;
}

function added({ count, sum }: Sums, told: readonly Told[]): Sums {
  return { count: count + told.length, sum: told.reduce((total, { fitness = 0 }) => total + fitness, sum) };
}

/** Proposes what depends on its memory. */
function remembering(fault: Partial<EmitterMemory<Sums>> = {}): Emitter<Sums> {
  const start = { count: 0, sum: 0 };
  return {
    name: "remembering",
    ask: (members, count, random, memory = start) =>
      [...sound.ask(members, count, random)].map((proposal) => ({ ...proposal, operator: JSON.stringify(memory) })),
    memory: { start, after: added, ...fault },
  };
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

  test("passes a sound one with a memory", async () => {
    await checkEmitter(remembering(), { genomes });
  });

  test.each<readonly [string, Partial<EmitterMemory<Sums>>, string]>([
    ["starts with another memory than it says", { start: { count: 3, sum: 0 } }, "for the memory at the start"],
    ["changes a memory", { after: (memory, told) => Object.assign(memory, added(memory, told)) }, "changed a memory"],
    ["counts its calls", { after: ({ sum }) => ({ count: calls++, sum }) }, "remembered differently"],
    [
      "cannot bear that all fail",
      {
        after(memory, told) {
          if (told.length > 0 && told.every(({ fitness }) => fitness === undefined))
            throw new RangeError("none scored");
          return added(memory, told);
        },
      },
      "none scored",
    ],
  ])("finds a memory that %s", async (_, fault, message) => {
    await expect(checkEmitter(remembering(fault), { genomes })).rejects.toThrow(message);
  });

  test("finds an emitter that relies on having been asked", async () => {
    let drawn = 0;
    const { ask, memory } = remembering();
    const relying: Emitter<Sums> = {
      name: "relying",
      ask(members, count, random, sums) {
        drawn = random.fork("drawn").next();
        return ask(members, count, random, sums);
      },
      memory: { start: memory!.start, after: ({ count }, told) => ({ count: count + told.length, sum: drawn }) },
    };
    await expect(checkEmitter(relying, { genomes })).rejects.toThrow("when it was not asked before");
  });
});
