/** What a unit does with its weighted sum. */
export type Activation = "tanh" | "relu" | "sigmoid" | "linear";

/** The shape of networks with a fixed topology, and of the first networks where topology evolves. */
export interface NetworkShape {
  /** From 1. */
  readonly inputs: number;
  /** From 1. */
  readonly outputs: number;
  /** Units of the hidden layers, in order; none for a network of one layer. Where topology evolves it starts without. */
  readonly hidden: readonly number[];
  /** Of the hidden units. */
  readonly activation: Activation;
  /** Of the outputs. */
  readonly outputActivation: Activation;
  /** Whether units remember: a hidden layer also sees its own values of the step before. */
  readonly recurrent: boolean;
}

/**
 * A network with a fixed topology. Layer by layer, unit by unit, `weights` holds a unit's weights of the layer below,
 * then, in hidden layers of recurrent networks, those of its own layer one step before, then its bias.
 *
 * What it computes is defined to the bit: in single precision, each sum starts with the bias and adds the products one
 * by one in the order of the weights, each product and each sum rounded; then the activation (`src/inference/activation.ts`).
 */
export interface Network {
  readonly shape: NetworkShape;
  readonly weights: Float32Array;
}

/** How many weights a network of this shape has. */
export function weightsOf(shape: NetworkShape): number {
  return layersOf(shape).reduce((sum, { units, inputs }) => sum + units * (inputs + 1), 0);
}

/** Whether two shapes are the same in every respect. */
export function sameShape(a: NetworkShape, b: NetworkShape): boolean {
  return (
    a === b ||
    (a.inputs === b.inputs &&
      a.outputs === b.outputs &&
      a.activation === b.activation &&
      a.outputActivation === b.outputActivation &&
      a.recurrent === b.recurrent &&
      a.hidden.length === b.hidden.length &&
      a.hidden.every((units, layer) => units === b.hidden[layer]))
  );
}

/** One layer of a network with a fixed topology. */
export interface Layer {
  /** Where its weights begin: unit by unit, those of what the unit sees, then its bias. */
  readonly offset: number;
  readonly units: number;
  /** What each unit sees: `below` values of the layer below, then `own` values of its own layer, one step old. */
  readonly inputs: number;
  readonly below: number;
  /** Its units where they remember, else 0. */
  readonly own: number;
  /** Units that remember in the layers before. */
  readonly remembered: number;
  readonly activation: Activation;
}

/** The layers of a shape, from below; the outputs last. */
export function layersOf({ inputs, outputs, hidden, ...shape }: NetworkShape): readonly Layer[] {
  let below = inputs;
  let offset = 0;
  let remembered = 0;
  return [...hidden, outputs].map((units, i) => {
    const isHidden = i < hidden.length;
    const own = isHidden && shape.recurrent ? units : 0;
    const activation = isHidden ? shape.activation : shape.outputActivation;
    const layer = { offset, units, inputs: below + own, below, own, remembered, activation };
    below = units;
    offset += units * (layer.inputs + 1);
    remembered += own;
    return layer;
  });
}

/** Values that a network of this shape remembers from step to step. */
export function rememberedOf({ hidden, recurrent }: NetworkShape): number {
  return recurrent ? hidden.reduce((sum, units) => sum + units, 0) : 0;
}
