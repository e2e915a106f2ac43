import type { Genome } from "../genome/genome.ts";
import { neatGenesMax, neatSizeOf, orderedNeatGenome } from "../genome/kinds/neat.ts";
import { innovationOf } from "../genome/kinds/network/innovation.ts";
import type { Neat, NeatConnection } from "../genome/kinds/network/neat.ts";
import { ordered } from "../genome/kinds/network/order.ts";
import { attached } from "../std/attached.ts";
import type { Random } from "../std/random.ts";
import type { VariationContext } from "./operator.ts";

/** Weights and biases stay within this much of 0. */
const weightMax = 30;

/** How far a weight moves at most in a step. */
const stepMax = 0.5;

const indexes = attached<Neat, ReadonlyMap<number, NeatConnection>>();

/** A network's connections by their markings. */
export function byMarking(network: Neat): ReadonlyMap<number, NeatConnection> {
  const known = indexes.get(network);
  if (known !== undefined) return known;
  const index = new Map(network.connections.map((one) => [one.innovation, one]));
  indexes.set(network, index);
  return index;
}

/** A new connection, enabled. */
export function connected(from: number, to: number, delayed: boolean, weight: number): NeatConnection {
  return { innovation: innovationOf(from, to, delayed), from, to, weight, enabled: true, delayed };
}

/** The same connection with another weight, enabled or not. */
export function reweighed(
  { innovation, from, to, delayed }: NeatConnection,
  weight: number,
  enabled: boolean,
): NeatConnection {
  return { innovation, from, to, weight, enabled, delayed };
}

/** A standard normal weight in single precision. */
export function newWeight(random: Random): number {
  return Math.fround(random.normal()) + 0;
}

/** The weight after a step, evenly drawn; one in ten is drawn anew. One draw decides both. */
export function moved(weight: number, random: Random): number {
  const drawn = random.next() * 10 - 1;
  if (drawn < 0) return newWeight(random);
  // From 0 to 9: a step to either side.
  const next = weight + ((2 * drawn) / 9 - 1) * stepMax;
  return Math.fround(Math.min(Math.max(next, -weightMax), weightMax)) + 0;
}

/** The network without a node and its connections. */
export function withoutNode(network: Neat, gone: number): Neat {
  return {
    ...network,
    nodes: network.nodes.filter(({ id }) => id !== gone),
    connections: network.connections.filter(({ from, to }) => from !== gone && to !== gone),
  };
}

/** The network without hidden nodes from which no connection leads to another node. */
export function pruned(network: Neat): Neat {
  const sources = new Set(network.connections.filter(({ from, to }) => from !== to).map(({ from }) => from));
  const idle = network.nodes.find(({ id }) => id >= network.inputs + network.outputs && !sources.has(id));
  return idle === undefined ? network : pruned(withoutNode(network, idle.id));
}

/** The genome of a network with the nodes and connections of one that has a genome; undefined where it is too large. */
export function alike({ sizeMax }: VariationContext, network: Neat): Genome | undefined {
  return neatSizeOf(network) <= sizeMax ? orderedNeatGenome(network) : undefined;
}

/** The genome of a network whose structure is new; undefined where it is too large or closes a circle without delay. */
export function structured(context: VariationContext, network: Neat): Genome | undefined {
  if (network.nodes.length + network.connections.length > neatGenesMax) return undefined;
  const found = ordered(network);
  return found === undefined ? undefined : alike(context, found);
}
