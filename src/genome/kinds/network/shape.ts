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
export function weightsOf({ inputs, hidden, outputs, recurrent }: NetworkShape): number {
  const layers = [...hidden, outputs];
  return layers.reduce((sum, units, layer) => {
    const below = layer === 0 ? inputs : layers[layer - 1]!;
    const own = recurrent && layer < hidden.length ? units : 0;
    return sum + units * (below + own + 1);
  }, 0);
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
