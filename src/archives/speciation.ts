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

/** Species while they are being filled, with the leaders' places in the list. */
interface Draft {
  readonly leaders: readonly number[];
  readonly members: readonly (readonly Member[])[];
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
  const apart = distances(everyone, distance);
  let best: Draft | undefined;
  let miss = speciesFactorMax * target;
  for (let low = 0, high = 1, turn = 0; turn < halvingsMax && miss > 0; turn++) {
    const threshold = (low + high) / 2;
    const draft = drafted(everyone, representatives.length, threshold, { apart, speciesMax: target + miss });
    const isMany = draft === undefined || draft.inhabited > target;
    if (draft !== undefined && Math.abs(draft.inhabited - target) < miss) {
      best = draft;
      miss = Math.abs(draft.inhabited - target);
    }
    if (isMany) low = threshold;
    else high = threshold;
  }
  best ??= drafted(everyone, representatives.length, 1, { apart, speciesMax: Infinity });
  return speciesOf(best!, everyone, representatives.length);
}

interface Limits {
  /** The distance of a leader and another, by their places. */
  readonly apart: (leader: number, place: number) => number;
  readonly speciesMax: number;
}

/** The species at a threshold; undefined where they are as many as the maximum or more. */
function drafted(
  everyone: readonly Member[],
  representatives: number,
  threshold: number,
  { apart, speciesMax }: Limits,
): Draft | undefined {
  const leaders: number[] = [];
  const members: Member[][] = [];
  let inhabited = 0;
  for (let place = 0; place < everyone.length; place++) {
    let species = 0;
    while (species < leaders.length && apart(leaders[species]!, place) > threshold) species++;
    if (species === leaders.length) {
      leaders.push(place);
      members.push([]);
    }
    if (place < representatives) continue;
    if (members[species]!.push(everyone[place]!) === 1 && ++inhabited >= speciesMax) return undefined;
  }
  return { leaders, members, inhabited };
}

function speciesOf(draft: Draft, everyone: readonly Member[], representatives: number): readonly Species[] {
  return draft.leaders.flatMap((place, species) => {
    const leader = everyone[place]!;
    const members = draft.members[species]!;
    const niche = place < representatives ? leader.niche : leader.id;
    return members.length > 0 ? [{ niche, members }] : [];
  });
}

/** Distances, each worked out once, when it is first asked for. */
function distances(everyone: readonly Member[], distance: Distance): (leader: number, place: number) => number {
  const rows = new Map<number, Float64Array>();
  return (leader, place) => {
    let row = rows.get(leader);
    if (row === undefined) {
      row = new Float64Array(everyone.length).fill(-1);
      rows.set(leader, row);
    }
    if (row[place]! < 0) row[place] = distance(everyone[leader]!.genome, everyone[place]!.genome);
    return row[place]!;
  };
}
