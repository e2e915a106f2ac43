import type { Activation, NetworkShape } from "../../genome/kinds/network/shape.ts";

/** One layer of a network with a fixed topology. */
export interface Layer {
  /** Values that come from the layer below. */
  readonly below: number;
  readonly units: number;
  readonly activation: Activation;
  /** Values of its own, one step old, that it also sees: its units or 0. */
  readonly own: number;
  /** Where its weights begin in `Network.weights`: `below + own + 1` a unit, the bias last. */
  readonly weights: number;
  /** Units that remember in the layers before. */
  readonly remembered: number;
}

/** The layers of a shape, the outputs last. */
export function layersOf({ inputs, outputs, hidden, ...shape }: NetworkShape): readonly Layer[] {
  let below = inputs;
  let weights = 0;
  let remembered = 0;
  return [...hidden, outputs].map((units, i) => {
    const isHidden = i < hidden.length;
    const own = isHidden && shape.recurrent ? units : 0;
    const activation = isHidden ? shape.activation : shape.outputActivation;
    const layer = { below, units, activation, own, weights, remembered };
    below = units;
    weights += units * (layer.below + own + 1);
    remembered += own;
    return layer;
  });
}

/** Values that a network of this shape remembers from step to step. */
export function rememberedOf({ hidden, recurrent }: NetworkShape): number {
  return recurrent ? hidden.reduce((sum, units) => sum + units, 0) : 0;
}
