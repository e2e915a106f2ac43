import { innovationOf } from "./innovation.ts";
import type { Neat, NeatNode } from "./neat.ts";
import type { Activation } from "./shape.ts";

/** The genes of a network whose topology evolves, packed: what differs most is apart from what seldom does. */
export interface Genes {
  readonly topology: Topology;
  /** The biases of the nodes, then the weights of the connections; finite, never negative zero. */
  readonly values: Float32Array;
  /** A digit a connection, 1 where it is enabled and 0 where it is not. */
  readonly enabled: string;
}

/** All of a network but its numbers and which connections are enabled; most children have that of a parent. */
export interface Topology {
  readonly inputs: number;
  readonly outputs: number;
  readonly nodes: readonly { readonly id: number; readonly activation: Activation }[];
  readonly connections: readonly { readonly from: number; readonly to: number; readonly delayed: boolean }[];
  /** The historical markings of nodes (their ids) and connections alike, in rising order. */
  readonly markings: Float64Array;
  /** Which value of `Genes.values` is that of the marking in the same place. */
  readonly places: Int32Array;
  /** What a genome's canonical text begins with; equal for equal topologies. */
  readonly text: string;
}

/** The genes of a network in canonical order. */
export function genesOf(network: Neat): Genes {
  const { nodes, connections } = network;
  return {
    topology: topologyOf(network),
    values: Float32Array.from([...nodes.map(({ bias }) => bias), ...connections.map(({ weight }) => weight)]),
    enabled: connections.map(({ enabled }) => (enabled ? "1" : "0")).join(""),
  };
}

/** The network that has these genes. */
export function neatFrom({ topology, values, enabled }: Genes): Neat {
  const { inputs, outputs, nodes, connections } = topology;
  return {
    inputs,
    outputs,
    nodes: nodes.map(({ id, activation }, place): NeatNode => ({ id, activation, bias: values[place]! })),
    connections: connections.map(({ from, to, delayed }, place) => ({
      innovation: innovationOf(from, to, delayed),
      from,
      to,
      weight: values[nodes.length + place]!,
      enabled: enabled[place] === "1",
      delayed,
    })),
  };
}

/** The canonical text of these genes: a line of JSON. */
export function textOf({ topology, values, enabled }: Genes): string {
  const weights = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
  return `${topology.text},"enabled":"${enabled}","weights":"${weights}"}`;
}

/** How many nodes are hidden and connections enabled, at least 1. */
export function sizeOf({ topology, enabled }: Genes): number {
  let size = topology.nodes.length - topology.outputs;
  for (let i = 0; i < enabled.length; i++) if (enabled.charCodeAt(i) === digitOne) size++;
  return Math.max(1, size);
}

const digitOne = 0x31;

function topologyOf({ inputs, outputs, nodes, connections }: Neat): Topology {
  const rows = [...nodes.map(({ id }) => id), ...connections.map(({ innovation }) => innovation)]
    .map((marking, place): [number, number] => [marking, place])
    .toSorted(([a], [b]) => a - b);
  const nodeRows = nodes.map(({ id, activation }) => [id, activation]);
  const connectionRows = connections.map(({ from, to, delayed }) => (delayed ? [from, to, "delayed"] : [from, to]));
  return {
    inputs,
    outputs,
    nodes: nodes.map(({ id, activation }) => ({ id, activation })),
    connections: connections.map(({ from, to, delayed }) => ({ from, to, delayed })),
    markings: Float64Array.from(rows, ([marking]) => marking),
    places: Int32Array.from(rows, ([, place]) => place),
    text: JSON.stringify({ inputs, outputs, nodes: nodeRows, connections: connectionRows }).slice(0, -1),
  };
}
