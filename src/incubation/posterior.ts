import { normalShare } from "../std/statistics.ts";

/** What is believed of a mean: a normal distribution. */
export interface Belief {
  readonly mean: number;
  readonly deviation: number;
}

/** What is known of some values: how many they are, their mean, and the sum of the squares of what they differ from it. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

/** The moments of no value. */
export const noMoments: Moments = { count: 0, mean: 0, squares: 0 };

/** The moments with one more value: B. P. Welford, Technometrics 4 (1962). */
export function withValue({ count, mean, squares }: Moments, value: number): Moments {
  const moved = mean + (value - mean) / (count + 1);
  return { count: count + 1, mean: moved, squares: squares + (value - mean) * (value - moved) };
}

/**
 * The belief in the mean of at least two values after a normal prior around 0 with this deviation: the values' mean is
 * taken as normal, with their own variance (Gelman et al., "Bayesian Data Analysis", section 2.5).
 */
export function posteriorOf({ count, mean, squares }: Moments, priorScale: number): Belief {
  const noise = squares / (count - 1) / count;
  const prior = priorScale ** 2;
  return { mean: (mean * prior) / (prior + noise), deviation: Math.sqrt((prior * noise) / (prior + noise)) };
}

/** The probability that what is believed in is at least so large. */
export function probabilityAtLeast({ mean: centre, deviation }: Belief, least: number): number {
  if (deviation === 0) return centre >= least ? 1 : 0;
  return normalShare((centre - least) / deviation);
}
