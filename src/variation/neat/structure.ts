import { neatGenesMax } from "../../genome/kinds/neat.ts";
import type { Genes } from "../../genome/kinds/network/genes.ts";
import { innovationOf, splitOf } from "../../genome/kinds/network/innovation.ts";
import type { Neat, NeatConnection } from "../../genome/kinds/network/neat.ts";
import { arranged, type Draft, genesOf } from "../../genome/kinds/network/order.ts";
import { linkOf, nodeGene, placeOf, type Topology, type Wiring } from "../../genome/kinds/network/topology.ts";
import type { Random } from "../../std/random.ts";
import type { VariationContext } from "../operator.ts";
import { newWeight, toggled } from "./weights.ts";

/** Changes genes; undefined where it cannot. */
export type Mutation = (genes: Genes, context: VariationContext, random: Random) => Genes | undefined;

/** How often a place for a new connection is looked for. */
const tries = 16;

/**
 * Connects two nodes. In recurrent networks what comes from a node, and not from an input, is its value of the step before,
 * so that signals move on by one connection a step, as in NEAT of 2002, and may run in circles.
 */
export function withConnection(genes: Genes, context: VariationContext, random: Random): Genes | undefined {
  const { topology, values, enabled } = genes;
  const { inputs, outputs, nodes, connections, sources, targets } = topology;
  const isRecurrent = context.network?.recurrent === true;
  for (let turn = 0; turn < tries; turn++) {
    const ends = isRecurrent ? anyEnds(topology, random) : forwardEnds(topology, random);
    if (ends === undefined) continue;
    const [source, target] = ends;
    const delayed = isRecurrent && source >= inputs;
    if (isConnected(topology, ends, delayed)) continue;
    const from = source < inputs ? source : nodes[source - inputs]!.id;
    const wiring: Wiring = {
      inputs,
      outputs,
      nodes,
      connections: [...connections, linkOf(from, nodes[target]!.id, delayed)],
      sources: [...sources, source],
      targets: [...targets, target],
    };
    return fitting({ wiring, values: [...values, newWeight(random)], enabled: `${enabled}1` });
  }
  return undefined;
}

/** Where a connection comes from and leads to, as wirings have it. */
type Ends = readonly [source: number, target: number];

function anyEnds({ inputs, nodes }: Topology, random: Random): Ends {
  return [random.int(inputs + nodes.length), random.int(nodes.length)];
}

/** Ends between which a connection closes no circle; outputs are never sources, because they come last in a step. */
function forwardEnds({ inputs, outputs, nodes }: Topology, random: Random): Ends | undefined {
  const isOutput = (place: number): boolean => nodes[place]!.id < inputs + outputs;
  const source = random.int(inputs + nodes.length);
  const target = random.int(nodes.length);
  if (source < inputs) return [source, target];
  const place = source - inputs;
  if (isOutput(place) || place === target) return undefined;
  // Nodes are in an order in which signals flow.
  return isOutput(target) || place < target ? [source, target] : [inputs + target, place];
}

function isConnected({ connections, sources, targets }: Topology, [source, target]: Ends, delayed: boolean): boolean {
  return connections.some((one, i) => sources[i] === source && targets[i] === target && one.delayed === delayed);
}

/**
 * Splits a connection: it is disabled, and a new node takes its place, with a weight of 1 before it and the old weight
 * behind it, where recurrent networks see its value of the step before. The node's id says which split of which
 * connection it is.
 */
export function withNode(genes: Genes, context: VariationContext, random: Random): Genes | undefined {
  const { topology, values, enabled } = genes;
  const { inputs, outputs, nodes, connections, sources, targets } = topology;
  const open = placesWhere(connections.length, (place) => enabled[place] === "1");
  if (open.length === 0 || context.network === undefined) return undefined;
  const place = random.pick(open);
  const split = connections[place]!;
  let turn = 0;
  while (placeOf(topology, splitOf(split.innovation, turn), 0) >= 0) turn++;
  const id = splitOf(split.innovation, turn);
  const wiring: Wiring = {
    inputs,
    outputs,
    nodes: [...nodes, nodeGene(id, context.network.activation)],
    connections: [
      ...connections,
      linkOf(split.from, id, split.delayed),
      linkOf(id, split.to, context.network.recurrent),
    ],
    sources: [...sources, sources[place]!, inputs + nodes.length],
    targets: [...targets, nodes.length, targets[place]!],
  };
  const weights = values.slice(nodes.length);
  return fitting({
    wiring,
    values: [...values.slice(0, nodes.length), 0, ...weights, 1, weights[place]!],
    enabled: `${toggled(enabled, place)}11`,
  });
}

/** Enables a connection that is disabled, or the other way round. */
export function withToggled({ topology, values, enabled }: Genes, _: unknown, random: Random): Genes | undefined {
  if (enabled.length === 0) return undefined;
  return { topology, values, enabled: toggled(enabled, random.int(enabled.length)) };
}

/** Deletes a connection, and the hidden nodes that lead nowhere without it. */
export function withoutConnection(genes: Genes, _: unknown, random: Random): Genes | undefined {
  const { length } = genes.topology.connections;
  if (length === 0) return undefined;
  const deleted = random.int(length);
  return without(genes, (connection) => connection === deleted);
}

/** Deletes a hidden node with its connections, and the hidden nodes that lead nowhere without it. */
export function withoutNode(genes: Genes, _: unknown, random: Random): Genes | undefined {
  const { inputs, outputs, nodes, sources, targets } = genes.topology;
  const hidden = placesWhere(nodes.length, (place) => nodes[place]!.id >= inputs + outputs);
  if (hidden.length === 0) return undefined;
  const deleted = random.pick(hidden);
  return without(genes, (connection) => sources[connection] === inputs + deleted || targets[connection] === deleted);
}

/** A new connection, enabled. */
export function connectionOf(from: number, to: number, delayed: boolean, weight: number): NeatConnection {
  return { innovation: innovationOf(from, to, delayed), from, to, weight, enabled: true, delayed };
}

/** The genes of a network in any order; undefined where they are too many, or the network closes a circle without delay. */
export function packed(network: Neat): Genes | undefined {
  return network.nodes.length + network.connections.length > neatGenesMax ? undefined : genesOf(network);
}

/** The genes in order; undefined as above. */
function fitting(draft: Draft): Genes | undefined {
  return draft.values.length > neatGenesMax ? undefined : arranged(draft);
}

/** The genes without these connections, and without the hidden nodes from which no connection leads to another node. */
function without({ topology, values, enabled }: Genes, isDeleted: (connection: number) => boolean): Genes | undefined {
  const { inputs, outputs, nodes, sources, targets } = topology;
  const isHidden = (place: number): boolean => nodes[place]!.id >= inputs + outputs;
  let connections = placesWhere(sources.length, (connection) => !isDeleted(connection));
  for (;;) {
    const leads = new Set<number>();
    for (const i of connections) if (sources[i] !== inputs + targets[i]!) leads.add(sources[i]! - inputs);
    const isLeft = (place: number): boolean => place < 0 || leads.has(place) || !isHidden(place);
    const left = connections.filter((i) => isLeft(sources[i]! - inputs) && isLeft(targets[i]!));
    if (left.length === connections.length)
      return arranged({ wiring: topology, values, enabled }, { nodes: placesWhere(nodes.length, isLeft), connections });
    connections = left;
  }
}

/** The whole numbers from 0 below a limit of which something is true. */
function placesWhere(limit: number, isTrue: (place: number) => boolean): number[] {
  const places: number[] = [];
  for (let place = 0; place < limit; place++) if (isTrue(place)) places.push(place);
  return places;
}
