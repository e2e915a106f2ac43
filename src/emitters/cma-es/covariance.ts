import { symmetricEigen } from "../../std/linear.ts";

/** A covariance matrix as a value, with what is needed to draw from it. */
export interface Covariance {
  /** The matrix, row by row, of which the lower triangle counts; or the diagonal alone. */
  readonly matrix: Float64Array;
  /** The square roots of the eigenvalues at the last decomposition; or of the diagonal. */
  readonly scales: Float64Array;
  /** The eigenvectors, row by row; empty where only the diagonal is kept. */
  readonly vectors: Float64Array;
  /** How many updates ago the decomposition was made. */
  readonly age: number;
}

/** What a full and a diagonal covariance do differently. */
export interface CovarianceModel {
  readonly isDiagonal: boolean;
  /** The identity. */
  readonly start: Covariance;
  /** y = B D z into `y`: a sample of the covariance where z is standard normal. */
  spread(covariance: Covariance, z: Float64Array, y: Float64Array): void;
  /** B z into `y`: a sample of the covariance, whitened. */
  turn(covariance: Covariance, z: Float64Array, y: Float64Array): void;
  /** A matrix of zeros in the form of `Covariance.matrix`. */
  zeros(): Float64Array;
  /** Adds the outer product of `y` with itself, times the weight, to such a matrix. */
  addOuter(matrix: Float64Array, weight: number, y: Float64Array): void;
  /**
   * `kept` times the covariance plus the change, decomposed again after `lazy` updates, and with a bounded condition;
   * undefined where numbers left the range in which they can be worked with.
   */
  adapted(covariance: Covariance, kept: number, change: Float64Array, lazy: number): Covariance | undefined;
}

/** Variances smaller than the largest over this are lifted: nothing is left of their precision. */
const conditionMax = 1e14;

/** A covariance of which the largest variance is beyond this or its inverse cannot be drawn from much longer. */
const varianceMax = 1e30;

/** All covariances: quadratic in memory and time, cubic at each decomposition. */
export function fullCovariance(size: number): CovarianceModel {
  const identity = new Float64Array(size * size);
  for (let i = 0; i < size; i++) identity[i * size + i] = 1;
  return {
    isDiagonal: false,
    start: { matrix: identity, scales: new Float64Array(size).fill(1), vectors: identity, age: 0 },
    spread: ({ vectors, scales }, z, y) => addRows(vectors, z, y, scales),
    turn: ({ vectors }, z, y) => addRows(vectors, z, y),
    zeros: () => new Float64Array(size * size),
    addOuter(matrix, weight, y) {
      for (let i = 0, row = 0; i < size; i++, row += size) {
        const factor = weight * y[i]!;
        for (let j = 0; j <= i; j++) matrix[row + j] = matrix[row + j]! + factor * y[j]!;
      }
    },
    adapted(covariance, kept, change, lazy) {
      const matrix = combined(covariance.matrix, kept, change);
      const age = covariance.age + 1;
      if (age < lazy) return { ...covariance, matrix, age };
      if (!matrix.every(Number.isFinite)) return undefined;
      const { values, vectors } = symmetricEigen(matrix, size);
      const lift = liftOf(values);
      for (let i = 0; i < size; i++) matrix[i * size + i] = matrix[i * size + i]! + lift;
      const scales = scalesOf(values, lift);
      return scales && { matrix, scales, vectors, age: 0 };
    },
  };
}

/** Variances only: linear in memory and time. */
export function diagonalCovariance(size: number): CovarianceModel {
  const ones = new Float64Array(size).fill(1);
  return {
    isDiagonal: true,
    start: { matrix: ones, scales: ones, vectors: new Float64Array(0), age: 0 },
    spread({ scales }, z, y) {
      for (let i = 0; i < size; i++) y[i] = scales[i]! * z[i]!;
    },
    turn: (_, z, y) => y.set(z),
    zeros: () => new Float64Array(size),
    addOuter(matrix, weight, y) {
      for (let i = 0; i < size; i++) matrix[i] = matrix[i]! + weight * y[i]! * y[i]!;
    },
    adapted(covariance, kept, change) {
      const matrix = combined(covariance.matrix, kept, change);
      const lift = liftOf(matrix);
      const scales = scalesOf(matrix, lift);
      return scales && { ...covariance, matrix: matrix.map((value) => value + lift), scales };
    },
  };
}

/** The longest axis over the shortest, from 1. */
export function axisRatioOf({ scales }: Covariance): number {
  return scales.reduce((a, b) => Math.max(a, b)) / scales.reduce((a, b) => Math.min(a, b));
}

/** What all variances must be lifted by, so that the smallest is not too small beside the largest. */
function liftOf(variances: Float64Array): number {
  const most = variances.reduce((a, b) => Math.max(a, b));
  const least = variances.reduce((a, b) => Math.min(a, b));
  return Math.max(0, most / conditionMax - least);
}

/** The standard deviations; undefined where the largest is out of range, or no number. */
function scalesOf(variances: Float64Array, lift: number): Float64Array | undefined {
  const most = variances.reduce((a, b) => Math.max(a, b)) + lift;
  const isSound = most <= varianceMax && most >= 1 / varianceMax;
  return isSound ? variances.map((value) => Math.sqrt(value + lift)) : undefined;
}

/** The sum of the rows times z, and times their scales, into `y`. */
function addRows(rows: Float64Array, z: Float64Array, y: Float64Array, scales?: Float64Array): void {
  const size = y.length;
  y.fill(0);
  // Two rows at a time, because writing back costs more than a product.
  for (let k = 0; k < size; k += 2) {
    const isLast = k + 1 === size;
    const upper = k * size;
    const lower = isLast ? upper : upper + size;
    const a = scales === undefined ? z[k]! : scales[k]! * z[k]!;
    const b = isLast ? 0 : scales === undefined ? z[k + 1]! : scales[k + 1]! * z[k + 1]!;
    for (let i = 0; i < size; i++) y[i] = y[i]! + (a * rows[upper + i]! + b * rows[lower + i]!);
  }
}

function combined(matrix: Float64Array, kept: number, change: Float64Array): Float64Array {
  const sum = new Float64Array(matrix.length);
  for (let i = 0; i < sum.length; i++) sum[i] = kept * matrix[i]! + change[i]!;
  return sum;
}
