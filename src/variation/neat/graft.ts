import type { Genome } from "../../genome/genome.ts";
import { genesGenome, neatOf } from "../../genome/kinds/neat.ts";
import type { Neat, NeatConnection } from "../../genome/kinds/network/neat.ts";
import { connectionOf, packed } from "./structure.ts";

/**
 * A network with another one beside what it has: its hidden nodes with their connections, as new nodes; connections that
 * both have, and biases of outputs, are added up. Undefined where that would be too large.
 */
export function graftedNetwork(host: Genome, part: Genome): Genome | undefined {
  const [stem, scion] = [neatOf(host), neatOf(part)];
  const { inputs, outputs, nodes } = stem;
  const isOutput = (id: number): boolean => id >= inputs && id < inputs + outputs;
  const fresh = 1 + nodes.reduce((most, { id }) => Math.max(most, id), inputs + outputs);
  const hidden = scion.nodes.filter(({ id }) => id >= inputs + outputs);
  const renamed = new Map(hidden.map(({ id }, i) => [id, fresh + i]));
  const named = (id: number): number => renamed.get(id) ?? id;
  const biases = new Map(scion.nodes.map(({ id, bias }) => [id, bias]));
  const added = scion.connections.map(({ from, to, weight, delayed }) =>
    connectionOf(named(from), named(to), delayed, weight),
  );
  const genes = packed({
    ...stem,
    nodes: [
      ...nodes.map((node) =>
        isOutput(node.id) ? { ...node, bias: Math.fround(node.bias + biases.get(node.id)!) } : node,
      ),
      ...hidden.map((node) => ({ ...node, id: named(node.id) })),
    ],
    connections: summed([...stem.connections, ...added]),
  });
  return genes && genesGenome(genes);
}

/** Connections of which those with the same ends are one. */
function summed(connections: readonly NeatConnection[]): Neat["connections"] {
  const known = new Map<number, NeatConnection>();
  for (const one of connections) {
    const other = known.get(one.innovation);
    const weight = other === undefined ? one.weight : Math.fround(other.weight + one.weight);
    known.set(one.innovation, { ...one, weight });
  }
  return [...known.values()];
}
