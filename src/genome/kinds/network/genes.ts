import type { Neat, NeatNode } from "./neat.ts";
import type { Topology } from "./topology.ts";

/** The genes of a network whose topology evolves, packed: what differs most is apart from what seldom does. */
export interface Genes {
  readonly topology: Topology;
  /** The biases of the nodes, then the weights of the connections; in single precision, finite, never negative zero. */
  readonly values: readonly number[];
  /** A digit a connection, 1 where it is enabled and 0 where it is not. */
  readonly enabled: string;
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

function base64Of(values: readonly number[]): string {
  if (values.length > scratch.length) return Buffer.from(Float32Array.from(values).buffer).toString("base64");
  for (let i = 0; i < values.length; i++) scratch[i] = values[i]!;
  return scratchBytes.toString("base64", 0, 4 * values.length);
}

/** How many nodes are hidden and connections enabled, at least 1. */
export function sizeOf({ topology, enabled }: Genes): number {
  let size = topology.nodes.length - topology.outputs;
  for (let i = 0; i < enabled.length; i++) if (enabled.charCodeAt(i) === digitOne) size++;
  return Math.max(1, size);
}

const digitOne = 0x31;
