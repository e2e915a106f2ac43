import type { Told } from "./emitter.ts";

/** How fitness becomes weight in an update: by its rank, or by its distance from the mean in standard deviations. */
export type Shaping = "rank" | "z-score";

/** Shaped fitness of the proposals, with mean 0; failed ones are as good as the worst rank or the worst of the others. */
export function shaped(told: readonly Told[], shaping: Shaping): Float64Array {
  return shaping === "rank" ? centredRanks(told) : zScores(told);
}

/** Whether a proposal has a fitness that can be compared. */
export function isScored({ fitness }: Told): boolean {
  return fitness !== undefined && Number.isFinite(fitness);
}

/** Ranks from -0.5 (worst) to 0.5 (best): Salimans et al., arXiv 1703.03864. Equals share the mean of their ranks. */
function centredRanks(told: readonly Told[]): Float64Array {
  const values = told.map((one) => (isScored(one) ? one.fitness! : -Infinity));
  const order = values
    .map((_, i) => i)
    .toSorted((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0));
  const ranks = new Float64Array(told.length);
  const last = told.length - 1;
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = last === 0 ? 0 : (from + to - 1) / 2 / last - 0.5;
  }
  return ranks;
}

function zScores(told: readonly Told[]): Float64Array {
  const scored = told.filter(isScored).map(({ fitness }) => fitness!);
  // Not Math.min with a spread: there may be more proposals than arguments are allowed.
  const worst = scored.reduce((least, value) => Math.min(least, value), Infinity);
  const values = Float64Array.from(told, (one) => (isScored(one) ? one.fitness! : worst));
  // Scaled first, because the square of a large number overflows.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (scored.length === 0 || largest === 0) return new Float64Array(told.length);
  const scaled = values.map((value) => value / largest);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  const deviation = Math.sqrt(scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scaled.length);
  return scaled.map((value) => (deviation < 1e-12 ? 0 : (value - mean) / deviation));
}
