import { symmetricEigen } from "./linear.ts";
import { type Points, pointsOf } from "./points.ts";

/** Below this share of all variance, a direction is rounding. */
const shareMin = 1e-9;

/**
 * Points in the coordinates in which they vary most, at most `most` of them (principal components), with the mean at 0. Each
 * direction is turned so that its largest weight is positive. Where the points do not vary, one coordinate is left, which is 0.
 */
export function principalComponents(points: Points, most: number): Points {
  const { count, dimensions } = points;
  const values = centred(points);
  const covariance = covarianceOf(values, count, dimensions);
  const { values: variances, vectors } = symmetricEigen(covariance, dimensions);
  const total = variances.reduce((sum, one) => sum + Math.max(0, one), 0);
  const directions = Array.from(variances.keys())
    .filter((k) => variances[k]! > total * shareMin)
    .toSorted((a, b) => variances[b]! - variances[a]! || a - b)
    .slice(0, most)
    .map((k) => turned(vectors.subarray(k * dimensions, (k + 1) * dimensions)));
  if (directions.length === 0) directions.push(new Float64Array(dimensions));
  const rows = Array.from({ length: count }, (_, i) => {
    const row = values.subarray(i * dimensions, (i + 1) * dimensions);
    return directions.map((direction) => product(row, direction));
  });
  return pointsOf(rows, directions.length);
}

/** The coordinates of points around their mean. */
function centred({ count, dimensions, values }: Points): Float64Array {
  const means = new Float64Array(dimensions);
  for (let at = 0; at < values.length; at++) means[at % dimensions]! += values[at]! / count;
  return values.map((value, at) => value - means[at % dimensions]!);
}

/** The lower triangle of the covariances; the rest is 0. */
function covarianceOf(values: Float64Array, count: number, dimensions: number): Float64Array {
  const covariance = new Float64Array(dimensions * dimensions);
  for (let i = 0; i < count; i++) {
    const row = values.subarray(i * dimensions, (i + 1) * dimensions);
    for (let a = 0; a < dimensions; a++) {
      const scaled = row[a]! / count;
      if (scaled === 0) continue;
      for (let b = 0; b <= a; b++) covariance[a * dimensions + b]! += scaled * row[b]!;
    }
  }
  return covariance;
}

function turned(direction: Float64Array): Float64Array {
  const largest = direction.reduce((most, weight) => (Math.abs(weight) > Math.abs(most) ? weight : most), 0);
  return largest < 0 ? direction.map((weight) => -weight) : direction;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
