import * as simple from "simple-statistics";
import { assert } from "./errors.ts";

/** What a test found: how surprising the data were if there were no difference, and how it was worked out. */
export interface TestResult {
  /** Two-sided, between 0 and 1. */
  readonly p: number;
  /** How many values it rests on: those that tell anything. */
  readonly n: number;
  readonly method: "exact" | "normal";
}

/** Beyond so many values the exact distributions take too long, and the normal ones are close. */
const signedExactMax = 200;
const summedExactMax = 60;

/**
 * The Wilcoxon signed-rank test of differences between pairs: F. Wilcoxon, Biometrics Bulletin 1 (1945). Differences
 * of 0 tell nothing and are left out; equal sizes share their ranks. The distribution is exact up to 200 differences,
 * ties included (B. Streitberg and J. Röhmel, Statistical Software Newsletter 12, 1986), and normal beyond.
 */
export function wilcoxonSignedRank(differences: readonly number[]): TestResult {
  const telling = differences.filter((value) => value !== 0);
  const n = telling.length;
  if (n === 0) return { p: 1, n, method: "exact" };
  const ranks = doubledRanks(telling.map(Math.abs));
  const plus = sum(ranks.filter((_, i) => telling[i]! > 0));
  if (n <= signedExactMax) return { p: twoSided(signedDistribution(ranks), plus), n, method: "exact" };
  const mean = sum(ranks) / 2;
  const deviation = Math.sqrt(sum(ranks.map((rank) => rank * rank))) / 2;
  // Doubled ranks differ by 2: half of that is the correction for continuity.
  return { p: normalTwoSided(Math.abs(plus - mean) - 1, deviation), n, method: "normal" };
}

/** What a comparison of two groups found. */
export interface MannWhitney extends TestResult {
  /** In how many pairs of one value of each group the first group's is larger; equal ones count half. */
  readonly u: number;
}

/**
 * The Mann-Whitney U test of two groups, both not empty: H. B. Mann and D. R. Whitney, Annals of Mathematical
 * Statistics 18 (1947). The distribution is exact up to 60 values, ties included, and normal with the correction for
 * ties beyond.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney {
  assert(a.length > 0 && b.length > 0, "both groups have values");
  const n = a.length + b.length;
  const ranks = doubledRanks([...a, ...b]);
  const first = sum(ranks.slice(0, a.length));
  const u = (first - a.length * (a.length + 1)) / 2;
  if (n <= summedExactMax) {
    return { u, p: twoSided(summedDistribution(ranks, a.length), first), n, method: "exact" };
  }
  const mean = (a.length * (2 * n + 2)) / 2;
  const spread = sum(ranks.map((rank) => (rank - (n + 1)) ** 2)) / n;
  const deviation = Math.sqrt((a.length * b.length * spread) / (n - 1));
  return { u, p: normalTwoSided(Math.abs(first - mean) - 1, deviation), n, method: "normal" };
}

/**
 * How often a value of the first group is larger than one of the second, equal ones counted half: 0.5 is no effect.
 * A. Vargha and H. D. Delaney, Journal of Educational and Behavioral Statistics 25 (2000).
 */
export function varghaDelaney(a: readonly number[], b: readonly number[]): number {
  return mannWhitney(a, b).u / (a.length * b.length);
}

/**
 * The matched-pairs rank-biserial correlation: the share of the rank sum in favour less the share against, from -1 to
 * 1; 0 where no difference tells anything. D. S. Kerby, Comprehensive Psychology 3 (2014).
 */
export function rankBiserial(differences: readonly number[]): number {
  const telling = differences.filter((value) => value !== 0);
  if (telling.length === 0) return 0;
  const ranks = doubledRanks(telling.map(Math.abs));
  return sum(ranks.map((rank, i) => (telling[i]! > 0 ? rank : -rank))) / sum(ranks);
}

/**
 * p-values corrected for how many there are, in their order: S. Holm, Scandinavian Journal of Statistics 6 (1979).
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).toSorted((a, b) => values[a]! - values[b]!);
  const corrected = values.map(() => 1);
  let largest = 0;
  for (const [place, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (values.length - place) * values[i]!));
    corrected[i] = largest;
  }
  return corrected;
}

/** Twice the rank of each value, from 2; equal values share the mean of theirs, which twice is a whole number. */
function doubledRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).toSorted((a, b) => values[a]! - values[b]!);
  const ranks = values.map(() => 0);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = values[order[from]!]!;
    while (to < order.length && values[order[to]!] === value) to++;
    for (const i of order.slice(from, to)) ranks[i] = from + to + 1;
  }
  return ranks;
}

/** The probability of each sum of ranks, each taken or not with probability 1/2. */
function signedDistribution(ranks: readonly number[]): Float64Array {
  const chances = new Float64Array(sum(ranks) + 1);
  chances[0] = 1;
  for (const rank of ranks) {
    for (let at = chances.length - 1; at >= 0; at--) {
      chances[at] = (chances[at]! + (at >= rank ? chances[at - rank]! : 0)) / 2;
    }
  }
  return chances;
}

/** The probability of each sum of so many ranks, all choices being equally likely. */
function summedDistribution(ranks: readonly number[], chosen: number): Float64Array {
  const width = sum(ranks) + 1;
  // ways[k * width + s]: how many choices of k ranks have the sum s; 2^60 of them at most, so that numbers will do.
  const ways = new Float64Array((chosen + 1) * width);
  ways[0] = 1;
  for (const rank of ranks) {
    for (let k = chosen; k >= 1; k--) {
      for (let at = width - 1; at >= rank; at--) ways[k * width + at]! += ways[(k - 1) * width + at - rank]!;
    }
  }
  const last = ways.slice(chosen * width);
  const all = sum(last);
  return last.map((count) => count / all);
}

/** The probability of what is at least as far out as the value on its side, twice. */
function twoSided(chances: Float64Array, value: number): number {
  const below = sum(chances.subarray(0, value + 1));
  const above = sum(chances.subarray(value));
  return Math.min(1, 2 * Math.min(below, above));
}

function normalTwoSided(distance: number, deviation: number): number {
  if (!(deviation > 0) || distance <= 0) return 1;
  return Math.min(1, 1 - simple.errorFunction(distance / deviation / Math.SQRT2));
}

function sum(values: readonly number[] | Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
