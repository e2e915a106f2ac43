import type { Activation } from "./shape.ts";

/**
 * A network whose topology evolved (NEAT: Stanley and Miikkulainen, Evolutionary Computation 10(2), 2002). Nodes 0 to
 * `inputs` - 1 are the inputs, the next `outputs` nodes are the outputs; hidden nodes have larger ids.
 *
 * What it computes is defined to the bit: nodes in the order of `nodes`, which is sorted topologically by the
 * connections that are not delayed; in single precision, a node's sum starts with its bias and adds the products of
 * its enabled connections in the order of `connections`, each product and each sum rounded; then its activation.
 */
export interface Neat {
  readonly inputs: number;
  readonly outputs: number;
  /** Hidden and output nodes. */
  readonly nodes: readonly NeatNode[];
  /** Sorted by target's place in `nodes`, then by source id, the immediate one before the delayed. */
  readonly connections: readonly NeatConnection[];
}

export interface NeatNode {
  readonly id: number;
  readonly activation: Activation;
  readonly bias: number;
}

export interface NeatConnection {
  /** The historical marking: the same for the same structural innovation, wherever and whenever it happens. */
  readonly innovation: number;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly enabled: boolean;
  /** Whether it carries the value of the step before: only these may close a circle. */
  readonly delayed: boolean;
}
