import type { Genome } from "../../genome/genome.ts";
import { neatGenome, neatOf } from "../../genome/kinds/neat.ts";
import type { Neat, NeatConnection } from "../../genome/kinds/network/neat.ts";
import type { Dissection, Unit } from "../dissection.ts";

/**
 * A network whose topology can change, taken apart: its units are the hidden nodes, each with the connections that lead
 * to it and those that lead from it to outputs; connections from inputs to outputs; and the biases of outputs. What leads
 * to no output is no unit, and is left out of what remains. Sizes are nodes and connections. Where nothing is knocked out
 * the genome stays `whole`.
 */
export function dissectedNetwork(genome: Genome, whole: Genome = genome): Dissection {
  const network = livingPart(neatOf(genome));
  const { nodes, connections } = network;
  const touching = (id: number): number => connections.filter(({ from, to }) => from === id || to === id).length;
  const nodeUnits = new Map(
    nodes.filter(({ id }) => isHidden(network, id)).map(({ id }) => [id, unitOf(1 + touching(id), undefined)] as const),
  );
  const biasUnits = new Map(
    nodes
      .filter(({ id, bias }) => !isHidden(network, id) && bias !== 0)
      .map(({ id }) => [id, unitOf(1, undefined)] as const),
  );
  const connectionUnits = new Map(
    connections.map(({ innovation, from, to }) => {
      const around = nodeUnits.get(to) ?? nodeUnits.get(from);
      const unit = unitOf(1, around);
      around?.inside.push(unit);
      return [innovation, unit] as const;
    }),
  );
  return {
    units: [...nodeUnits.values(), ...biasUnits.values(), ...connectionUnits.values()],
    placesOf: () => [],
    knockedOut(cuts) {
      if (cuts.size === 0) return whole;
      const isGone = (unit: Unit | undefined): boolean => unit !== undefined && cuts.has(unit);
      const left = connections.filter(
        ({ innovation, from, to }) =>
          !isGone(nodeUnits.get(from)) && !isGone(nodeUnits.get(to)) && !isGone(connectionUnits.get(innovation)),
      );
      const biased = nodes.map((node) => (isGone(biasUnits.get(node.id)) ? { ...node, bias: 0 } : node));
      return neatGenome(livingPart({ ...network, nodes: biased, connections: left }));
    },
  };
}

function unitOf(size: number, around: Unit | undefined): Unit & { readonly inside: Unit[] } {
  return { size, around, inside: [], isRaisable: false };
}

/** Whether an id is that of a hidden node: inputs and outputs come first. */
function isHidden({ inputs, outputs }: Neat, id: number): boolean {
  return id >= inputs + outputs;
}

/** The enabled connections of a network from which an output can be reached, and the nodes between them. */
export function livingPart(network: Neat): Neat {
  const enabled = network.connections.filter((one) => one.enabled);
  const living = livingNodes(network, enabled);
  return {
    ...network,
    nodes: network.nodes.filter(({ id }) => living.has(id)),
    connections: enabled.filter(({ to }) => living.has(to)),
  };
}

/** The outputs, and all from which they can be reached. */
function livingNodes({ inputs, outputs }: Neat, connections: readonly NeatConnection[]): ReadonlySet<number> {
  const living = new Set(Array.from({ length: outputs }, (_, i) => inputs + i));
  const leading = Map.groupBy(connections, ({ to }) => to);
  // The set grows while it is walked.
  for (const id of living) for (const { from } of leading.get(id) ?? []) living.add(from);
  return living;
}
