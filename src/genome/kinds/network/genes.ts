import type { Neat, NeatConnection, NeatNode } from "./neat.ts";
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
  readonly connections: readonly Link[];
  /** The historical markings of nodes (their ids) and connections alike, in rising order. */
  readonly markings: Float64Array;
  /** Which value of `Genes.values` is that of the marking in the same place. */
  readonly places: Int32Array;
  /** What a genome's canonical text begins with; equal for equal topologies. */
  readonly text: string;
}

/** A connection without what differs from one network to the next. */
export type Link = Pick<NeatConnection, "innovation" | "from" | "to" | "delayed">;

/** The genes of a network in canonical order. */
export function genesOf(network: Neat): Genes {
  const { nodes, connections } = network;
  const values = new Float32Array(nodes.length + connections.length);
  let enabled = "";
  nodes.forEach(({ bias }, place) => (values[place] = bias));
  connections.forEach(({ weight, enabled: isEnabled }, place) => {
    values[nodes.length + place] = weight;
    enabled += isEnabled ? "1" : "0";
  });
  return { topology: topologyOf(network), values, enabled };
}

/** The network that has these genes. */
export function neatFrom({ topology, values, enabled }: Genes): Neat {
  const { inputs, outputs, nodes, connections } = topology;
  return {
    inputs,
    outputs,
    nodes: nodes.map(({ id, activation }, place): NeatNode => ({ id, activation, bias: values[place]! })),
    connections: connections.map(({ innovation, from, to, delayed }, place) => ({
      innovation,
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
  return `${topology.text},"enabled":"${enabled}","weights":"${base64Of(values)}"}`;
}

/** Most networks are small, and a buffer that is there already saves most of the time that theirs take. */
const scratch = new Float32Array(256);
const scratchBytes = Buffer.from(scratch.buffer);

function base64Of(values: Float32Array): string {
  if (values.length > scratch.length)
    return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
  scratch.set(values);
  return scratchBytes.toString("base64", 0, values.byteLength);
}

/** How many nodes are hidden and connections enabled, at least 1. */
export function sizeOf({ topology, enabled }: Genes): number {
  let size = topology.nodes.length - topology.outputs;
  for (let i = 0; i < enabled.length; i++) if (enabled.charCodeAt(i) === digitOne) size++;
  return Math.max(1, size);
}

const digitOne = 0x31;

function topologyOf({ inputs, outputs, nodes, connections }: Neat): Topology {
  const markings = Float64Array.of(...nodes.map(({ id }) => id), ...connections.map(({ innovation }) => innovation));
  const places = Int32Array.from(markings, (_, place) => place).sort((a, b) => markings[a]! - markings[b]!);
  const nodeTexts = nodes.map(({ id, activation }) => `[${id},"${activation}"]`);
  const linkTexts = connections.map(({ from, to, delayed }) => `[${from},${to}${delayed ? ',"delayed"' : ""}]`);
  return {
    inputs,
    outputs,
    nodes: nodes.map(({ id, activation }) => ({ id, activation })),
    connections: connections.map(({ innovation, from, to, delayed }) => ({ innovation, from, to, delayed })),
    markings: markings.sort(),
    places,
    text: `{"inputs":${inputs},"outputs":${outputs},"nodes":[${nodeTexts.join()}],"connections":[${linkTexts.join()}]`,
  };
}
