import type { Member } from "./member.ts";

/** What members are ranked by. */
type Ranked = Pick<Member, "fitness" | "size" | "id">;

/** Orders members best first: the fitter one, then the smaller one, then the older one. */
export function byMerit(a: Ranked, b: Ranked): number {
  if (a.fitness !== b.fitness) return a.fitness > b.fitness ? -1 : 1;
  return a.size - b.size || a.id - b.id;
}

/** The first member of each genome, in their order. */
export function distinct(members: readonly Member[]): Member[] {
  const seen = new Set<string>();
  return members.filter(({ genome }) => seen.size < seen.add(genome.hash).size);
}

/** The member at this place; itself where it lives there already. */
export function settled(member: Member, island: number, niche: number): Member {
  return member.island === island && member.niche === niche ? member : { ...member, island, niche };
}
