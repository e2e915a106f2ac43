import * as simple from "simple-statistics";
import { assert } from "./errors.ts";
import type { Random } from "./random.ts";

/** An estimate and the ends of its confidence interval. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** How an interval is bootstrapped. */
export interface BootstrapOptions {
  /** The confidence level, between 0 and 1; 0.95 unless told. */
  readonly level?: number;
  /** How many resamples are drawn, from 100; 2,000 unless told. */
  readonly resamples?: number;
}

/** The arithmetic mean of at least one value. */
export function mean(values: readonly number[]): number {
  return simple.mean(filled(values));
}

/** The median of at least one value. */
export function median(values: readonly number[]): number {
  return simple.median(filled(values));
}

/** The quantile at `fraction` (0 to 1) of at least one value, by linear interpolation (type 7 of Hyndman and Fan, 1996). */
export function quantile(values: readonly number[], fraction: number): number {
  return simple.quantile(filled(values), fraction);
}

/** The median distance from the median of at least one value, not rescaled. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  return simple.medianAbsoluteDeviation(filled(values));
}

/**
 * The mean of at least one value with its bias-corrected and accelerated (BCa) bootstrap interval: B. Efron, "Better
 * bootstrap confidence intervals", JASA 82 (1987). For the mean, the acceleration has a closed form.
 */
export function bootstrapInterval(values: readonly number[], random: Random, options: BootstrapOptions = {}): Interval {
  const { level = 0.95, resamples = 2000 } = options;
  assert(level > 0 && level < 1, `the level lies between 0 and 1, it is ${level}`);
  assert(Number.isInteger(resamples) && resamples >= 100, `there are at least 100 resamples, there are ${resamples}`);
  const estimate = mean(values);
  if (values.every((value) => value === values[0])) return { estimate, low: estimate, high: estimate };

  const means = resampledMeans(values, resamples, random);
  const bias = normalQuantile(shareBelow(means, estimate));
  const acceleration = accelerationOfMean(values, estimate);
  const end = (share: number): number => {
    const shifted = bias + normalQuantile(share);
    return simple.quantileSorted(means, normalShare(bias + shifted / (1 - acceleration * shifted)));
  };
  return { estimate, low: end((1 - level) / 2), high: end((1 + level) / 2) };
}

/** The mean of the differences `a[i] - b[i]` with its BCa bootstrap interval; both lists have the same length. */
export function pairedInterval(
  a: readonly number[],
  b: readonly number[],
  random: Random,
  options: BootstrapOptions = {},
): Interval {
  assert(a.length === b.length, `pairs have two halves, there are ${a.length} and ${b.length}`);
  const differences = a.map((value, index) => value - b[index]!);
  return bootstrapInterval(differences, random, options);
}

/** The share of successes among at least one trial with its score interval: E. B. Wilson, JASA 22 (1927). */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  assert(trials > 0 && successes >= 0 && successes <= trials, `${successes} of ${trials} is a share`);
  assert(level > 0 && level < 1, `the level lies between 0 and 1, it is ${level}`);
  const share = successes / trials;
  const z = normalQuantile((1 + level) / 2);
  const shrink = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / shrink;
  const half = (z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))) / shrink;
  // Rounding must not leave the unit interval, nor put the estimate outside its own interval.
  return {
    estimate: share,
    low: Math.max(0, Math.min(share, centre - half)),
    high: Math.min(1, Math.max(share, centre + half)),
  };
}

/** simple-statistics reads its input only, but says so in no type. */
function filled(values: readonly number[]): number[] {
  assert(values.length > 0, "a statistic has at least one value");
  return values as number[];
}

function resampledMeans(values: readonly number[], resamples: number, random: Random): number[] {
  const means = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    let sum = 0;
    for (let j = 0; j < values.length; j++) sum += values[random.int(values.length)]!;
    means[i] = sum / values.length;
  }
  return Array.from(means.toSorted());
}

/** The share of sorted values below a point, ties counted half, and kept off 0 and 1, where no quantile is finite. */
function shareBelow(sorted: readonly number[], point: number): number {
  let below = 0;
  for (const value of sorted) below += value < point ? 1 : value === point ? 0.5 : 0;
  return Math.min(Math.max(below, 0.5), sorted.length - 0.5) / sorted.length;
}

/** A sixth of the skewness of the jackknifed means. */
function accelerationOfMean(values: readonly number[], estimate: number): number {
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    squares += (value - estimate) ** 2;
    cubes += (value - estimate) ** 3;
  }
  return cubes / (6 * squares ** 1.5);
}

/** The share of a standard normal below a point, to six digits. */
export function normalShare(z: number): number {
  return (1 + simple.errorFunction(z / Math.SQRT2)) / 2;
}

/** The library's inverse is only good to two digits; Newton's method brings it to those of its error function (six). */
function normalQuantile(share: number): number {
  let z = simple.probit(share);
  for (let i = 0; i < 3; i++) z -= (normalShare(z) - share) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
  return z;
}
