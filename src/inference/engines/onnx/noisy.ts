import { type Noise, expandNoise, normalsOf } from "../../../genome/kinds/network/noise.ts";
import { type Layer, layersOf, type Network } from "../../../genome/kinds/network/shape.ts";
import type { Builder } from "../../graph/builder.ts";
import type { Value } from "../../graph/graph.ts";
import { float32Tensor, sizeOf } from "../../graph/tensor.ts";
import { activated, type Matrix, type Plan } from "./plan.ts";

/**
 * Networks that are one base with noise of low rank (EGGROLL: arXiv 2511.16652): one large product with the base for
 * all of them, and x B Aᵀ for each, with a row of ones for the biases. A network's own matrices are that much smaller.
 * Layers are computed as [P, columns, units], so that the product with the base has a row for each observation.
 */
export function noisyPlan(base: Network, rank: number): Plan<Noise> {
  const layers = layersOf(base.shape);
  const memories = layers.flatMap(({ own }, i) => (own > 0 ? [{ name: `memory${i}`, rows: own }] : []));
  return {
    key: JSON.stringify(["noisy", base.shape, rank]),
    inputs: base.shape.inputs,
    outputs: base.shape.outputs,
    matrices: layers.flatMap(({ units, inputs }, i) => [
      matrix(`factor${i}`, rank, inputs),
      matrix(`answer${i}`, rank + 1, units),
    ]),
    shared: layers.map(({ units, inputs }, i) => matrix(`base${i}`, inputs, units)),
    memories,
    pack(noise, into) {
      const normals = expandNoise(layers, noise);
      let from = 0;
      for (const [i, layer] of layers.entries()) {
        const count = normalsOf(layer, rank);
        // The columns of B lie one after the other, behind those of A.
        into[2 * i]!.set(normals.subarray(from + rank * layer.units, from + rank * (layer.units + layer.inputs)));
        packAnswer(layer, normals.subarray(from, from + count), { noise, base: base.weights }, into[2 * i + 1]!);
        from += count;
      }
    },
    step(build, { inputs, matrices, shared, memories: before }) {
      const remembered: Value[] = [];
      let below = turned(build, inputs);
      for (const [i, { activation, own }] of layers.entries()) {
        const seen = own > 0 ? build.concat([below, turned(build, before[remembered.length]!)], 2) : below;
        const factor = factored(build, seen, matrices[2 * i]!);
        const noise = build.matMul(build.concat([factor, onesBeside(build, factor)], 2), matrices[2 * i + 1]!);
        below = activated(build, activation, build.add(build.matMul(seen, shared[i]!), noise));
        if (own > 0) remembered.push(turned(build, below));
      }
      return { outputs: turned(build, below), memories: remembered };
    },
  };
}

/** The base's weights for a plan's shared matrices: input by input, unit by unit. */
export function sharedOf({ shape, weights }: Network): readonly Float32Array[] {
  return layersOf(shape).map(({ offset, units, inputs }) => {
    const turnedWeights = new Float32Array(inputs * units);
    for (let unit = 0; unit < units; unit++)
      for (let i = 0; i < inputs; i++) turnedWeights[i * units + unit] = weights[offset + unit * (inputs + 1) + i]!;
    return turnedWeights;
  });
}

function matrix(name: string, rows: number, columns: number): Matrix {
  return { name, element: "float32", rows, columns };
}

type Numbers = Float32Array | Uint8Array;

/** The scaled columns of A as rows, then the biases with their noise. */
function packAnswer(
  { offset, units, inputs }: Layer,
  normals: Float32Array,
  { noise, base }: { readonly noise: Noise; readonly base: Float32Array },
  into: Numbers,
): void {
  const { rank, sigma, sign } = noise;
  const scale = (sign * sigma) / Math.sqrt(rank);
  for (let i = 0; i < rank * units; i++) into[i] = normals[i]! * scale;
  const biases = rank * (units + inputs);
  for (let unit = 0; unit < units; unit++) {
    const bias = base[offset + unit * (inputs + 1) + inputs]!;
    into[rank * units + unit] = bias + normals[biases + unit]! * (sign * sigma);
  }
}

/** x B, with B as [P, rank, inputs]. */
function factored(build: Builder, seen: Value, factor: Value): Value {
  const [networks, columns] = seen.shape as readonly number[];
  if (columns! > 1) return build.matMul(seen, turned(build, factor));
  // Products of rows with columns that are vectors: several times as fast element by element.
  const rank = factor.shape![1] as number;
  return build.reshape(build.reduceSum(build.mul(factor, seen), [2]), [networks!, 1, rank]);
}

/** [P, rows, columns] as [P, columns, rows]. */
function turned(build: Builder, value: Value): Value {
  const [networks, rows, columns] = value.shape as readonly number[];
  // The same numbers in the same order where one of them is 1.
  if (rows === 1 || columns === 1) return build.reshape(value, [networks!, columns!, rows!]);
  return build.transpose(value, [0, 2, 1]);
}

function onesBeside(build: Builder, value: Value): Value {
  const [networks, columns] = value.shape as readonly number[];
  const shape = [networks!, columns!, 1];
  return build.constant(float32Tensor(new Float32Array(sizeOf(shape)).fill(1), shape));
}
