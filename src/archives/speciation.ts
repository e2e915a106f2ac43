import type { Genome } from "../genome/genome.ts";
import type { Member } from "./member.ts";

/** How far two genomes are apart, from 0 to 1, symmetric. */
export type Distance = (a: Genome, b: Genome) => number;

/** Members that are alike. */
export interface Species {
  /** The species' number: the id of the variant that founded it. */
  readonly niche: number;
  /** At least one, in the order in which they were given. */
  readonly members: readonly Member[];
}

/** Halvings of the threshold; the last one moves it by less than a thousandth. */
const halvingsMax = 12;

/** Thresholds that give more species than so many times the target, and one time more, are not looked at to the end. */
const speciesFactorMax = 3;

/** So many distances are kept, 128 MB; others are worked out whenever they are needed. */
const distancesMax = 2 ** 24;

/** Who is in which species, by places in the list of all. */
interface Draft {
  /** The leaders of the species. */
  readonly leaders: readonly number[];
  /** The species of each, the place of its leader in `leaders`. */
  readonly species: Int32Array;
  /** How many species have members that are not representatives. */
  readonly inhabited: number;
}

/**
 * Divides members into species: each joins the first species whose leader is within a threshold, or founds one. The
 * representatives come first, best first, and lead the species whose niche they have. The threshold is the one that
 * gives the number of species nearest the target, found by bisection; of equally near ones, the first.
 */
export function speciated(
  representatives: readonly Member[],
  members: readonly Member[],
  target: number,
  distance: Distance,
): readonly Species[] {
  const everyone = [...representatives, ...members];
  const rows = rowsOf(everyone, distance);
  let best: Draft | undefined;
  let miss = speciesFactorMax * target;
  for (let low = 0, high = 1, turn = 0; turn < halvingsMax && miss > 0; turn++) {
    const threshold = (low + high) / 2;
    const draft = drafted(rows, representatives.length, threshold, target + miss);
    const isMany = draft === undefined || draft.inhabited > target;
    if (draft !== undefined && Math.abs(draft.inhabited - target) < miss) {
      best = draft;
      miss = Math.abs(draft.inhabited - target);
    }
    if (isMany) low = threshold;
    else high = threshold;
  }
  best ??= drafted(rows, representatives.length, 1, Infinity);
  return speciesOf(best!, everyone, representatives.length);
}

/** The species at a threshold; undefined where those with members are as many as the maximum or more. */
function drafted(rows: Rows, representatives: number, threshold: number, speciesMax: number): Draft | undefined {
  const leaders: number[] = [];
  const leaderRows: (Float64Array | undefined)[] = [];
  const isInhabited: boolean[] = [];
  const species = new Int32Array(rows.count);
  let inhabited = 0;
  for (let place = 0; place < rows.count; place++) {
    let found = 0;
    while (found < leaders.length) {
      const row = leaderRows[found];
      let apart = row === undefined ? -1 : row[place]!;
      if (apart < 0) {
        apart = rows.distance(leaders[found]!, place);
        if (row !== undefined) row[place] = apart;
      }
      if (apart <= threshold) break;
      found++;
    }
    if (found === leaders.length) {
      leaders.push(place);
      leaderRows.push(rows.row(place));
      isInhabited.push(false);
    }
    species[place] = found;
    if (place < representatives || isInhabited[found]) continue;
    isInhabited[found] = true;
    if (++inhabited >= speciesMax) return undefined;
  }
  return { leaders, species, inhabited };
}

function speciesOf({ leaders, species }: Draft, everyone: readonly Member[], representatives: number): Species[] {
  const members = leaders.map((): Member[] => []);
  for (let place = representatives; place < everyone.length; place++) members[species[place]!]!.push(everyone[place]!);
  return leaders.flatMap((place, found) => {
    const niche = place < representatives ? everyone[place]!.niche : everyone[place]!.id;
    return members[found]!.length > 0 ? [{ niche, members: members[found]! }] : [];
  });
}

/** Distances from leaders to all. */
interface Rows {
  readonly count: number;
  /** Where they are kept, negative until they are worked out; undefined where that would be too many. */
  row(leader: number): Float64Array | undefined;
  distance(leader: number, place: number): number;
}

function rowsOf(everyone: readonly Member[], distance: Distance): Rows {
  const rows = new Map<number, Float64Array>();
  return {
    count: everyone.length,
    distance: (leader, place) => distance(everyone[leader]!.genome, everyone[place]!.genome),
    row(leader) {
      const known = rows.get(leader);
      if (known !== undefined) return known;
      if ((rows.size + 1) * everyone.length > distancesMax) return undefined;
      const row = new Float64Array(everyone.length).fill(-1);
      rows.set(leader, row);
      return row;
    },
  };
}
