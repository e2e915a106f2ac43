import { normalShare } from "../std/statistics.ts";
import { noBits, setBit } from "./bits.ts";
import { stratified } from "./exchange.ts";

/** A variant that was scored, and how many children it had. */
export interface Judged {
  readonly generation: number;
  readonly island: number;
  /** In its genome kind's unit. */
  readonly size: number;
  readonly fitness: number;
  readonly children: number;
}

/** The normal distribution is known to six digits. */
const chanceMin = 1e-6;

/**
 * How likely the better ones would have had so many children, or more, if it did not matter who is better; undefined where
 * nobody had any. Selection in one number: of those of one island, one generation and about one size, are those who score
 * above the mean among those who have more children than the mean? By the test of Cochran, Mantel and Haenszel. Where
 * parents are drawn at random, who has children is independent of who is better among these, whatever became of their
 * lines. Operators fail on small programs more often, which says nothing of merit.
 */
export function selectionChance(judged: readonly Judged[]): number | undefined {
  if (judged.every(({ children }) => children === 0)) return undefined;
  const strata = judged.map(stratumOf);
  const better = noBits(judged.length);
  for (const [unit, yes] of aboveMean(judged, strata, ({ fitness }) => fitness).entries())
    if (yes) setBit(better, unit);
  const second = aboveMean(judged, strata, ({ children }) => children);
  return Math.max(chanceMin, 1 - normalShare(stratified(better, { second, strata: numbered(strata) })));
}

/** Sizes are alike from one power of two to the next. */
function stratumOf({ generation, island, size }: Judged): string {
  return [generation, island, Math.floor(Math.log2(size + 1))].join();
}

/** The same for equal names. */
function numbered(names: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return names.map((name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

/** Which of the variants are above the mean of their stratum. */
function aboveMean(
  judged: readonly Judged[],
  strata: readonly string[],
  valueOf: (one: Judged) => number,
): readonly boolean[] {
  const sums = new Map<string, { total: number; count: number }>();
  for (const [i, stratum] of strata.entries()) {
    const sum = sums.get(stratum) ?? { total: 0, count: 0 };
    sums.set(stratum, { total: sum.total + valueOf(judged[i]!), count: sum.count + 1 });
  }
  return judged.map((one, i) => {
    const { total, count } = sums.get(strata[i]!)!;
    return valueOf(one) > total / count;
  });
}
