import { describe, expect, test } from "vitest";
import type { Member } from "../../src/archives/member.ts";
import type { Draft, DraftTry, Emitter, EmitterMemory, Proposal, Told } from "../../src/emitters/emitter.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { checkEmitter } from "../../src/testing/emitter.ts";
import { memberOf } from "../../src/testing/members.ts";

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

const first = memberOf(1, { genome: genomes[0]! });

/** Gives the first proposal of a populated generation a draft. */
function drafting(fault: Partial<Draft> = {}): Emitter {
  return {
    name: "drafting",
    ask: (members, count, random) =>
      [...sound.ask(members, count, random)].map((proposal, index) => {
        const found = members.find(({ id }) => id === 1);
        if (index > 0 || found === undefined) return proposal;
        const tries = [{ parents: [found], inspirations: [] }];
        return { ...proposal, draft: { operator: "llm-edit", model: "small", turn: 0, tries, ...fault } };
      }),
  };
}

function tried(parents: readonly Member[], inspirations: readonly Member[] = []): DraftTry {
  return { parents, inspirations };
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

  test("passes a sound one with drafts", async () => {
    await checkEmitter(drafting(), { genomes, draftsMax: 1 });
  });

  test("finds more drafts than are allowed", async () => {
    await expect(checkEmitter(drafting(), { genomes })).rejects.toThrow("gave 1 drafts, at most 0");
  });

  test.each<readonly [string, Partial<Draft>, string]>([
    ["a turn that does not count from 0", { turn: 1 }, "the turn 1"],
    ["no tries", { tries: [] }, "0 tries"],
    ["an operator that does not exist", { operator: "llm-edti" }, "does not exist, llm-edti"],
    ["the operator that made its substitute", { operator: "copy" }, "does not exist"],
    ["too few parents", { tries: [tried([])] }, "0 parents, it takes 1 to 1"],
    ["one parent twice", { operator: "llm-crossover", tries: [tried([first, first])] }, "the same parent twice"],
    ["a parent that does not live", { tries: [tried([memberOf(77)])] }, "a parent, 77, that does not live"],
    ["the same parents twice", { tries: [tried([first]), tried([first])] }, "the same parents twice"],
    ["an inspiration that does not live", { tries: [tried([first], [memberOf(77)])] }, "an inspiration, 77"],
    ["a parent as its inspiration", { tries: [tried([first], [first])] }, "as its inspiration"],
    ["a parent of another island", { tries: [tried([{ ...first, island: 3 }])] }, "does not live on island 0"],
  ])("finds a draft with %s", async (_, fault, message) => {
    await expect(checkEmitter(drafting(fault), { genomes, draftsMax: 1 })).rejects.toThrow(message);
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
