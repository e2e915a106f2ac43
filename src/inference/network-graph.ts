import type { Activation, Network } from "../genome/kinds/network/shape.ts";
import { graphBuilder, type Builder } from "./graph/builder.ts";
import type { Graph, Value } from "./graph/graph.ts";
import { float32Tensor } from "./graph/tensor.ts";

/**
 * A network with a fixed topology as a graph: `observation` [N, inputs] to `action` [N, outputs]. Where units remember,
 * also `memory` to `memory_next` [N, hidden units], layer by layer; a memory of zeros is none.
 */
export function networkGraph({ shape, weights }: Network): Graph {
  const build = graphBuilder("network");
  let below = build.input("observation", "float32", ["N", shape.inputs]);
  const before = shape.recurrent ? memoryOf(build, shape.hidden) : [];
  const hidden: Value[] = [];
  let at = 0;
  for (const [layer, units] of [...shape.hidden, shape.outputs].entries()) {
    const own = before[layer];
    const seen = own === undefined ? below : build.concat([below, own], 1);
    const columns = shape.hidden[layer - 1] ?? shape.inputs;
    const width = columns + (own === undefined ? 0 : units);
    const rows = weights.subarray(at, at + units * (width + 1));
    const { weight, bias } = weightAndBias(rows, width);
    const sum = build.gemm(seen, build.constant(weight, `layer_${layer + 1}.weight`), {
      bias: build.constant(bias, `layer_${layer + 1}.bias`),
      turnB: true,
    });
    const last = layer === shape.hidden.length;
    below = activated(build, sum, last ? shape.outputActivation : shape.activation);
    if (!last) hidden.push(below);
    at += rows.length;
  }
  build.output(below, "action");
  if (before.length > 0) build.output(build.concat(hidden, 1), "memory_next");
  return build.graph();
}

/** Adds an activation. */
export function activated(build: Builder, value: Value, activation: Activation): Value {
  switch (activation) {
    case "tanh":
      return build.tanh(value);
    case "relu":
      return build.relu(value);
    case "sigmoid":
      return build.sigmoid(value);
    case "linear":
      return value;
    default:
      return activation satisfies never;
  }
}

/** What each hidden layer was one step before. */
function memoryOf(build: Builder, hidden: readonly number[]): readonly Value[] {
  if (hidden.length === 0) return [];
  const units = hidden.reduce((sum, layer) => sum + layer, 0);
  return build.split(build.input("memory", "float32", ["N", units]), 1, hidden);
}

/** Takes the bias, a unit's last number, from its weights. */
function weightAndBias(rows: Float32Array, width: number) {
  const units = rows.length / (width + 1);
  const weight = new Float32Array(units * width);
  const bias = new Float32Array(units);
  for (let unit = 0; unit < units; unit++) {
    const from = unit * (width + 1);
    weight.set(rows.subarray(from, from + width), unit * width);
    bias[unit] = rows[from + width]!;
  }
  return { weight: float32Tensor(weight, [units, width]), bias: float32Tensor(bias) };
}
