import { bounded } from "../points.ts";
import type { Covariance, CovarianceModel } from "./covariance.ts";
import { type Rates, ratesOf } from "./rates.ts";

/** The distribution that samples are drawn from: an immutable value. */
export interface Distribution {
  readonly mean: Float64Array;
  /** The step size. */
  readonly sigma: number;
  readonly covariance: Covariance;
  /** The evolution paths: where the mean went of late, whitened and not. */
  readonly sigmaPath: Float64Array;
  readonly covariancePath: Float64Array;
  readonly updates: number;
}

/** A sample that takes part in an update; one that failed has the fitness -Infinity. */
export interface Ranked {
  readonly sample: number;
  readonly fitness: number;
}

/** Draws a sample: standard normals, and what the covariance makes of them. They hold until the next is drawn. */
export type Draw = (sample: number) => { readonly z: Float64Array; readonly y: Float64Array };

/** The step size stays between these. */
const sigmaMin = 1e-15;
const sigmaMax = 1e9;

/** A distribution that is the same in all directions. */
export function distributionAt(mean: Float64Array, sigma: number, model: CovarianceModel): Distribution {
  return {
    mean,
    sigma: Math.min(sigmaMax, Math.max(sigmaMin, sigma)),
    covariance: model.start,
    sigmaPath: new Float64Array(mean.length),
    covariancePath: new Float64Array(mean.length),
    updates: 0,
  };
}

/** The distribution after it was told how good its samples are: at least two, from the best to the worst. */
export function updated(
  distribution: Distribution,
  model: CovarianceModel,
  order: readonly Ranked[],
  draw: Draw,
): Distribution {
  const { covariance, sigma } = distribution;
  const size = distribution.mean.length;
  const rates = ratesOf(size, order.length, model.isDiagonal);
  const updates = distribution.updates + 1;
  const { z, change } = recombined(model, rates, order, draw);
  const step = new Float64Array(size);
  model.spread(covariance, z, step);
  const mean = bounded(distribution.mean.map((value, i) => value + sigma * step[i]!));

  const white = new Float64Array(size);
  model.turn(covariance, z, white);
  const sigmaPath = followed(distribution.sigmaPath, white, rates.sigmaPath, rates.effective);
  const length = lengthOf(sigmaPath) / expectedLength(size);
  // While the step size grows fast, the path of the covariance must not: it would stretch with it.
  const isSteady = length / Math.sqrt(1 - (1 - rates.sigmaPath) ** (2 * updates)) < 1.4 + 2 / (size + 1);
  const forgets = rates.covariancePath;
  const covariancePath = followed(distribution.covariancePath, step, forgets, isSteady ? rates.effective : 0);
  model.addOuter(change, rates.rankOne, covariancePath);
  const stalled = isSteady ? 0 : forgets * (2 - forgets);
  const total = rates.weights.reduce((sum, weight) => sum + weight, 0);
  const kept = 1 - rates.rankOne * (1 - stalled) - rates.rankMany * total;
  const lazy = 1 / (10 * size * (rates.rankOne + rates.rankMany));
  const adapted = model.adapted(covariance, kept, change, lazy);

  const growth =
    (rates.sigmaPath / rates.damping) * (length - 1) + (isFlat(order) ? 0.2 + rates.sigmaPath / rates.damping : 0);
  const next = sigma * Math.exp(Math.min(1, growth));
  if (adapted === undefined) return distributionAt(mean, next * meanScale(covariance), model);
  return { ...distributionAt(mean, next, model), covariance: adapted, sigmaPath, covariancePath, updates };
}

/** The weighted mean of the better samples' normals, and what all samples add to the covariance. */
function recombined(model: CovarianceModel, rates: Rates, order: readonly Ranked[], draw: Draw) {
  const size = model.start.scales.length;
  const mean = new Float64Array(size);
  const change = model.zeros();
  for (const [rank, { sample }] of order.entries()) {
    const { z, y } = draw(sample);
    const weight = rates.weights[rank]!;
    if (weight > 0) for (let i = 0; i < size; i++) mean[i] = mean[i]! + weight * z[i]!;
    // Bad samples count by their direction, not by their length, which would take more than there is.
    const even = weight < 0 ? size / lengthOf(z) ** 2 : 1;
    model.addOuter(change, rates.rankMany * weight * even, y);
  }
  return { z: mean, change };
}

/** An evolution path one step further. */
function followed(path: Float64Array, step: Float64Array, forgets: number, effective: number): Float64Array {
  const gain = Math.sqrt(forgets * (2 - forgets) * effective);
  return path.map((value, i) => (1 - forgets) * value + gain * step[i]!);
}

function lengthOf(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}

/** The expected length of a standard normal vector, nearly. */
function expectedLength(size: number): number {
  return Math.sqrt(size) * (1 - 1 / (4 * size) + 1 / (21 * size * size));
}

/** Whether most samples are as good as the best: the tutorial's advice is a larger step then. */
function isFlat(order: readonly Ranked[]): boolean {
  return order[0]!.fitness === order[Math.ceil(0.7 * order.length) - 1]!.fitness;
}

function meanScale({ scales }: Covariance): number {
  return lengthOf(scales) / Math.sqrt(scales.length);
}
