import { mean, normalShare } from "../std/statistics.ts";

/** What is believed of a mean: a normal distribution. */
export interface Belief {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The belief in the mean of at least two values after a normal prior around 0 with this deviation: the values' mean is
 * taken as normal, with their own variance (Gelman et al., "Bayesian Data Analysis", section 2.5).
 */
export function posteriorOf(values: readonly number[], priorScale: number): Belief {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const noise = squares / (values.length - 1) / values.length;
  const prior = priorScale ** 2;
  return { mean: (centre * prior) / (prior + noise), deviation: Math.sqrt((prior * noise) / (prior + noise)) };
}

/** The probability that what is believed in is at least so large. */
export function probabilityAtLeast({ mean: centre, deviation }: Belief, least: number): number {
  if (deviation === 0) return centre >= least ? 1 : 0;
  return normalShare((centre - least) / deviation);
}
