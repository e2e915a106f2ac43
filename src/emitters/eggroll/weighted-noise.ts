import { expandNoise, type NoisyLayer, normalsOf } from "../../genome/kinds/network/noise.ts";
import type { Key } from "../../std/normals.ts";

/** The noise of a key, and how much of it is wanted. */
export interface WeightedKey {
  readonly key: Key;
  readonly weight: number;
}

/** So many keys are expanded together, and no more normals than this unless a single key has more. */
const blockKeys = 64;
const blockNormals = 1 << 22;

/**
 * The sum of the noise of all keys times their weights, one number a weight of the layers, as one matrix product a layer:
 * (A times the weights) Bᵀ, in which A and B hold the columns of all keys side by side. Memory does not grow with the keys.
 */
export function weightedNoise(layers: readonly NoisyLayer[], rank: number, keys: readonly WeightedKey[]): Float64Array {
  const sum = new Float64Array(layers.reduce((total, { units, inputs }) => total + units * (inputs + 1), 0));
  const length = layers.reduce((total, layer) => total + normalsOf(layer, rank), 0);
  const together = Math.max(1, Math.min(blockKeys, keys.length, Math.floor(blockNormals / length)));
  const normals = new Float32Array(together * length);
  for (let from = 0; from < keys.length; from += together) {
    const block = keys.slice(from, from + together);
    for (const [at, { key }] of block.entries()) {
      expandNoise(layers, { key, rank }, normals.subarray(at * length, (at + 1) * length));
    }
    if (rank === 0) addDense(sum, normals, block);
    else addLowRank(sum, { layers, rank, normals, length, block });
  }
  return sum;
}

function addDense(sum: Float64Array, normals: Float32Array, block: readonly WeightedKey[]): void {
  for (const [at, { weight }] of block.entries()) {
    const from = at * sum.length;
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + weight * normals[from + i]!;
  }
}

/** The normals of a block of keys, one key after the other. */
interface Block {
  readonly layers: readonly NoisyLayer[];
  readonly rank: number;
  readonly normals: Float32Array;
  /** How many normals a key has. */
  readonly length: number;
  readonly block: readonly WeightedKey[];
}

/** The columns of A and B for a layer, as places in the normals; each column has a weight. */
interface Columns {
  readonly normals: Float32Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly weights: Float64Array;
}

function addLowRank(sum: Float64Array, { layers, rank, normals, length, block }: Block): void {
  // A multiple of four; the last ones may have no weight.
  const count = Math.ceil((block.length * rank) / 4) * 4;
  const columns = { normals, a: new Int32Array(count), b: new Int32Array(count), weights: new Float64Array(count) };
  let from = 0;
  for (const layer of layers) {
    const { units, inputs, offset } = layer;
    const biases = from + rank * (units + inputs);
    for (const [at, { weight }] of block.entries()) {
      for (let k = 0; k < rank; k++) {
        const column = at * rank + k;
        columns.a[column] = at * length + from + k * units;
        columns.b[column] = at * length + from + rank * units + k * inputs;
        columns.weights[column] = weight / Math.sqrt(rank);
      }
      for (let unit = 0; unit < units; unit++) {
        const bias = offset + unit * (inputs + 1) + inputs;
        sum[bias] = sum[bias]! + weight * normals[at * length + biases + unit]!;
      }
    }
    addProduct(sum, layer, columns);
    from = biases + units;
  }
}

/** Adds the product of the columns, four at a time, because writing a row back costs more than a product. */
function addProduct(
  sum: Float64Array,
  { offset, units, inputs }: NoisyLayer,
  { normals, a, b, weights }: Columns,
): void {
  for (let unit = 0; unit < units; unit++) {
    const row = offset + unit * (inputs + 1);
    for (let k = 0; k < a.length; k += 4) {
      const a0 = weights[k]! * normals[a[k]! + unit]!;
      const a1 = weights[k + 1]! * normals[a[k + 1]! + unit]!;
      const a2 = weights[k + 2]! * normals[a[k + 2]! + unit]!;
      const a3 = weights[k + 3]! * normals[a[k + 3]! + unit]!;
      const b0 = b[k]!;
      const b1 = b[k + 1]!;
      const b2 = b[k + 2]!;
      const b3 = b[k + 3]!;
      for (let i = 0; i < inputs; i++) {
        sum[row + i] =
          sum[row + i]! +
          (a0 * normals[b0 + i]! + a1 * normals[b1 + i]! + a2 * normals[b2 + i]! + a3 * normals[b3 + i]!);
      }
    }
  }
}
