import { expectWhole } from "../std/expect.ts";
import type { Archive } from "./archive.ts";
import type { Member } from "./member.ts";
import { byMerit, distinct, settled } from "./merit.ts";
import { type Distance, speciated, type Species } from "./speciation.ts";

export interface SpeciesOptions {
  /** How many members live at once, from 1 to 1,000,000. */
  readonly capacity: number;
  /** How many species are wanted, from 1 to 1,000. */
  readonly target: number;
  /** The distance of the genomes' kind. */
  readonly distance: Distance;
  /**
   * A species whose best is older than so many generations dies out, unless it is one of the two best; 0 for never, 20
   * unless told.
   */
  readonly stagnation?: number;
}

/** Species as large as this keep their best. */
const eliteSizeMin = 5;

/** So many of the best species never die out. */
const protectedSpecies = 2;

/**
 * Speciation as survivor selection (NEAT: Stanley and Miikkulainen, Evolutionary Computation 10(2), 2002): newcomers
 * replace the old, but for the best of all and of each larger species. The niche is the species; a newcomer joins one
 * whose best is near enough, and how near that is, is chosen anew each generation, so that there are as many species as
 * wanted, or nearly so. The house is full whenever there are enough genomes: where they are too many, those leave whose
 * fitness is least when it is shared in their species (Goldberg and Richardson 1987); where newcomers are too few, the
 * best of the old stay. Throws `UserError` for settings out of range.
 */
export function species({ capacity, target, distance, stagnation = 20 }: SpeciesOptions): Archive {
  expectWhole("capacity", capacity, 1, 1_000_000);
  expectWhole("target", target, 1, 1000);
  expectWhole("stagnation", stagnation, 0, 1_000_000);
  return {
    name: "species",
    capacity,
    islands: 1,
    place({ generation, members, newcomers }) {
      const old = residents(members);
      const bests = old.map(([best]) => best!);
      const elites = bests.filter((_, rank) => rank === 0 || old[rank]!.length >= eliteSizeMin);
      const young = distinct([...elites, ...newcomers].toSorted(byMerit));
      if (young.length === 0) return [];
      const found = speciated(bests, young, target, distance).toSorted(byBest);
      const isStale = ({ members: [best] }: Species, rank: number): boolean =>
        stagnation > 0 && rank >= protectedSpecies && generation - best!.generation > stagnation;
      const stale = found.filter(isStale);
      const fresh = found.filter((one) => !stale.includes(one));
      const first = byShare(fresh, new Set(elites));
      if (first.length >= capacity) return first.slice(0, capacity).toSorted(byMerit);
      const leaving = new Set(stale.map(({ niche }) => niche));
      const staying = members.toSorted(byMerit).filter(({ niche }) => !leaving.has(niche));
      const last = [...stale.flatMap(settledMembers), ...members.toSorted(byMerit)];
      return distinct([...first, ...staying, ...last])
        .slice(0, capacity)
        .toSorted(byMerit);
    },
  };
}

/** The members of each species, best first, the best species first. */
function residents(members: readonly Member[]): readonly (readonly Member[])[] {
  const groups = new Map<number, Member[]>();
  for (const member of members.toSorted(byMerit)) {
    const group = groups.get(member.niche);
    if (group === undefined) groups.set(member.niche, [member]);
    else group.push(member);
  }
  return [...groups.values()];
}

function settledMembers({ niche, members }: Species): readonly Member[] {
  return members.map((member) => settled(member, 0, niche));
}

function byBest({ members: [a] }: Species, { members: [b] }: Species): number {
  return byMerit(a!, b!);
}

/** First the best of all and the elites, then the others by their share of fitness, the largest first. */
function byShare(found: readonly Species[], elites: ReadonlySet<Member>): readonly Member[] {
  const lowest = Math.min(...found.map(({ members }) => members.at(-1)!.fitness));
  const kept: Member[] = [];
  const others: { readonly member: Member; readonly share: number }[] = [];
  for (const [rank, { niche, members }] of found.entries()) {
    for (const [place, one] of members.entries()) {
      const member = settled(one, 0, niche);
      if (elites.has(one) || (rank === 0 && place === 0)) kept.push(member);
      else others.push({ member, share: (member.fitness - lowest) / members.length });
    }
  }
  others.sort((a, b) => b.share - a.share || byMerit(a.member, b.member));
  return [...kept.toSorted(byMerit), ...others.map(({ member }) => member)];
}
