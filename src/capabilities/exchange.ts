import { assert } from "../std/errors.ts";
import type { Random } from "../std/random.ts";
import { type Bits, countCommon, hasBit, noBits, setBit } from "./bits.ts";

/** Units of two groups. */
export interface Groups {
  /** The units that are in the second group, one entry a unit. */
  readonly second: readonly boolean[];
  /** Units of the same stratum are relatives, or alike otherwise; one entry a unit. */
  readonly strata: readonly number[];
}

/** What exchanging the units of two groups says of some traits. */
export interface Exchanged {
  /** By trait, how many standard deviations it is more frequent in the second group; 0 where that is none. */
  readonly z: Float64Array;
  /** How likely it is that any of them would be so much more frequent. */
  chanceOf(z: number): number;
}

/**
 * Whether traits are more frequent in the second group, given as sets of units. Within strata (Cochran-Mantel-Haenszel:
 * Mantel and Haenszel, JNCI 22, 1959), and corrected for all traits by exchanging units within strata so many times and
 * taking the largest statistic of all (Westfall and Young 1993, max-T).
 */
export function exchanged(
  traits: readonly Bits[],
  groups: Groups,
  { times, random }: { readonly times: number; readonly random: Random },
): Exchanged {
  const { second, strata } = groups;
  assert(second.length === strata.length, "each unit has a group and a stratum");
  const members = membersOf(strata);
  const expected = traits.map((trait) => expectedOf(trait, second, members));
  const statistics = (bits: Bits): Float64Array =>
    Float64Array.from(traits, (trait, i) => zOf(countCommon(trait, bits), expected[i]!));
  const z = statistics(bitsOf(second));
  const largest = Array.from({ length: times }, (_, turn) => {
    const stream = random.fork(turn);
    return statistics(exchangedOnce(second, members, stream)).reduce((most, one) => Math.max(most, one), -Infinity);
  });
  return { z, chanceOf: (value) => shareAtLeast(largest, value) };
}

/** How large the statistic of one trait is, within strata. */
export function stratified(trait: Bits, { second, strata }: Groups): number {
  return zOf(countCommon(trait, bitsOf(second)), expectedOf(trait, second, membersOf(strata)));
}

/** How likely it is that the largest of many is at least so large, by draws of it; what was observed counts as one more. */
export function shareAtLeast(largest: readonly number[], value: number): number {
  const reached = largest.reduce((count, one) => (one >= value ? count + 1 : count), 0);
  return (1 + reached) / (1 + largest.length);
}

/** How many of the second group show a trait if groups do not matter. */
interface Expected {
  readonly mean: number;
  readonly variance: number;
}

function expectedOf(trait: Bits, second: readonly boolean[], members: readonly (readonly number[])[]): Expected {
  let mean = 0;
  let variance = 0;
  for (const units of members) {
    const n = units.length;
    let shown = 0;
    let late = 0;
    for (const unit of units) {
      if (hasBit(trait, unit)) shown++;
      if (second[unit]!) late++;
    }
    mean += (shown * late) / n;
    if (n > 1) variance += (shown * (n - shown) * late * (n - late)) / (n * n * (n - 1));
  }
  return { mean, variance };
}

function zOf(count: number, { mean, variance }: Expected): number {
  return variance > 0 ? (count - mean) / Math.sqrt(variance) : 0;
}

/** The units of each stratum. */
function membersOf(strata: readonly number[]): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  for (const [unit, stratum] of strata.entries()) {
    const known = members.get(stratum);
    if (known === undefined) members.set(stratum, [unit]);
    else known.push(unit);
  }
  return [...members.values()];
}

function exchangedOnce(second: readonly boolean[], members: readonly (readonly number[])[], random: Random): Bits {
  const bits = noBits(second.length);
  for (const units of members) {
    const order = random.shuffle(units);
    for (const [i, unit] of units.entries()) if (second[unit]!) setBit(bits, order[i]!);
  }
  return bits;
}

function bitsOf(flags: readonly boolean[]): Bits {
  const bits = noBits(flags.length);
  for (const [unit, flag] of flags.entries()) if (flag) setBit(bits, unit);
  return bits;
}
