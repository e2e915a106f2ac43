import type { Genome } from "../genome/genome.ts";
import { weightMax } from "../genome/kinds/network/noise.ts";
import { UserError } from "../std/errors.ts";

/** How points in space become genomes: what a strategy that knows only numbers needs of a kind. */
export interface Points {
  /** Where the mean starts; at least one finite number. */
  readonly start: Float64Array;
  /** The genome of a point of finite numbers, at most 1e9 in size. It keeps none of them: they change afterwards. */
  genomeOf(point: Float64Array): Genome;
}

/** Operators of proposals that are drawn, not bred: the mean of a distribution itself, and a sample. */
export const meanOperator = "mean";
export const sampleOperator = "sample";

/** Brings numbers back between -1e9 and 1e9, in place. */
export function bounded<Numbers extends Float64Array | Float32Array>(numbers: Numbers): Numbers {
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i]! > weightMax) numbers[i] = weightMax;
    else if (numbers[i]! < -weightMax) numbers[i] = -weightMax;
  }
  return numbers;
}

/** Throws `UserError` unless there are numbers, all of which are finite. */
export function expectStart(start: Float64Array | Float32Array): void {
  if (start.length > 0 && start.every(Number.isFinite)) return;
  throw new UserError(
    "bad-start",
    start.length === 0 ? "There is nothing to evolve: no numbers" : "Expected finite numbers to start from, got others",
    "Start from numbers that are finite.",
  );
}
