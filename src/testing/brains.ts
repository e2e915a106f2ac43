import type { NeatConnection } from "../genome/kinds/network/neat.ts";
import { type Activation, type NetworkShape, weightsOf } from "../genome/kinds/network/shape.ts";
import type { Brain } from "../inference/engines/engine.ts";
import type { Random } from "../std/random.ts";

export const activations: readonly Activation[] = ["tanh", "relu", "sigmoid", "linear"];

/** A network of a shape with weights of this size, normally distributed. */
export function randomNetwork(shape: NetworkShape, random: Random, size = 1): Brain {
  const weights = Float32Array.from({ length: weightsOf(shape) }, () => size * random.normal());
  return { kind: "network", network: { shape, weights } };
}

/** How large a random topology is. */
export interface RandomNeat {
  readonly inputs: number;
  readonly outputs: number;
  readonly hidden: number;
  /** Whether connections may carry the value of the step before. */
  readonly delays: boolean;
}

/** A topology with about three connections a node, some of them not enabled. */
export function randomNeat({ inputs, outputs, hidden, delays }: RandomNeat, random: Random): Brain {
  const ids = random.shuffle(Array.from({ length: outputs + hidden }, (_, i) => inputs + i));
  const order = [...Array.from({ length: inputs }, (_, id) => id), ...ids];
  const connections: NeatConnection[] = [];
  for (const [place, to] of ids.entries()) {
    for (const [source, from] of order.entries()) {
      for (const delayed of delays ? [false, true] : [false]) {
        if ((!delayed && source >= inputs + place) || !random.chance(3 / order.length)) continue;
        const gene = { innovation: connections.length, from, to, delayed };
        connections.push({ ...gene, weight: Math.fround(random.normal()), enabled: random.chance(0.9) });
      }
    }
  }
  connections.sort((a, b) => ids.indexOf(a.to) - ids.indexOf(b.to) || a.from - b.from || +a.delayed - +b.delayed);
  const nodes = ids.map((id) => ({ id, activation: random.pick(activations), bias: Math.fround(random.normal()) }));
  return { kind: "neat", network: { inputs, outputs, nodes, connections } };
}
