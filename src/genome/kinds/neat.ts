import { attached } from "../../std/attached.ts";
import { assert } from "../../std/errors.ts";
import { type Genome, type GenomeKind, genomeOf } from "../genome.ts";
import { compatibilityDistance } from "./network/compatibility.ts";
import { activationIn, fieldsIn, listIn, notANetwork, singleIn, unitsMax, wholeIn } from "./network/fields.ts";
import { innovationOf } from "./network/innovation.ts";
import type { Neat, NeatConnection, NeatNode } from "./network/neat.ts";
import { ordered } from "./network/order.ts";

/** The most genes of a network whose topology evolves: its nodes but the inputs, and its connections. */
export const neatGenesMax = 10_000;

/** The longest text that is read as such a network, in UTF-16 units. */
const textLengthMax = neatGenesMax * 128;

const networks = attached<Genome, Neat>();

/**
 * Networks whose topology evolves: a line of JSON with the nodes as [id, activation, bias] and the connections as
 * [from, to, weight, enabled, delayed], the last two 0 or 1. Equal networks have equal bytes: the order of nodes and
 * connections is made, not read, and markings follow from the ends.
 */
export const neatKind: GenomeKind = {
  name: "neat",
  parse: (text) => neatGenome(networkIn(text)),
  size: (genome) => neatSizeOf(neatOf(genome)),
  distance: (a, b) => compatibilityDistance(neatOf(a), neatOf(b)),
};

/** The network that a genome says, not to be changed. */
export function neatOf(genome: Genome): Neat {
  const known = networks.get(genome);
  if (known !== undefined) return known;
  const network = canonical(networkIn(genome.bytes));
  networks.set(genome, network);
  return network;
}

/** The genome of a network, its nodes and connections in any order. Throws `UserError` where it breaks a rule of `Neat`. */
export function neatGenome(network: Neat): Genome {
  return orderedNeatGenome(canonical(network));
}

/** The genome of a network that is known to keep all rules, order included, such as one with a genome's structure. */
export function orderedNeatGenome(network: Neat): Genome {
  assert(genesOf(network) <= neatGenesMax, `a network has at most ${neatGenesMax} genes`);
  const genome = genomeOf("neat", textOf(network));
  networks.set(genome, network);
  return genome;
}

/** How large a network is: hidden nodes and enabled connections, at least 1. */
export function neatSizeOf({ nodes, outputs, connections }: Neat): number {
  let size = nodes.length - outputs;
  for (const { enabled } of connections) if (enabled) size++;
  return Math.max(1, size);
}

function genesOf({ nodes, connections }: Neat): number {
  return nodes.length + connections.length;
}

/** Checks all rules and brings the network into order. */
function canonical(network: Neat): Neat {
  if (genesOf(network) > neatGenesMax)
    throw notANetwork(`it has ${genesOf(network)} genes, at most ${neatGenesMax} are allowed`);
  const nodes = network.nodes.map(checkedNode);
  const connections = network.connections.map(checkedConnection);
  checkNodes(network, nodes);
  checkConnections(network, nodes, connections);
  const found = ordered({ ...network, nodes, connections });
  if (found === undefined) throw notANetwork("connections that are not delayed close a circle");
  return found;
}

function checkedNode({ id, activation, bias }: NeatNode): NeatNode {
  return {
    id: wholeIn("id", id, 0, Number.MAX_SAFE_INTEGER),
    activation: activationIn("activation", activation),
    bias: singleIn("bias", bias),
  };
}

function checkedConnection({ from, to, weight, enabled, delayed }: NeatConnection): NeatConnection {
  wholeIn("from", from, 0, Number.MAX_SAFE_INTEGER);
  wholeIn("to", to, 0, Number.MAX_SAFE_INTEGER);
  return {
    innovation: innovationOf(from, to, delayed),
    from,
    to,
    weight: singleIn("weight", weight),
    enabled,
    delayed,
  };
}

function checkNodes({ inputs, outputs }: Neat, nodes: readonly NeatNode[]): void {
  wholeIn("inputs", inputs, 1, unitsMax);
  wholeIn("outputs", outputs, 1, neatGenesMax);
  const ids = new Set(nodes.map(({ id }) => id));
  if (ids.size < nodes.length) throw notANetwork("two of its nodes have the same id");
  for (let id = inputs; id < inputs + outputs; id++)
    if (!ids.has(id)) throw notANetwork(`the output with the id ${id} is missing`);
  for (const id of ids) if (id < inputs) throw notANetwork(`the node ${id} has the id of an input`);
}

function checkConnections({ inputs }: Neat, nodes: readonly NeatNode[], connections: readonly NeatConnection[]): void {
  const ids = new Set(nodes.map(({ id }) => id));
  const markings = new Set<number>();
  for (const { from, to, innovation } of connections) {
    if (from >= inputs && !ids.has(from)) throw notANetwork(`a connection comes from ${from}, which is no node`);
    if (!ids.has(to)) throw notANetwork(`a connection leads to ${to}, which is no hidden and no output node`);
    if (markings.has(innovation)) throw notANetwork(`two connections lead from ${from} to ${to}`);
    markings.add(innovation);
  }
}

function networkIn(text: string): Neat {
  const { inputs, outputs, nodes, connections } = fieldsIn(text, textLengthMax);
  return {
    inputs: wholeIn("inputs", inputs, 1, unitsMax),
    outputs: wholeIn("outputs", outputs, 1, neatGenesMax),
    nodes: listIn("nodes", nodes, neatGenesMax).map((row) => {
      const [id, activation, bias] = listIn("node", row, 3);
      return { id, activation, bias } as NeatNode;
    }),
    connections: listIn("connections", connections, neatGenesMax).map((row) => {
      const [from, to, weight, enabled, delayed] = listIn("connection", row, 5);
      const flags = {
        enabled: wholeIn("enabled", enabled, 0, 1) === 1,
        delayed: wholeIn("delayed", delayed, 0, 1) === 1,
      };
      return { from, to, weight, ...flags } as NeatConnection;
    }),
  };
}

function textOf({ inputs, outputs, nodes, connections }: Neat): string {
  let text = `{"inputs":${inputs},"outputs":${outputs},"nodes":[`;
  for (let i = 0; i < nodes.length; i++) {
    const { id, activation, bias } = nodes[i]!;
    text += `${i > 0 ? "," : ""}[${id},"${activation}",${bias}]`;
  }
  text += '],"connections":[';
  for (let i = 0; i < connections.length; i++) {
    const { from, to, weight, enabled, delayed } = connections[i]!;
    text += `${i > 0 ? "," : ""}[${from},${to},${weight},${enabled ? 1 : 0},${delayed ? 1 : 0}]`;
  }
  return `${text}]}`;
}
