import fc from "fast-check";
import { innovationOf } from "../../src/genome/kinds/network/innovation.ts";
import type { Neat, NeatConnection, NeatNode } from "../../src/genome/kinds/network/neat.ts";

export function node(id: number, told: Partial<NeatNode> = {}): NeatNode {
  return { id, activation: "tanh", bias: 0, ...told };
}

export function connection(from: number, to: number, told: Partial<NeatConnection> = {}): NeatConnection {
  const { delayed = false } = told;
  return { innovation: innovationOf(from, to, delayed), from, to, weight: 1, enabled: true, delayed, ...told };
}

const weight = fc.integer({ min: -64, max: 64 }).map((eighths) => eighths / 8);

/** Valid networks of two inputs and two outputs, with up to six hidden nodes; connections without delay lead to larger places. */
export const anyNeat: fc.Arbitrary<Neat> = fc
  .record({
    hidden: fc.uniqueArray(fc.integer({ min: 4, max: 2 ** 48 }), { maxLength: 6 }),
    biases: fc.array(weight, { minLength: 8, maxLength: 8 }),
    rows: fc.uniqueArray(
      fc.tuple(fc.nat(9), fc.nat(9), fc.boolean(), fc.boolean(), weight).map((row) => row),
      { maxLength: 20, selector: ([from, to, delayed]) => `${from} ${to} ${delayed}` },
    ),
    activation: fc.constantFrom("tanh", "relu", "sigmoid", "linear"),
  })
  .map(({ hidden, biases, rows, activation }) => {
    const ids = [...hidden, 2, 3];
    const nodes = ids.map((id, place) => node(id, { activation, bias: biases[place]! }));
    const sources = [0, 1, ...ids];
    const connections = rows.flatMap(([source, target, delayed, enabled, weighed]) => {
      const [from, to] = [sources[source], ids[target]];
      const isForward = delayed || source < target + 2;
      return from === undefined || to === undefined || !isForward
        ? []
        : [connection(from, to, { delayed, enabled, weight: weighed })];
    });
    return { inputs: 2, outputs: 2, nodes, connections };
  });
