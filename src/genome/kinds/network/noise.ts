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
  const bias = sign * sigma;
  if (rank === 0) {
    for (let i = 0; i < noisy.length; i++) noisy[i] = bounded(weights[i]! + normals[i]! * bias);
    return noisy;
  }
  const scale = bias / Math.sqrt(rank);
  let from = 0;
  for (const { offset, units, inputs } of layers) {
    const [a, b] = [from, from + rank * units];
    from = b + rank * inputs;
    for (let unit = 0, at = offset; unit < units; unit++, at++) {
      for (let input = 0; input < inputs; input++, at++) {
        let sum = 0;
        for (let column = 0; column < rank; column++) {
          sum += normals[a + column * units + unit]! * normals[b + column * inputs + input]!;
        }
        noisy[at] = bounded(weights[at]! + sum * scale);
      }
      noisy[at] = bounded(weights[at]! + normals[from + unit]! * bias);
    }
    from += units;
  }
  return noisy;
}

function bounded(weight: number): number {
  return Math.max(-weightMax, Math.min(weight, weightMax));
}
