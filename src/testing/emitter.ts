import assert from "node:assert/strict";
import type { Member } from "../archives/member.ts";
import type { Draft, DraftTold, Emitter, EmitterMemory, Proposal, Told } from "../emitters/emitter.ts";
import type { Genome } from "../genome/genome.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import { noUsage } from "../variation/calls.ts";
import { modelOperators } from "../variation/model-operators.ts";
import { memberOf } from "./members.ts";

/** What an emitter promises beyond the laws of all, and what it needs. */
export interface EmitterLaws {
  /** Genomes of the emitter's kind for the members that are shown to it; at least one. */
  readonly genomes: readonly Genome[];
  /** How many islands the emitter works for; 1 unless told. */
  readonly islands?: number;
  /** Whether asking for more leaves the first proposals as they are; true unless told. */
  readonly prefixStable?: boolean;
  /** The most drafts in a generation; 0 unless told. */
  readonly draftsMax?: number;
  readonly seed?: number;
}

/** Checks the laws of an emitter, and of its memory where it has one. Throws an `AssertionError` that names the law that is broken. */
export async function checkEmitter(emitter: Emitter, laws: EmitterLaws): Promise<void> {
  const { genomes, islands = 1, prefixStable = true, seed = 1, draftsMax = 0 } = laws;
  const random = randomFromSeed(seed);
  const everywhere = membersFrom(genomes, islands, random);
  for (const members of [[], everywhere, everywhere.slice(0, 1)]) {
    for (const count of [0, 1, 2, 17]) {
      const draw = random.fork("ask", members.length, count);
      const proposals = askTwice(emitter, members, count, draw);
      checkProposals(emitter, proposals, { members, islands, draftsMax });
      if (!prefixStable) continue;
      const more = [...emitter.ask(members, count + 5, draw.fork("same"))];
      assert.deepEqual(
        more.slice(0, count),
        proposals,
        `${emitter.name} changed its first proposals when asked for more`,
      );
    }
  }
  if (emitter.memory !== undefined) {
    checkMemory(emitter, emitter.memory, { islands, random, members: everywhere, draftsMax });
  }
}

function membersFrom(genomes: readonly Genome[], islands: number, random: Random): Member[] {
  return genomes.map((genome, id) => {
    const fitness = random.int(10);
    return memberOf(id + 1, { genome, fitness, cases: [fitness, random.int(10)], island: id % islands });
  });
}

function askTwice(emitter: Emitter, members: readonly Member[], count: number, random: Random): readonly Proposal[] {
  const before = structuredClone(members);
  const proposals = [...emitter.ask(members, count, random.fork("same"))];
  assert.equal(
    proposals.length,
    count,
    `${emitter.name} was asked for ${count} proposals and gave ${proposals.length}`,
  );
  assert.deepEqual(members, before, `${emitter.name} changed the members`);
  for (const _ of emitter.ask(members, count, random.fork("other")));
  const again = [...emitter.ask(before, count, random.fork("same"))];
  assert.deepEqual(again, proposals, `${emitter.name} proposed differently for the same members and random`);
  return proposals;
}

/** Those to whom proposals are made, and how far they may go. */
interface Limits {
  readonly members: readonly Member[];
  readonly islands: number;
  readonly draftsMax: number;
}

function checkProposals(emitter: Emitter, proposals: readonly Proposal[], limits: Limits): void {
  let drafts = 0;
  for (const proposal of proposals) {
    checkProposal(emitter, proposal, limits);
    const { draft } = proposal;
    if (draft === undefined) continue;
    assert.equal(draft.turn, drafts++, `${emitter.name} gave a draft the turn ${draft.turn}`);
    checkDraft(emitter, draft, proposal, limits.members);
  }
  assert(drafts <= limits.draftsMax, `${emitter.name} gave ${drafts} drafts, at most ${limits.draftsMax} are allowed`);
}

function checkProposal(emitter: Emitter, proposal: Proposal, { members, islands }: Limits): void {
  const { operator, parents, island } = proposal;
  assert(operator.length > 0, `${emitter.name} named no operator`);
  assert(Number.isInteger(island) && island >= 0 && island < islands, `${emitter.name} proposed for island ${island}`);
  for (const parent of parents) {
    const found = members.some(({ id, island: home }) => id === parent && home === island);
    assert(found, `${emitter.name} named a parent, ${parent}, that does not live on island ${island}`);
  }
}

function checkDraft({ name }: Emitter, draft: Draft, { operator, island }: Proposal, members: readonly Member[]): void {
  const known = modelOperators.find((one) => one.name === draft.operator);
  assert(known !== undefined, `${name} gave a draft to an operator that does not exist, ${draft.operator}`);
  assert(operator !== draft.operator, `${name} has a draft of ${operator} replaced by a child of the same operator`);
  const { length } = draft.tries;
  assert(length >= 1 && length <= 4, `${name} gave a draft ${length} tries, from 1 to 4 are allowed`);
  const [least, most] = known.parents;
  const asked = draft.tries.map(({ parents, inspirations }) => {
    const many = parents.length;
    assert(many >= least && many <= most, `${name} gave ${known.name} ${many} parents, it takes ${least} to ${most}`);
    const hashes = parents.map(({ genome }) => genome.hash).toSorted();
    assert.equal(new Set(hashes).size, many, `${name} gave ${known.name} the same parent twice`);
    for (const parent of parents) {
      const found = members.some(
        ({ id, island: home }) => id === parent.id && home === island && parent.island === home,
      );
      assert(found, `${name} gave a draft a parent, ${parent.id}, that does not live on island ${island}`);
    }
    for (const { id, genome } of inspirations) {
      assert(
        members.some((member) => member.id === id),
        `${name} gave a draft an inspiration, ${id}, that does not live`,
      );
      assert(!hashes.includes(genome.hash), `${name} gave a draft a parent, ${id}, as its inspiration`);
    }
    assert(inspirations.length <= 2, `${name} gave a draft ${inspirations.length} inspirations, at most 2 are allowed`);
    return hashes.join(" ");
  });
  assert.equal(new Set(asked).size, length, `${name} gave a draft the same parents twice`);
}

/** How generations may end, as the fitness of 17 proposals. */
const endings: readonly (readonly [ending: string, fitness: (random: Random) => readonly (number | undefined)[]])[] = [
  ["all scored", (random) => drawn(random)],
  ["some failed", (random) => drawn(random).map((fitness, i) => (i % 3 === 0 ? undefined : fitness))],
  ["all failed", () => Array.from({ length: 17 }, () => undefined)],
  ["all equal", () => Array.from({ length: 17 }, () => 1)],
  ["far apart", (random) => drawn(random).map((fitness, i) => fitness * 10 ** (20 * (i - 8)))],
  ["one scored", (random) => drawn(random).map((fitness, i) => (i === 5 ? fitness : undefined))],
  ["short", (random) => drawn(random).slice(0, 6)],
  ["single", (random) => drawn(random).slice(0, 1)],
  ["empty", () => []],
  ["all scored again", (random) => drawn(random)],
];

function drawn(random: Random): number[] {
  return Array.from({ length: 17 }, () => random.normal());
}

interface Trial extends Limits {
  readonly random: Random;
}

/** Folds generations that end in all ways, and folds them again without ever asking: the memory must be the same. */
function checkMemory<Memory>(emitter: Emitter<Memory>, { start, after }: EmitterMemory<Memory>, trial: Trial): void {
  const { name } = emitter;
  const { random, members } = trial;
  const first = [...emitter.ask([], 17, random.fork("first"))];
  assert.deepEqual(
    [...emitter.ask([], 17, random.fork("first"), start)],
    first,
    `${name} proposed differently for the memory at the start and for none`,
  );
  let memory = start;
  const generations = endings.map(([ending, fitness], generation) => {
    const draw = random.fork("generation", generation);
    const proposals = [...emitter.ask(members, 17, draw, memory)];
    checkProposals(emitter, proposals, trial);
    const told = fitness(draw.fork("fitness")).map((value, i) => toldOf(proposals[i]!, i, value));
    const before = structuredClone(memory);
    const next = after(memory, told, draw);
    assert.deepEqual(memory, before, `${name} changed a memory (${ending})`);
    assert.deepEqual(after(before, told, draw), next, `${name} remembered differently for the same (${ending})`);
    const copied = structuredClone(next);
    assert.deepEqual(
      [...emitter.ask(members, 17, draw.fork("next"), copied)],
      [...emitter.ask(members, 17, draw.fork("next"), next)],
      `${name} proposed differently for a copy of its memory (${ending})`,
    );
    memory = next;
    return { told, draw, next };
  });
  let replayed = start;
  for (const { told, draw, next } of generations) {
    replayed = after(replayed, told, draw);
    assert.deepEqual(replayed, next, `${name} remembers otherwise when it was not asked before`);
  }
}

function toldOf({ island, operator, draft }: Proposal, index: number, fitness: number | undefined): Told {
  const child = { island, operator, parent: index % 5, ...(fitness !== undefined && { fitness }) };
  if (draft === undefined) return child;
  // It was written; it was not, and had its price; nobody was asked.
  const calls = [1, 5, 0][index % 3]!;
  const usage = { ...noUsage, input: 2000 * calls, output: 500 * calls };
  const spent: DraftTold = { operator: draft.operator, model: draft.model, calls, usage, usd: 0.01 * calls };
  return { ...child, ...(index % 3 === 0 && { operator: draft.operator }), draft: spent };
}
