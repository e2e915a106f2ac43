import { assert } from "./errors.ts";

/** Points of a space, their coordinates one after the other. */
export interface Points {
  readonly count: number;
  readonly dimensions: number;
  /** count x dimensions, point by point. */
  readonly values: Float64Array;
}

/** Puts points of at least one coordinate side by side; all have as many, and all are finite. */
export function pointsOf(rows: readonly ArrayLike<number>[], dimensions: number = rows[0]?.length ?? 1): Points {
  assert(dimensions >= 1, "a point has at least one coordinate");
  const values = new Float64Array(rows.length * dimensions);
  for (const [i, row] of rows.entries()) {
    assert(row.length === dimensions, `points have ${dimensions} coordinates, point ${i} has ${row.length}`);
    values.set(row, i * dimensions);
  }
  assert(values.every(Number.isFinite), "coordinates are finite");
  return { count: rows.length, dimensions, values };
}

/** Some of the points, in the order of their numbers; a point may come several times. */
export function chosenPoints({ dimensions, values }: Points, numbers: ArrayLike<number>): Points {
  const chosen = new Float64Array(numbers.length * dimensions);
  for (let i = 0; i < numbers.length; i++) {
    const from = numbers[i]! * dimensions;
    chosen.set(values.subarray(from, from + dimensions), i * dimensions);
  }
  return { count: numbers.length, dimensions, values: chosen };
}

/** The Euclidean distance of two points, by their numbers. */
export function distance({ dimensions, values }: Points, a: number, b: number): number {
  let sum = 0;
  const [from, other] = [a * dimensions, b * dimensions];
  for (let k = 0; k < dimensions; k++) {
    const difference = values[from + k]! - values[other + k]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
