import type { Member } from "../archives/member.ts";
import type { Told } from "../emitters/emitter.ts";
import type { Genome } from "../genome/genome.ts";
import { assert } from "../std/errors.ts";
import type { GenerationFinished, VariantBorn } from "./event.ts";
import type { Spent } from "./spending.ts";

/** A birth of the generation under way, and the member that it is once it is scored. */
export interface Birth {
  readonly born: VariantBorn;
  readonly genome: Genome;
  /** The fitness of its best parent; infinity where it has none, so that it beats nobody. */
  readonly parent: number;
  /** What models were asked for it; absent where they were not. */
  readonly spent?: Spent;
  member?: Member;
}

/**
 * Who lives after a generation: the members who stay, in their order, then those who enter, in the archive's order. Each
 * counts its children among the births.
 */
export function settled(
  members: readonly Member[],
  births: ReadonlyMap<number, Birth>,
  { entered, left }: Pick<GenerationFinished, "entered" | "left">,
): readonly Member[] {
  const moved = new Set<number>();
  for (const [id, island] of entered) moved.add(placeOf(id, island));
  for (const [id, island] of left) moved.add(placeOf(id, island));
  const byId = new Map<number, Member>();
  for (const member of members) byId.set(member.id, member);
  for (const { member } of births.values()) if (member !== undefined) byId.set(member.id, member);
  const stay = members.filter(({ id, island }) => !moved.has(placeOf(id, island)));
  const come = entered.map(([id, island, niche]): Member => {
    const member = byId.get(id);
    assert(member !== undefined, `variant ${id} enters an archive without having been scored`);
    return { ...member, island, niche };
  });
  const children = countChildren(births);
  return [...stay, ...come].map((member) => {
    const more = children.get(member.id) ?? 0;
    return more === 0 ? member : { ...member, children: member.children + more };
  });
}

/** What became of the births of a generation, for the emitter; `members` are those who live after it. */
export function toldOf(births: Iterable<Birth>, members: readonly Member[]): readonly Told[] {
  let worst = Infinity;
  for (const { fitness } of members) worst = Math.min(worst, fitness);
  return Array.from(births, ({ born, parent, spent, member }) => {
    const { island, operator, draft } = born;
    const beaten = parent === -Infinity ? worst : parent;
    return {
      island,
      operator,
      ...(member === undefined ? {} : { fitness: member.fitness }),
      ...(Number.isFinite(beaten) ? { parent: beaten } : {}),
      ...(draft === undefined || spent === undefined
        ? {}
        : { draft: { ...draft, calls: spent.calls, usage: spent.usage, usd: spent.usd } }),
    };
  });
}

/** One number for a variant on an island, of which there are at most a thousand. */
export function placeOf(id: number, island: number): number {
  return id * 1024 + island;
}

function countChildren(births: ReadonlyMap<number, Birth>): ReadonlyMap<number, number> {
  const children = new Map<number, number>();
  for (const { born } of births.values()) {
    for (const parent of born.parents) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  return children;
}
