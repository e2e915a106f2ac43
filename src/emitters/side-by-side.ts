import type { Member } from "../archives/member.ts";
import { assert } from "../std/errors.ts";
import type { Random } from "../std/random.ts";
import type { Draft, DraftTry, Emitter, Proposal, Told } from "./emitter.ts";

/** The memories of the islands' emitters. */
type Memories = readonly unknown[];

/**
 * One emitter an island, each made for one island and knowing no other: they take turns. What lives on one island never
 * breeds with what lives on another, so islands may hold genomes of different kinds.
 */
export function sideBySide(emitters: readonly Emitter[]): Emitter<Memories> {
  assert(emitters.length > 0, "there is an island at least");
  const start = emitters.map(({ memory }) => memory?.start);
  return {
    name: emitters.map(({ name }) => name).join("+"),
    *ask(members, count, random, memory = start) {
      const turns = emitters.map((emitter, island) => {
        const own = Math.floor((count - island + emitters.length - 1) / emitters.length);
        const asked = emitter.ask(residents(members, island), own, streamOf(random, island), memory[island]);
        return asked[Symbol.iterator]();
      });
      let drafts = 0;
      for (let index = 0; index < count; index++) {
        const island = index % emitters.length;
        const { value } = turns[island]!.next() as IteratorYieldResult<Proposal>;
        const { draft } = value;
        yield {
          ...value,
          island,
          ...(draft && { draft: { ...draft, turn: drafts++, tries: triesOn(island, draft) } }),
        };
      }
    },
    memory: {
      start,
      after: (memories, told, random) =>
        emitters.map(({ memory }, island) =>
          memory?.after(memories[island], toldOf(told, island), streamOf(random, island)),
        ),
      searches: (memories) =>
        emitters.flatMap(({ memory }, island) =>
          (memory?.searches?.(memories[island]) ?? []).map((one) => ({ ...one, island })),
        ),
    },
  };
}

function streamOf(random: Random, island: number): Random {
  return random.fork("island", island);
}

/** An island's members as its emitter sees them: on the only island there is. */
function residents(members: readonly Member[], island: number): readonly Member[] {
  return members.filter((member) => member.island === island).map((member) => ({ ...member, island: 0 }));
}

/** The tries of a draft, with those whom they are about at home again. */
function triesOn(island: number, { tries }: Draft): readonly DraftTry[] {
  const home = (members: readonly Member[]): readonly Member[] => members.map((member) => ({ ...member, island }));
  return tries.map(({ parents, inspirations }) => ({ parents: home(parents), inspirations: home(inspirations) }));
}

function toldOf(told: readonly Told[], island: number): readonly Told[] {
  return told.filter((one) => one.island === island).map((one) => ({ ...one, island: 0 }));
}
