import { assert } from "../../../std/errors.ts";
import type { NetworkShape } from "../../../genome/kinds/network/shape.ts";
import type { Value } from "../../graph/graph.ts";
import { type Layer, layersOf } from "../../../genome/kinds/network/shape.ts";
import { activated, type Matrix, onesBelow, type Plan } from "./plan.ts";

/** The sum of a unit that is to be exactly 1 behind a saturating activation, in single precision. */
const saturating = 20;

/**
 * Networks of one shape: a batched product a layer. A row of ones below makes the biases weights, and each hidden layer
 * has one unit more, held at 1, for the biases of the layer above.
 */
export function layersPlan(shape: NetworkShape): Plan {
  const layers = layersOf(shape);
  const hidden = layers.slice(0, -1);
  return {
    key: JSON.stringify(shape),
    inputs: shape.inputs,
    outputs: shape.outputs,
    matrices: [...hidden.map((layer, i) => matrixOf(layer, i, 1)), matrixOf(layers.at(-1)!, hidden.length, 0)],
    shared: [],
    memories: shape.recurrent ? hidden.map(({ units }, i) => ({ name: `memory${i}`, rows: units + 1 })) : [],
    pack(brain, into) {
      assert(brain.kind === "network", "layers are made of networks with layers");
      const numbers = into as readonly Float32Array[];
      for (const [i, layer] of layers.entries()) packLayer(layer, brain.network.weights, numbers[i]!);
      for (const [i, layer] of hidden.entries()) holdAtOne(layer, numbers[i]!);
    },
    step(build, { inputs, matrices, memories }) {
      const remembered: Value[] = [];
      let below = build.concat([inputs, onesBelow(build, inputs)], 1);
      for (const [i, { activation }] of layers.entries()) {
        const memory = memories[i];
        const seen = memory === undefined ? below : build.concat([below, memory], 1);
        below = activated(build, activation, build.matMul(matrices[i]!, seen));
        if (memory !== undefined) remembered.push(below);
      }
      return { outputs: below, memories: remembered };
    },
  };
}

function matrixOf(layer: Layer, i: number, held: number): Matrix {
  return { name: `weights${i}`, element: "float32", rows: layer.units + held, columns: widthOf(layer) };
}

/** Columns: the layer below, what is held at 1 there, then its own layer with what is held at 1. */
function widthOf({ below, own }: Layer): number {
  return below + 1 + (own > 0 ? own + 1 : 0);
}

function packLayer(layer: Layer, weights: Float32Array, into: Float32Array): void {
  const { units, below, own } = layer;
  const given = below + own + 1;
  const width = widthOf(layer);
  const all = weights.subarray(layer.offset, layer.offset + units * given);
  if (own === 0) {
    into.set(all);
    return;
  }
  for (let unit = 0; unit < units; unit++) {
    const row = all.subarray(unit * given, (unit + 1) * given);
    into.set(row.subarray(0, below), unit * width);
    into[unit * width + below] = row[below + own]!;
    into.set(row.subarray(below, below + own), unit * width + below + 1);
  }
}

function holdAtOne(layer: Layer, into: Float32Array): void {
  const saturates = layer.activation === "tanh" || layer.activation === "sigmoid";
  into[layer.units * widthOf(layer) + layer.below] = saturates ? saturating : 1;
}
