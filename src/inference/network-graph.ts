import { type Activation, layersOf, type Network } from "../genome/kinds/network/shape.ts";
import { tanhFit } from "./activation.ts";
import { graphBuilder, type Builder } from "./graph/builder.ts";
import type { Graph, Tensor, Value } from "./graph/graph.ts";
import { float32Tensor, int64Tensor } from "./graph/tensor.ts";

/**
 * A network with a fixed topology as a graph: `observation` [N, inputs] to `action` [N, outputs]. Where units remember,
 * also `memory` to `memory_next` [N, hidden units], layer by layer; a memory of zeros is none.
 */
export function networkGraph({ shape, weights }: Network): Graph {
  const build = graphBuilder("network");
  let below = build.input("observation", "float32", ["N", shape.inputs]);
  const before = shape.recurrent ? memoryOf(build, shape.hidden) : [];
  const hidden: Value[] = [];
  for (const [layer, { offset, units, inputs, activation }] of layersOf(shape).entries()) {
    const own = before[layer];
    const seen = own === undefined ? below : build.concat([below, own], 1);
    const rows = weights.subarray(offset, offset + units * (inputs + 1));
    const sum = summed(build, seen, { ...weightAndBias(rows, inputs), name: `layer_${layer + 1}` });
    below = activated(build, sum, activation);
    if (layer < shape.hidden.length) hidden.push(below);
  }
  build.output(below, "action");
  if (before.length > 0) build.output(build.concat(hidden, 1), "memory_next");
  return build.graph();
}

/** What leads into units that are computed at once. */
interface Weights {
  /** Of the initializers, which are `<name>.weight` and `<name>.bias`. */
  readonly name: string;
  /** [values seen, units] */
  readonly weight: Tensor;
  /** [units] */
  readonly bias: Tensor;
}

/** The most weights whose products are all written down: they take so many numbers for each observation. */
const productsMax = 65_536;

/**
 * Adds weighted sums as they are defined: the bias, then product by product, each rounded, as a running sum over the
 * values that are seen. A matrix product adds in an order of the runtime's own, and some recurrent networks blow that
 * up from step to step; layers of more than `productsMax` weights get one all the same.
 */
export function summed(build: Builder, seen: Value, { name, weight, bias }: Weights): Value {
  const [width, units] = weight.shape as [number, number];
  const matrix = build.constant(weight, `${name}.weight`);
  const start = build.constant(bias, `${name}.bias`);
  if (width * units > productsMax) return build.gemm(seen, matrix, { bias: start });
  if (width === 1) return build.add(start, build.mul(seen, matrix));
  const values = build.unsqueeze(build.transpose(seen, [1, 0]), [2]);
  const products = build.mul(values, build.unsqueeze(matrix, [1]));
  const [first, others] = build.split(products, 0, [1, width - 1]);
  const sums = build.cumSum(build.concat([build.add(start, first!), others!], 0), 0);
  return build.gather(sums, build.constant(int64Tensor([width - 1], [])), 0);
}

/**
 * Adds an activation as it is defined, rounding by rounding: ONNX's Tanh is another function within 3.6e-7, and what a
 * recurrent network remembers carries that on from step to step.
 */
export function activated(build: Builder, value: Value, activation: Activation): Value {
  const half = (): Value => build.number(0.5);
  switch (activation) {
    case "tanh":
      return tanh(build, value);
    case "relu":
      return build.relu(value);
    case "sigmoid":
      return build.add(build.mul(tanh(build, build.mul(value, half())), half()), half());
    case "linear":
      return value;
    default:
      return activation satisfies never;
  }
}

/** The formula of `tanhFit`. */
function tanh(build: Builder, value: Value): Value {
  const { add, mul, div, number } = build;
  const { limit, p0, p1, p2, q0, q1 } = tanhFit;
  const x = build.min(build.max(value, number(-limit)), number(limit));
  const u = mul(x, x);
  const p = mul(x, add(mul(add(mul(u, number(p2)), number(p1)), u), number(p0)));
  const q = add(mul(add(u, number(q1)), u), number(q0));
  const half = mul(p, q);
  return div(add(half, half), add(mul(p, p), mul(q, q)));
}

/** What each hidden layer was one step before. */
function memoryOf(build: Builder, hidden: readonly number[]): readonly Value[] {
  if (hidden.length === 0) return [];
  const units = hidden.reduce((sum, layer) => sum + layer, 0);
  return build.split(build.input("memory", "float32", ["N", units]), 1, hidden);
}

/** Takes the bias, a unit's last number, from its weights, and turns these: a row for each value seen. */
function weightAndBias(rows: Float32Array, width: number) {
  const units = rows.length / (width + 1);
  const weight = new Float32Array(units * width);
  const bias = new Float32Array(units);
  for (let unit = 0; unit < units; unit++) {
    const from = unit * (width + 1);
    for (let i = 0; i < width; i++) weight[i * units + unit] = rows[from + i]!;
    bias[unit] = rows[from + width]!;
  }
  return { weight: float32Tensor(weight, [width, units]), bias: float32Tensor(bias) };
}
