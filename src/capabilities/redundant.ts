import type { Bits } from "./bits.ts";
import { hasBit } from "./bits.ts";
import { type Groups, stratified } from "./exchange.ts";
import { markovLengthMin } from "./markov.ts";
import type { Pattern } from "./pattern.ts";

/** A pattern that became more frequent. */
export interface Risen {
  readonly pattern: Pattern;
  /** The units that show it. */
  readonly shown: Bits;
  /** How much more frequent it became, in standard deviations. */
  readonly z: number;
}

/**
 * Without patterns that say no more than another one: those that overlap it, and are not more frequent any more among the
 * units that show it and among those that do not. Long patterns are more than their steps, so they go before pairs, and
 * single tokens always stay: what is done, and in which order, are two things. The best first, of equal ones the longest.
 */
export function withoutRedundant<T extends Risen>(
  risen: readonly T[],
  { second, strata }: Groups,
  isMuch: (z: number) => boolean,
): readonly T[] {
  const order = risen.toSorted((a, b) => b.z - a.z || lengthOf(b) - lengthOf(a));
  const strataWith = new Map<T, readonly number[]>();
  const saysMore = (one: T): boolean =>
    [...strataWith].every(
      ([other, divided]) =>
        !overlap(one.pattern.tokens, other.pattern.tokens) ||
        isMuch(stratified(one.shown, { second, strata: divided })),
    );
  const keep = (some: readonly T[]): void => {
    for (const one of some) if (lengthOf(one) === 1 || saysMore(one)) strataWith.set(one, divided(strata, one.shown));
  };
  keep(order.filter((one) => lengthOf(one) >= markovLengthMin));
  keep(order.filter((one) => lengthOf(one) === 1));
  keep(order.filter((one) => lengthOf(one) === 2));
  return order.filter((one) => strataWith.has(one));
}

function lengthOf({ pattern }: Risen): number {
  return pattern.tokens.length;
}

/** Strata divided into those who show something and those who do not. */
function divided(strata: readonly number[], shown: Bits): readonly number[] {
  return strata.map((stratum, unit) => 2 * stratum + (hasBit(shown, unit) ? 1 : 0));
}

/** Whether rows of tokens have at least half of the shorter one in common in the same order, two tokens where it has two. */
function overlap(a: readonly number[], b: readonly number[]): boolean {
  const shorter = Math.min(a.length, b.length);
  return commonOf(a, b) >= Math.max(Math.min(2, shorter), Math.ceil(shorter / 2));
}

/** The length of the longest common subsequence. */
function commonOf(a: readonly number[], b: readonly number[]): number {
  let lengths = b.map(() => 0);
  for (const token of a) {
    const before = lengths;
    lengths = [];
    for (let j = 0; j < b.length; j++) {
      const both = token === b[j] ? (before[j - 1] ?? 0) + 1 : 0;
      lengths.push(Math.max(both, before[j]!, lengths[j - 1] ?? 0));
    }
  }
  return lengths.at(-1) ?? 0;
}
