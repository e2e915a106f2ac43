import { assert, UserError } from "../std/errors.ts";
import { expectWhole } from "../std/expect.ts";
import type { Archive } from "./archive.ts";
import type { Member } from "./member.ts";
import { byMerit, settled } from "./merit.ts";

export interface IslandsOptions {
  /** How many islands, from 1 to 1,000. */
  readonly count: number;
  /** Every so many generations the best migrate; 0 for never, 10 unless told. */
  readonly migrateEvery?: number;
  /** How many members an island sends, and how many a restarted one begins with, from 1 to a capacity; 1 unless told. */
  readonly migrants?: number;
  /** An island whose best is older than so many generations is restarted if others do better; 0, as unless told, for never. */
  readonly resetAfter?: number;
  /** Every island's group, where there are several: members only ever go to islands of their own group. */
  readonly groups?: readonly number[];
}

/** The members of each island. */
type Populations = readonly (readonly Member[])[];

/** Places newcomers among the members of one island. */
type Settle = (
  why: string,
  island: number,
  members: readonly Member[],
  newcomers: readonly Member[],
) => readonly Member[];

/**
 * Archives of one sort side by side, each with the newcomers of its own. After these, in this order:
 * - an island without members, or whose best is stale and worse than the best of all, is emptied and restarted from
 *   copies of the best members of a random island that is neither (after FunSearch: Romera-Paredes et al., Nature 2024);
 * - when it is time, copies of each island's best members go to the next island, in a ring and all at once.
 *
 * Where islands are in groups, each group is a ring of its own. A variant may live on several islands, but once on each. Throws `UserError` for settings out of range.
 */
export function islands(archive: Archive, options: IslandsOptions): Archive {
  const { count, migrateEvery = 10, migrants = 1, resetAfter = 0, groups = [] } = options;
  const groupOf = (island: number): number => groups[island] ?? 0;
  expectWhole("count", count, 1, 1000);
  expectWhole("migrateEvery", migrateEvery, 0, 1_000_000);
  expectWhole("migrants", migrants, 1, archive.capacity);
  expectWhole("resetAfter", resetAfter, 0, 1_000_000);
  if (archive.islands !== 1) {
    throw new UserError(
      "bad-setting",
      "Expected an archive of one island, got islands in islands",
      "Set islands only once.",
    );
  }
  return {
    name: `islands-of-${archive.name}`,
    capacity: count * archive.capacity,
    islands: count,
    place({ generation, members, newcomers, random }) {
      const settle: Settle = (why, island, residents, arrivals) =>
        archive
          .place({ generation, members: residents, newcomers: arrivals, random: random.fork(why, island) })
          .map((member) => settled(member, island, member.niche));
      const isStale = (best: Member): boolean => resetAfter > 0 && generation - best.generation > resetAfter;
      const isTime = migrateEvery > 0 && generation > 0 && generation % migrateEvery === 0;

      const arriving = byIsland(newcomers, count);
      const grown = byIsland(members, count).map((residents, island) =>
        settle("grow", island, residents, arriving[island]!),
      );
      const living = grown.map((residents, island) => {
        const donors = donorsAmong(
          grown.filter((_, other) => groupOf(other) === groupOf(island)),
          isStale,
        );
        if (donors.length === 0 || donors.includes(residents)) return residents;
        return settle("restart", island, [], bestOf(random.fork("donor", island).pick(donors), migrants));
      });
      return (isTime && count > 1 ? migrate(living, { migrants, groupOf }, settle) : living).flat();
    },
  };
}

function byIsland(members: readonly Member[], count: number): Populations {
  const populations = Array.from({ length: count }, (): Member[] => []);
  for (const member of members) {
    const population = populations[member.island];
    assert(population !== undefined, `variant ${member.id} lives on one of ${count} islands, not on ${member.island}`);
    population.push(member);
  }
  return populations;
}

/** The islands that go on: those whose best is fresh, or as fit as the best of all. None where all are empty. */
function donorsAmong(populations: Populations, isStale: (best: Member) => boolean): Populations {
  const bests = populations.map((population) => bestOf(population, 1)[0]);
  const top = Math.max(...bests.map((best) => best?.fitness ?? -Infinity));
  return populations.filter((_, island) => {
    const best = bests[island];
    return best !== undefined && (best.fitness === top || !isStale(best));
  });
}

function migrate(
  populations: Populations,
  { migrants, groupOf }: { readonly migrants: number; readonly groupOf: (island: number) => number },
  settle: Settle,
): Populations {
  return populations.map((residents, island) => {
    const natives = new Set(residents.map(({ id }) => id));
    const ring = populations.map((_, other) => other).filter((other) => groupOf(other) === groupOf(island));
    const from = ring.at(ring.indexOf(island) - 1)!;
    const arrivals = bestOf(populations[from]!, migrants).filter(({ id }) => !natives.has(id));
    return settle("migrate", island, residents, arrivals);
  });
}

function bestOf(population: readonly Member[], count: number): Member[] {
  return population.toSorted(byMerit).slice(0, count);
}
