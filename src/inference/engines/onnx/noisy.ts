import { type Noise, expandNoise, normalsOf } from "../../../genome/kinds/network/noise.ts";
import { type Layer, layersOf, type Network } from "../../../genome/kinds/network/shape.ts";
import { groupedProduct } from "../../graph/blocks.ts";
import type { Builder } from "../../graph/builder.ts";
import type { Value } from "../../graph/graph.ts";
import { float32Tensor, sizeOf } from "../../graph/tensor.ts";
import { blockPlace, filledTo } from "./blocks.ts";
import { activated, type Matrix, type Plan } from "./plan.ts";

/**
 * Networks that are one base with noise of low rank (EGGROLL: arXiv 2511.16652): one large product with the base for
 * all of them, and x B Aᵀ for each. A network's own matrices are that much smaller. Layers are computed as
 * [P, columns, units], so that the product with the base has a row for each observation.
 *
 * In one column blocks of channels lie as the channels do. There, with the width of a block, a convolution in groups
 * goes on with the sums of the product with the base; units are filled up to whole blocks.
 */
export function noisyPlan(base: Network, rank: number, width?: number): Plan<Noise> {
  const layers = layersOf(base.shape);
  const sizes = sizesOf(layers, rank, width);
  const remembering = sizes.filter(({ own }) => own > 0);
  return {
    key: JSON.stringify(["noisy", base.shape, rank, width]),
    inputs: base.shape.inputs,
    outputs: base.shape.outputs,
    matrices: sizes.flatMap((size, i) => matricesOf(size, i, width !== undefined)),
    shared: sizes.map(({ seen, units }, i) => ({ name: `base${i}`, element: "float32", rows: seen, columns: units })),
    memories: remembering.map(({ own }, i) => ({ name: `memory${i}`, rows: own })),
    pack(noise, into) {
      const normals = expandNoise(layers, noise);
      let from = 0;
      for (const [i, layer] of layers.entries()) {
        const own = normals.subarray(from, (from += normalsOf(layer, rank)));
        const [factor, answer, biases] = (into as readonly Float32Array[]).slice(3 * i);
        const size = sizes[i]!;
        packFactor({ layer, size, normals: own, noise }, factor!);
        packAnswer({ layer, size, normals: own, noise }, answer!, width);
        packBiases({ layer, size, normals: own, noise }, biases!, base.weights);
      }
    },
    step(build, { inputs, matrices, shared, memories: before }) {
      const remembered: Value[] = [];
      let below = withZeros(build, turned(build, inputs), sizes[0]!.below);
      for (const [i, { activation, own }] of layers.entries()) {
        const [factor, answer, biases] = matrices.slice(3 * i) as [Value, Value, Value];
        const seen = own > 0 ? build.concat([below, turned(build, before[remembered.length]!)], 2) : below;
        const sums = build.matMul(seen, shared[i]!);
        const noisy = width === undefined ? added : goneOn;
        below = activated(build, activation, noisy(build, sums, { seen, factor, answer, biases }));
        if (own > 0) remembered.push(turned(build, below));
      }
      const all = turned(build, below);
      const { outputs } = base.shape;
      return { outputs: all.shape![1] === outputs ? all : build.slice(all, 1, [0, outputs]), memories: remembered };
    },
  };
}

/** The base's weights for a plan's shared matrices: input by input, unit by unit. */
export function sharedOf({ shape, weights }: Network, rank: number, width?: number): readonly Float32Array[] {
  const layers = layersOf(shape);
  return sizesOf(layers, rank, width).map((size, i) => {
    const { offset, units, inputs, below } = layers[i]!;
    const matrix = new Float32Array(size.seen * size.units);
    for (let unit = 0; unit < units; unit++) {
      const row = offset + unit * (inputs + 1);
      for (let input = 0; input < inputs; input++)
        matrix[placeOf(input, below, size) * size.units + unit] = weights[row + input]!;
    }
    return matrix;
  });
}

/** How much of everything a layer has, filled up. */
interface Sizes {
  readonly below: number;
  readonly own: number;
  /** Both of these. */
  readonly seen: number;
  readonly rank: number;
  readonly units: number;
}

function sizesOf(layers: readonly Layer[], rank: number, width = 1): readonly Sizes[] {
  return layers.map((layer) => {
    const below = filledTo(width, layer.below);
    const own = filledTo(width, layer.own);
    // Fewer channels than a block need not be in blocks.
    const channels = rank < width ? rank : filledTo(width, rank);
    return { below, own, seen: below + own, rank: channels, units: filledTo(width, layer.units) };
  });
}

function matricesOf({ rank, seen, units }: Sizes, i: number, inBlocks: boolean): readonly Matrix[] {
  const factor: Matrix = { name: `factor${i}`, element: "float32", rows: rank, columns: seen };
  const answer = { name: `answer${i}`, element: "float32" } as const;
  const biases = { name: `biases${i}`, element: "float32" } as const;
  return inBlocks
    ? [
        factor,
        { ...answer, rows: units, columns: rank, layout: "filters" },
        { ...biases, rows: units, columns: 1, layout: "biases" },
      ]
    : [factor, { ...answer, rows: rank, columns: units }, { ...biases, rows: 1, columns: units }];
}

/** Where what a unit sees is among what is filled up. */
function placeOf(input: number, below: number, size: Sizes): number {
  return input < below ? input : size.below + input - below;
}

/** A layer's noise: the columns of A, the columns of B, the biases' noise. */
interface LayerNoise {
  readonly layer: Layer;
  readonly size: Sizes;
  readonly normals: Float32Array;
  readonly noise: Noise;
}

/** The columns of B as rows. */
function packFactor({ layer, size, normals, noise: { rank } }: LayerNoise, into: Float32Array): void {
  const { units, inputs, below } = layer;
  for (let row = 0; row < rank; row++) {
    const from = rank * units + row * inputs;
    into.set(normals.subarray(from, from + below), row * size.seen);
    into.set(normals.subarray(from + below, from + inputs), row * size.seen + size.below);
  }
}

/** The scaled columns of A, as rows or in blocks. */
function packAnswer({ layer, size, normals, noise }: LayerNoise, into: Float32Array, width?: number): void {
  const { rank, sigma, sign } = noise;
  const scale = (sign * sigma) / Math.sqrt(rank);
  for (let row = 0; row < rank; row++) {
    for (let unit = 0; unit < layer.units; unit++) {
      const place = width === undefined ? row * size.units + unit : blockPlace(unit, row, size.rank, width);
      into[place] = normals[row * layer.units + unit]! * scale;
    }
  }
}

function packBiases({ layer, normals, noise }: LayerNoise, into: Float32Array, base: Float32Array): void {
  const { offset, units, inputs } = layer;
  const { rank, sigma, sign } = noise;
  const from = rank * (units + inputs);
  for (let unit = 0; unit < units; unit++)
    into[unit] = base[offset + unit * (inputs + 1) + inputs]! + normals[from + unit]! * (sign * sigma);
}

/** What is added to the sums of the product with the base: x B times the scaled Aᵀ, and biases. */
interface Addend {
  readonly seen: Value;
  /** B as [P, rank, seen]. */
  readonly factor: Value;
  readonly answer: Value;
  readonly biases: Value;
}

function added(build: Builder, sums: Value, { seen, factor, answer, biases }: Addend): Value {
  const noise = build.matMul(build.matMul(seen, turned(build, factor)), answer);
  return build.add(build.add(sums, noise), biases);
}

/**
 * The same in one column, as a convolution that starts with the sums. Products of rows with columns that are vectors are
 * several times as fast element by element; how they are added depends on where a row begins in memory, so that a
 * network keeps its bits only where rows are whole blocks.
 */
function goneOn(build: Builder, sums: Value, { seen, factor, answer, biases }: Addend): Value {
  const [groups, , units] = sums.shape as readonly [number, number, number];
  const rank = factor.shape![1] as number;
  const image = (value: Value, channels: number): Value => build.reshape(value, [1, groups * channels, 1, 1]);
  const factors = image(build.reduceSum(build.mul(factor, seen), [2]), rank);
  const given = { groups, weights: answer, biases, sums: image(sums, units) };
  return build.reshape(groupedProduct(build, factors, given), [groups, 1, units]);
}

/** Values [P, columns, rows] with zeros behind them, so that there are so many rows. */
function withZeros(build: Builder, values: Value, rows: number): Value {
  const [networks, columns, given] = values.shape as readonly number[];
  if (given === rows) return values;
  const rest = [networks!, columns!, rows - given!];
  return build.concat([values, build.constant(float32Tensor(new Float32Array(sizeOf(rest)), rest))], 2);
}

/** [P, rows, columns] as [P, columns, rows]. */
function turned(build: Builder, value: Value): Value {
  const [networks, rows, columns] = value.shape as readonly number[];
  // The same numbers in the same order where one of them is 1.
  if (rows === 1 || columns === 1) return build.reshape(value, [networks!, columns!, rows!]);
  return build.transpose(value, [0, 2, 1]);
}
