/** How samples are recombined and how fast the distribution learns: N. Hansen, "The CMA Evolution Strategy: A Tutorial". */
export interface Rates {
  /** One weight a rank, best first: the first half is positive with sum 1, the others are not. */
  readonly weights: Float64Array;
  /** The variance-effective number of the samples with positive weights. */
  readonly effective: number;
  /** How fast the evolution path of the step size forgets, and the damping of the step size. */
  readonly sigmaPath: number;
  readonly damping: number;
  /** How fast the evolution path of the covariance forgets. */
  readonly covariancePath: number;
  /** What the covariance takes from its path, and from the samples. */
  readonly rankOne: number;
  readonly rankMany: number;
}

/**
 * The default rates for `size` numbers and so many samples, from 2 (arXiv 1604.00772, table 1, with active covariance
 * adaptation). A diagonal covariance learns (size + 2) / 3 times as fast (Ros and Hansen, PPSN 2008).
 */
export function ratesOf(size: number, samples: number, isDiagonal: boolean): Rates {
  const raw = Float64Array.from({ length: samples }, (_, i) => Math.log((samples + 1) / 2) - Math.log(i + 1));
  const parents = samples >> 1;
  const effective = effectiveOf(raw.subarray(0, parents));
  const sigmaPath = (effective + 2) / (size + effective + 5);
  const damping = 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (size + 1)) - 1) + sigmaPath;
  const covariancePath = (4 + effective / size) / (size + 4 + (2 * effective) / size);
  const faster = isDiagonal ? (size + 2) / 3 : 1;
  const rankOne = Math.min(1, (faster * 2) / ((size + 1.3) ** 2 + effective));
  const many = (0.25 + effective + 1 / effective - 2) / ((size + 2) ** 2 + effective);
  const rankMany = Math.min(1 - rankOne, faster * 2 * many);
  const negative = effectiveOf(raw.subarray(parents));
  const share = Math.min(
    1 + rankOne / rankMany,
    1 + (2 * negative) / (effective + 2),
    // So much and no more keeps the covariance positive definite.
    (1 - rankOne - rankMany) / (size * rankMany),
  );
  return { weights: balanced(raw, share), effective, sigmaPath, damping, covariancePath, rankOne, rankMany };
}

/** So many samples a generation are the default: 4 + 3 ln(size). */
export function defaultSamples(size: number): number {
  return 4 + Math.floor(3 * Math.log(size));
}

function effectiveOf(weights: Float64Array): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** Positive weights with the sum 1, the others with the sum of minus the share. */
function balanced(raw: Float64Array, share: number): Float64Array {
  let above = 0;
  let below = 0;
  for (const weight of raw) {
    if (weight > 0) above += weight;
    else below -= weight;
  }
  return raw.map((weight) => (weight > 0 ? weight / above : below === 0 ? 0 : (share * weight) / below));
}
