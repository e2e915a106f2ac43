import { assert } from "../../../std/errors.ts";
import type { NetworkShape } from "../../../genome/kinds/network/shape.ts";
import type { Value } from "../../graph/graph.ts";
import { activated, type Matrix, onesBelow, type Plan } from "./plan.ts";

/** A layer's sizes: `own` is how many of its own values of the step before its units see. */
interface Layer {
  readonly units: number;
  readonly below: number;
  readonly own: number;
  readonly isHidden: boolean;
}

/** The sum of a unit that is to be exactly 1 behind a saturating activation, in single precision. */
const saturating = 20;

/**
 * Networks of one shape: a batched product a layer. A row of ones below makes the biases weights, and each hidden layer
 * has one unit more, held at 1, for the biases of the layer above.
 */
export function layersPlan(shape: NetworkShape): Plan {
  const layers = layersOf(shape);
  const hidden = layers.filter(({ isHidden }) => isHidden);
  const { activation, outputActivation } = shape;
  const held = activation === "tanh" || activation === "sigmoid" ? saturating : 1;
  return {
    key: JSON.stringify(shape),
    inputs: shape.inputs,
    outputs: shape.outputs,
    matrices: layers.map(matrixOf),
    memories: shape.recurrent ? hidden.map(({ units }, i) => ({ name: `memory${i}`, rows: units + 1 })) : [],
    pack(brain, into) {
      assert(brain.kind === "network", "layers are made of networks with layers");
      let from = 0;
      for (const [i, layer] of layers.entries()) {
        const size = layer.units * (layer.below + layer.own + 1);
        packLayer(layer, brain.network.weights.subarray(from, from + size), into[i] as Float32Array, held);
        from += size;
      }
    },
    step(build, { inputs, matrices, memories }) {
      const remembered: Value[] = [];
      let below = build.concat([inputs, onesBelow(build, inputs)], 1);
      for (const [i, { isHidden }] of layers.entries()) {
        const memory = isHidden ? memories[i] : undefined;
        const seen = memory === undefined ? below : build.concat([below, memory], 1);
        below = activated(build, isHidden ? activation : outputActivation, build.matMul(matrices[i]!, seen));
        if (memory !== undefined) remembered.push(below);
      }
      return { outputs: below, memories: remembered };
    },
  };
}

function layersOf({ inputs, hidden, outputs, recurrent }: NetworkShape): readonly Layer[] {
  return [...hidden, outputs].map((units, i) => {
    const isHidden = i < hidden.length;
    return { units, below: i === 0 ? inputs : hidden[i - 1]!, own: recurrent && isHidden ? units : 0, isHidden };
  });
}

function matrixOf(layer: Layer, i: number): Matrix {
  const { units, isHidden } = layer;
  return { name: `weights${i}`, element: "float32", rows: isHidden ? units + 1 : units, columns: widthOf(layer) };
}

/** Columns: the layer below, what is held at 1 there, then its own layer with what is held at 1. */
function widthOf({ below, own }: Layer): number {
  return below + 1 + (own > 0 ? own + 1 : 0);
}

function packLayer(layer: Layer, weights: Float32Array, into: Float32Array, held: number): void {
  const { units, below, own, isHidden } = layer;
  const width = widthOf(layer);
  if (own === 0) into.set(weights);
  else {
    const given = below + own + 1;
    for (let unit = 0; unit < units; unit++) {
      const row = weights.subarray(unit * given, (unit + 1) * given);
      into.set(row.subarray(0, below), unit * width);
      into[unit * width + below] = row[below + own]!;
      into.set(row.subarray(below, below + own), unit * width + below + 1);
    }
  }
  if (isHidden) into[units * width + below] = held;
}
