import { fillNormals, type Key } from "../../../std/normals.ts";
import type { Layer } from "./shape.ts";

/** What noise needs to know of a layer. */
export type NoisyLayer = Pick<Layer, "offset" | "units" | "inputs">;

/** Noise for the weights of a network, which a few numbers say all about. */
export interface Noise {
  readonly key: Key;
  /** The rank of each layer's noise matrix, from 1; 0 for normals without any structure. */
  readonly rank: number;
  /** The standard deviation of a weight's noise, from 0. */
  readonly sigma: number;
  readonly sign: 1 | -1;
}

/** Weights stay between this and its negative. */
export const weightMax = 1e9;

/** How many normals a layer's noise of this rank is made of. */
export function normalsOf({ units, inputs }: NoisyLayer, rank: number): number {
  return rank === 0 ? units * (inputs + 1) : rank * (units + inputs) + units;
}

/**
 * The normals that noise is made of, into `target` unless it is left out. Layer by layer: the columns of A (each as long
 * as there are units), the columns of B (each as long as there are inputs), then the biases' noise; A Bᵀ over the
 * square root of the rank is the matrix (EGGROLL: arXiv 2511.16652). With rank 0, one normal a weight in their order.
 */
export function expandNoise(
  layers: readonly NoisyLayer[],
  { key, rank }: Pick<Noise, "key" | "rank">,
  target?: Float32Array,
): Float32Array {
  const normals = target ?? new Float32Array(layers.reduce((sum, layer) => sum + normalsOf(layer, rank), 0));
  fillNormals(normals, key);
  return normals;
}

/**
 * The weights with noise, as they are defined to the bit: in double precision, weight + (sum over the columns of A B) *
 * (sign * sigma / square root of the rank), kept within the largest weight, then rounded to single precision.
 */
export function withNoise(layers: readonly NoisyLayer[], weights: Float32Array, noise: Noise): Float32Array {
  const normals = expandNoise(layers, noise);
  const { rank, sigma, sign } = noise;
  const noisy = new Float32Array(weights.length);
  if (rank === 0) {
    for (let i = 0; i < noisy.length; i++) noisy[i] = weights[i]! + normals[i]! * (sign * sigma);
    return bounded(noisy);
  }
  const scale = (sign * sigma) / Math.sqrt(rank);
  let from = 0;
  for (const { offset, units, inputs } of layers) {
    const biases = from + rank * (units + inputs);
    const factors = { normals, a: from, b: from + rank * units, rank, units };
    const sums = new Float64Array(inputs);
    for (let unit = 0; unit < units; unit++) {
      const row = offset + unit * (inputs + 1);
      fillRow(sums, factors, unit);
      for (let i = 0; i < inputs; i++) noisy[row + i] = weights[row + i]! + sums[i]! * scale;
      noisy[row + inputs] = weights[row + inputs]! + normals[biases + unit]! * (sign * sigma);
    }
    from = biases + units;
  }
  return bounded(noisy);
}

/** A layer's A and B, from these places in the normals. */
interface Factors {
  readonly normals: Float32Array;
  readonly a: number;
  readonly b: number;
  readonly rank: number;
  readonly units: number;
}

/** Fills a row of A Bᵀ. */
function fillRow(row: Float64Array, { normals, a, b, rank, units }: Factors, unit: number): void {
  row.fill(0);
  for (let column = 0; column < rank; column++) {
    const factor = normals[a + column * units + unit]!;
    const from = b + column * row.length;
    for (let i = 0; i < row.length; i++) row[i] = row[i]! + factor * normals[from + i]!;
  }
}

/** Brings weights back, in place; the bounds are the same in single precision. */
function bounded(weights: Float32Array): Float32Array {
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! > weightMax) weights[i] = weightMax;
    else if (weights[i]! < -weightMax) weights[i] = -weightMax;
  }
  return weights;
}
