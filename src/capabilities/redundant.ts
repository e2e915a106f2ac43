import { type Bits, countCommon, hasBit } from "./bits.ts";
import { type Groups, stratified } from "./exchange.ts";
import { isResponse } from "./contingency.ts";
import { isLong } from "./markov.ts";
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
 * A longer row speaks for a part of itself where at least this share of those show it who show the part; so does a response
 * for those to more, of which it is the end.
 */
const wholeShareMin = 0.8;

/**
 * Without patterns that say no more than another one: those that overlap it, and are not more frequent any more among the
 * units that show it and among those that do not. Responses tell when a single token comes, and so explain it. What single
 * tokens are left always stay, and explain each pair that they are part of; long patterns are more than their steps, so
 * they stay beside single tokens and go before pairs: what is done, and in which order, are two things. The best first, of
 * equal ones the longest.
 */
export function withoutRedundant<T extends Risen>(
  risen: readonly T[],
  { second, strata }: Groups,
  isMuch: (z: number) => boolean,
): readonly T[] {
  const order = risen.toSorted((a, b) => b.z - a.z || lengthOf(b) - lengthOf(a));
  const responses = order.filter(({ pattern }) => isResponse(pattern));
  const rows = order.filter(({ pattern }) => !isResponse(pattern));
  const single = rows.filter((one) => lengthOf(one) === 1);
  const tokens = new Set(single.flatMap(({ pattern }) => pattern.tokens));
  const pairs = rows.filter(
    ({ pattern }) => pattern.tokens.length === 2 && !pattern.tokens.some((one) => tokens.has(one)),
  );
  const long = rows.filter(({ pattern }) => isLong(pattern));
  const kept = new Map<T, readonly number[]>();
  // A response to more has to say more than those to less.
  const inTurn = [...responses.toSorted((a, b) => lengthOf(a) - lengthOf(b) || b.z - a.z), ...single];
  for (const one of [...inTurn, ...long.map((some) => wholeOf(some, long)), ...pairs]) {
    if (kept.has(one)) continue;
    const saysMore = [...kept].every(
      ([other, strataWith]) =>
        !overlap(one.pattern, other.pattern) ||
        (!isSpokenFor(one, other) && isMuch(stratified(one.shown, { second, strata: strataWith }))),
    );
    if (saysMore) kept.set(one, divided(strata, one.shown));
  }
  return order.filter((one) => kept.has(one));
}

/** The longest pattern that most of those show who show this one, and that contains it. */
function wholeOf<T extends Risen>(part: T, long: readonly T[]): T {
  const least = wholeShareMin * countOf(part.shown);
  return long.reduce((longest, one) => {
    if (lengthOf(one) <= lengthOf(longest) || countOf(one.shown) < least) return longest;
    return commonOf(part.pattern.tokens, one.pattern.tokens) === lengthOf(part) ? one : longest;
  }, part);
}

/** Whether a response is to the end of what another one is to, and most of those show it who show the other. */
function isSpokenFor({ pattern, shown }: Risen, other: Risen): boolean {
  const end = other.pattern.tokens;
  const isEnd = isResponse(pattern) && pattern.tokens.slice(-end.length).join() === end.join();
  return isEnd && end.length > 1 && countCommon(shown, other.shown) >= wholeShareMin * countOf(shown);
}

function countOf(bits: Bits): number {
  return countCommon(bits, bits);
}

function lengthOf({ pattern }: Risen): number {
  return pattern.tokens.length;
}

/** Strata divided into those who show something and those who do not. */
function divided(strata: readonly number[], shown: Bits): readonly number[] {
  return strata.map((stratum, unit) => 2 * stratum + (hasBit(shown, unit) ? 1 : 0));
}

/**
 * Whether two patterns may say the same: two responses about the same choice, which is one where there are only two acts;
 * a response and its act; or two rows that have half of the shorter one in common in the same order, and two tokens at least.
 */
function overlap(a: Pattern, b: Pattern): boolean {
  const acts = a.acts ?? b.acts;
  if (acts !== undefined)
    return a.tokens.at(-1) === b.tokens.at(-1) || (isResponse(a) && isResponse(b) && acts.length === 2);
  const [one, other] = [a.tokens, b.tokens];
  return commonOf(one, other) >= Math.max(2, Math.ceil(Math.min(one.length, other.length) / 2));
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
