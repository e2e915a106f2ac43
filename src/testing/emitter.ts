import assert from "node:assert/strict";
import type { Member } from "../archives/member.ts";
import type { Emitter, Proposal } from "../emitters/emitter.ts";
import type { Genome } from "../genome/genome.ts";
import { type Random, randomFromSeed } from "../std/random.ts";
import { memberOf } from "./members.ts";

/** What an emitter promises beyond the laws of all, and what it needs. */
export interface EmitterLaws {
  /** Genomes of the emitter's kind for the members that are shown to it; at least one. */
  readonly genomes: readonly Genome[];
  /** How many islands the emitter works for; 1 unless told. */
  readonly islands?: number;
  /** Whether asking for more leaves the first proposals as they are; true unless told. */
  readonly prefixStable?: boolean;
  readonly seed?: number;
}

/** Checks the laws of an emitter. Throws an `AssertionError` that names the law that is broken. */
export async function checkEmitter(emitter: Emitter, laws: EmitterLaws): Promise<void> {
  const { genomes, islands = 1, prefixStable = true, seed = 1 } = laws;
  const random = randomFromSeed(seed);
  const everywhere = membersFrom(genomes, islands, random);
  for (const members of [[], everywhere, everywhere.slice(0, 1)]) {
    for (const count of [0, 1, 2, 17]) {
      const draw = random.fork("ask", members.length, count);
      const proposals = askTwice(emitter, members, count, draw);
      for (const proposal of proposals) checkProposal(emitter, proposal, members, islands);
      if (!prefixStable) continue;
      const more = [...emitter.ask(members, count + 5, draw.fork("same"))];
      assert.deepEqual(
        more.slice(0, count),
        proposals,
        `${emitter.name} changed its first proposals when asked for more`,
      );
    }
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

function checkProposal(emitter: Emitter, proposal: Proposal, members: readonly Member[], islands: number): void {
  const { operator, parents, island } = proposal;
  assert(operator.length > 0, `${emitter.name} named no operator`);
  assert(Number.isInteger(island) && island >= 0 && island < islands, `${emitter.name} proposed for island ${island}`);
  for (const parent of parents) {
    const found = members.some(({ id, island: home }) => id === parent && home === island);
    assert(found, `${emitter.name} named a parent, ${parent}, that does not live on island ${island}`);
  }
}
