import { neatGenesMax } from "../../genome/kinds/neat.ts";
import { type Genes, genesOf, neatFrom, type Topology } from "../../genome/kinds/network/genes.ts";
import { innovationOf, splitOf } from "../../genome/kinds/network/innovation.ts";
import type { Neat, NeatConnection } from "../../genome/kinds/network/neat.ts";
import { ordered } from "../../genome/kinds/network/order.ts";
import type { Random } from "../../std/random.ts";
import type { VariationContext } from "../operator.ts";
import { newWeight } from "./weights.ts";

/** Changes genes; undefined where it cannot. */
export type Mutation = (genes: Genes, context: VariationContext, random: Random) => Genes | undefined;

/** How often a place for a new connection is looked for. */
const tries = 16;

/** Connects two nodes; in recurrent networks half of the new connections are delayed, and these may close circles. */
export function withConnection(genes: Genes, context: VariationContext, random: Random): Genes | undefined {
  const { topology } = genes;
  for (let turn = 0; turn < tries; turn++) {
    const delayed = context.network?.recurrent === true && random.chance(0.5);
    const ends = delayed ? anyEnds(topology, random) : forwardEnds(topology, random);
    if (ends === undefined || isConnected(topology, ends, delayed)) continue;
    const network = neatFrom(genes);
    const added = connectionOf(ends[0], ends[1], delayed, newWeight(random));
    return packed({ ...network, connections: [...network.connections, added] });
  }
  return undefined;
}

type Ends = readonly [from: number, to: number];

function anyEnds({ inputs, nodes }: Topology, random: Random): Ends {
  const source = random.int(inputs + nodes.length);
  return [source < inputs ? source : nodes[source - inputs]!.id, random.pick(nodes).id];
}

/** Ends between which a connection closes no circle; outputs are never sources, because they come last in a step. */
function forwardEnds({ inputs, outputs, nodes }: Topology, random: Random): Ends | undefined {
  const source = random.int(inputs + nodes.length);
  const place = random.int(nodes.length);
  const target = nodes[place]!.id;
  if (source < inputs) return [source, target];
  const from = nodes[source - inputs]!.id;
  if (from < inputs + outputs || from === target) return undefined;
  // Nodes are in an order in which signals flow.
  return target < inputs + outputs || source - inputs < place ? [from, target] : [target, from];
}

function isConnected({ connections }: Topology, [from, to]: Ends, delayed: boolean): boolean {
  return connections.some((one) => one.from === from && one.to === to && one.delayed === delayed);
}

/**
 * Splits a connection: it is disabled, and a new node takes its place, with a weight of 1 before it and the old weight
 * behind it. The node's id says which split of which connection it is.
 */
export function withNode(genes: Genes, context: VariationContext, random: Random): Genes | undefined {
  const network = neatFrom(genes);
  const { nodes, connections } = network;
  const enabled = connections.filter((one) => one.enabled);
  if (enabled.length === 0 || context.network === undefined) return undefined;
  const split = random.pick(enabled);
  const ids = new Set(nodes.map((node) => node.id));
  let turn = 0;
  while (ids.has(splitOf(split.innovation, turn))) turn++;
  const id = splitOf(split.innovation, turn);
  return packed({
    ...network,
    nodes: [...nodes, { id, activation: context.network.activation, bias: 0 }],
    connections: [
      ...connections.map((one) => (one === split ? { ...one, enabled: false } : one)),
      connectionOf(split.from, id, split.delayed, 1),
      connectionOf(id, split.to, false, split.weight),
    ],
  });
}

/** Enables a connection that is disabled, or the other way round. */
export function withToggled({ topology, values, enabled }: Genes, _: unknown, random: Random): Genes | undefined {
  if (enabled.length === 0) return undefined;
  const place = random.int(enabled.length);
  const turned = enabled[place] === "1" ? "0" : "1";
  return { topology, values, enabled: enabled.slice(0, place) + turned + enabled.slice(place + 1) };
}

/** Deletes a connection, and the hidden nodes that lead nowhere without it. */
export function withoutConnection(genes: Genes, _: unknown, random: Random): Genes | undefined {
  const network = neatFrom(genes);
  const { connections } = network;
  if (connections.length === 0) return undefined;
  const deleted = random.pick(connections);
  return packed(pruned({ ...network, connections: connections.filter((one) => one !== deleted) }));
}

/** Deletes a hidden node with its connections, and the hidden nodes that lead nowhere without it. */
export function withoutNode(genes: Genes, _: unknown, random: Random): Genes | undefined {
  const network = neatFrom(genes);
  const hidden = network.nodes.filter(({ id }) => id >= network.inputs + network.outputs);
  return hidden.length === 0 ? undefined : packed(pruned(without(network, random.pick(hidden).id)));
}

/** A new connection, enabled. */
export function connectionOf(from: number, to: number, delayed: boolean, weight: number): NeatConnection {
  return { innovation: innovationOf(from, to, delayed), from, to, weight, enabled: true, delayed };
}

/** The genes of a network in any order; undefined where they are too many, or the network closes a circle without delay. */
export function packed(network: Neat): Genes | undefined {
  if (network.nodes.length + network.connections.length > neatGenesMax) return undefined;
  const found = ordered(network);
  return found === undefined ? undefined : genesOf(found);
}

/** The network without the hidden nodes from which no connection leads to another node. */
function pruned(network: Neat): Neat {
  const sources = new Set(network.connections.filter(({ from, to }) => from !== to).map(({ from }) => from));
  const idle = network.nodes.find(({ id }) => id >= network.inputs + network.outputs && !sources.has(id));
  return idle === undefined ? network : pruned(without(network, idle.id));
}

function without(network: Neat, gone: number): Neat {
  return {
    ...network,
    nodes: network.nodes.filter(({ id }) => id !== gone),
    connections: network.connections.filter(({ from, to }) => from !== gone && to !== gone),
  };
}
