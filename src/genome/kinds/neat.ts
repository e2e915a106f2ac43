import { attached } from "../../std/attached.ts";
import { type Genome, type GenomeKind, genomeOf } from "../genome.ts";
import { compatibilityDistance } from "./network/compatibility.ts";
import {
  activationIn,
  fieldsIn,
  listIn,
  notANetwork,
  singleIn,
  unitsMax,
  weightsIn,
  wholeIn,
} from "./network/fields.ts";
import { type Genes, neatFrom, sizeOf, textOf } from "./network/genes.ts";
import { innovationOf } from "./network/innovation.ts";
import type { Neat, NeatConnection, NeatNode } from "./network/neat.ts";
import { genesOf } from "./network/order.ts";

/** The most genes of a network whose topology evolves: its nodes but the inputs, and its connections. */
export const neatGenesMax = 10_000;

/** The longest text that is read as such a network, in UTF-16 units. */
const textLengthMax = neatGenesMax * 128;

const genesByGenome = attached<Genome, Genes>();

/**
 * Networks whose topology evolves: a line of JSON with the nodes as [id, activation], the connections as [from, to] or
 * [from, to, "delayed"], a digit for each connection (1 where it is enabled), and the biases of the nodes and the
 * weights of the connections as base64 of single-precision little-endian numbers. Equal networks have equal bytes: the
 * order of nodes and connections is made, not read, and markings follow from the ends.
 */
export const neatKind: GenomeKind = {
  name: "neat",
  parse: (text) => neatGenome(networkIn(text)),
  size: (genome) => sizeOf(neatGenesOf(genome)),
  distance: (a, b) => compatibilityDistance(neatGenesOf(a), neatGenesOf(b)),
};

/** The network that a genome says. */
export function neatOf(genome: Genome): Neat {
  return neatFrom(neatGenesOf(genome));
}

/** The genome of a network, its nodes and connections in any order. Throws `UserError` where it breaks a rule of `Neat`. */
export function neatGenome(network: Neat): Genome {
  return genesGenome(checkedGenes(network));
}

/** The genes of a genome, not to be changed. */
export function neatGenesOf(genome: Genome): Genes {
  const known = genesByGenome.get(genome);
  if (known !== undefined) return known;
  const genes = checkedGenes(networkIn(genome.bytes));
  genesByGenome.set(genome, genes);
  return genes;
}

/** The genome of genes that keep all rules, such as those of a genome with other values. */
export function genesGenome(genes: Genes): Genome {
  const genome = genomeOf("neat", textOf(genes));
  genesByGenome.set(genome, genes);
  return genome;
}

/** Checks all rules and brings the network into order. */
function checkedGenes(network: Neat): Genes {
  const count = network.nodes.length + network.connections.length;
  if (count > neatGenesMax) throw notANetwork(`it has ${count} genes, at most ${neatGenesMax} are allowed`);
  const nodes = network.nodes.map(checkedNode);
  const connections = network.connections.map(checkedConnection);
  checkNodes(network, nodes);
  checkConnections(network, nodes, connections);
  const found = genesOf({ ...network, nodes, connections });
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

/** The fields of a text as they stand; that they make a network is checked where it is put into order. */
function networkIn(text: string): Neat {
  const fields = fieldsIn(text, textLengthMax);
  const nodes = listIn("nodes", fields.nodes, neatGenesMax);
  const connections = listIn("connections", fields.connections, neatGenesMax);
  const { enabled } = fields;
  const values = weightsIn(fields.weights, nodes.length + connections.length);
  if (typeof enabled !== "string" || !/^[01]*$/.test(enabled) || enabled.length !== connections.length)
    throw notANetwork(`expected \`enabled\` to be ${connections.length} digits, 1 or 0`);
  return {
    inputs: wholeIn("inputs", fields.inputs, 1, unitsMax),
    outputs: wholeIn("outputs", fields.outputs, 1, neatGenesMax),
    nodes: nodes.map((row, place) => {
      const [id, activation] = listIn("nodes", row, 2);
      return { id, activation, bias: values[place]! } as NeatNode;
    }),
    connections: connections.map((row, place) => {
      const [from, to, mark] = listIn("connections", row, 3);
      if (mark !== undefined && mark !== "delayed") throw notANetwork("a connection is `delayed` or nothing");
      const weight = values[nodes.length + place]!;
      return { from, to, weight, enabled: enabled[place] === "1", delayed: mark === "delayed" } as NeatConnection;
    }),
  };
}
