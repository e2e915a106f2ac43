import { assert } from "../../../std/errors.ts";
import type { Genome } from "../../genome.ts";
import { neatGenesMax, neatGenome } from "../neat.ts";
import { networkOf } from "../network.ts";
import { innovationOf } from "./innovation.ts";
import type { NeatConnection, NeatNode } from "./neat.ts";
import { layersOf } from "./shape.ts";

/**
 * A network of either kind as one whose topology can change, which computes the very same, bit for bit; weights of 0 are
 * no connections. It has at most 10,000 weights.
 */
export function asNeat(genome: Genome): Genome {
  if (genome.kind === "neat") return genome;
  const { shape, weights } = networkOf(genome);
  assert(weights.length <= neatGenesMax, `at most ${neatGenesMax} weights become connections, not ${weights.length}`);
  const { inputs, outputs } = shape;
  const nodes: NeatNode[] = [];
  const connections: NeatConnection[] = [];
  const connect = (from: number, to: number, weight: number, delayed: boolean): void => {
    if (weight === 0) return;
    connections.push({ innovation: innovationOf(from, to, delayed), from, to, weight, enabled: true, delayed });
  };
  let below = 0;
  let first = inputs + outputs;
  for (const [i, layer] of layersOf(shape).entries()) {
    // Hidden units have the ids behind those of the outputs, layer by layer: so products are added in the same order.
    const own = i < shape.hidden.length ? first : inputs;
    for (let unit = 0; unit < layer.units; unit++) {
      const at = layer.offset + unit * (layer.inputs + 1);
      const id = own + unit;
      for (let k = 0; k < layer.below; k++) connect(below + k, id, weights[at + k]!, false);
      for (let k = 0; k < layer.own; k++) connect(own + k, id, weights[at + layer.below + k]!, true);
      nodes.push({ id, activation: layer.activation, bias: weights[at + layer.inputs]! });
    }
    below = own;
    first += layer.units;
  }
  return neatGenome({ inputs, outputs, nodes, connections });
}
