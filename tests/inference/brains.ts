import fc from "fast-check";
import type { Neat, NeatConnection } from "../../src/genome/kinds/network/neat.ts";
import { weightsOf, type Activation, type Network } from "../../src/genome/kinds/network/shape.ts";
import type { Brain } from "../../src/inference/engines/engine.ts";

const activation = fc.constantFrom<Activation>("tanh", "relu", "sigmoid", "linear");
const weight = fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround);

/** Networks with a fixed topology, of moderate weights. */
export const network: fc.Arbitrary<Network> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 6 }),
    outputs: fc.integer({ min: 1, max: 4 }),
    hidden: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
    activation,
    outputActivation: activation,
    recurrent: fc.boolean(),
  })
  .chain((shape) => {
    const count = weightsOf(shape);
    return fc
      .array(weight, { minLength: count, maxLength: count })
      .map((weights) => ({ shape, weights: Float32Array.from(weights) }));
  });

/** Networks whose topology evolved, of moderate weights, some connections disabled and some delayed. */
export const neat: fc.Arbitrary<Neat> = fc
  .record({ inputs: fc.integer({ min: 1, max: 4 }), outputs: fc.integer({ min: 1, max: 3 }), hidden: fc.nat(6) })
  .chain(({ inputs, outputs, hidden }) => {
    const ids = Array.from({ length: outputs + hidden }, (_, i) => inputs + i);
    return fc
      .record({
        order: fc.shuffledSubarray(ids, { minLength: ids.length }),
        nodes: fc.array(fc.tuple(activation, weight), { minLength: ids.length, maxLength: ids.length }),
        links: fc.array(fc.tuple(fc.nat(99), fc.nat(99), weight, fc.boolean(), fc.boolean()), { maxLength: 20 }),
      })
      .map(({ order, nodes, links }) => ({
        inputs,
        outputs,
        nodes: order.map((id, i) => ({ id, activation: nodes[i]![0], bias: nodes[i]![1] })),
        connections: connected(inputs, order, links),
      }));
  });

function connected(
  inputs: number,
  order: readonly number[],
  links: readonly (readonly [number, number, number, boolean, boolean])[],
): NeatConnection[] {
  const sources = [...Array.from({ length: inputs }, (_, id) => id), ...order];
  const found = new Map<string, NeatConnection>();
  for (const [a, b, value, enabled, delayed] of links) {
    const target = a % order.length;
    const from = sources[b % (delayed ? sources.length : inputs + target)]!;
    const to = order[target]!;
    const key = `${from} ${to} ${delayed}`;
    found.set(key, { innovation: found.size, from, to, weight: value, enabled: enabled || b % 3 > 0, delayed });
  }
  const place = (id: number): number => order.indexOf(id);
  return [...found.values()].sort(
    (a, b) => place(a.to) - place(b.to) || a.from - b.from || Number(a.delayed) - Number(b.delayed),
  );
}

const ACTIVATIONS: Readonly<Record<Activation, (sum: number) => number>> = {
  tanh: Math.tanh,
  relu: (sum) => Math.max(0, sum),
  sigmoid: (sum) => 1 / (1 + Math.exp(-sum)),
  linear: (sum) => sum,
};

/** What a network does with observations, one after the other: plain loops in double precision. */
export function played(brain: Brain, observations: readonly (readonly number[])[]): number[][] {
  const step = brain.kind === "network" ? networkStep(brain.network) : neatStep(brain.network);
  return observations.map(step);
}

function networkStep({ shape, weights }: Network): (observation: readonly number[]) => number[] {
  let memory = shape.hidden.map((units) => Array.from({ length: units }, () => 0));
  return (observation) => {
    let at = 0;
    let below: readonly number[] = observation;
    const next: number[][] = [];
    for (const [layer, units] of [...shape.hidden, shape.outputs].entries()) {
      const last = layer === shape.hidden.length;
      const seen = last || !shape.recurrent ? below : [...below, ...memory[layer]!];
      const values = Array.from({ length: units }, () => {
        let sum = 0;
        for (const value of seen) sum += value * weights[at++]!;
        return ACTIVATIONS[last ? shape.outputActivation : shape.activation](sum + weights[at++]!);
      });
      next.push(values);
      below = values;
    }
    memory = next;
    return [...below];
  };
}

function neatStep({ inputs, outputs, nodes, connections }: Neat): (observation: readonly number[]) => number[] {
  let before = new Map<number, number>();
  return (observation) => {
    const values = new Map(observation.map((value, id) => [id, value]));
    for (const { id, activation: kind, bias } of nodes) {
      let sum = bias;
      for (const { from, to, weight: factor, enabled, delayed } of connections)
        if (to === id && enabled) sum += factor * (delayed ? (before.get(from) ?? 0) : values.get(from)!);
      values.set(id, ACTIVATIONS[kind](sum));
    }
    before = values;
    return Array.from({ length: outputs }, (_, i) => values.get(inputs + i)!);
  };
}
