import { neatGenesMax, neatOf } from "../../genome/kinds/neat.ts";
import { innovationOf, splitOf } from "../../genome/kinds/network/innovation.ts";
import type { Random } from "../../std/random.ts";
import {
  alike,
  byMarking,
  connected,
  moved,
  newWeight,
  pruned,
  reweighed,
  structured,
  withoutNode,
} from "../neat-genes.ts";
import type { Operator } from "../operator.ts";

/** How often an operator looks for a place where it can do something. */
const tries = 16;

/**
 * A new network without hidden nodes: each input leads to each output, or, where that would be too large, as many
 * random ones as may be.
 */
export const randomNeat: Operator = {
  name: "random-neat",
  kind: "neat",
  about: "a new network without hidden nodes",
  arity: 0,
  vary(_, context, random) {
    const { network: shape, sizeMax } = context;
    if (shape === undefined) return undefined;
    const { inputs, outputs } = shape;
    const count = Math.min(inputs * outputs, sizeMax, neatGenesMax - outputs);
    const pairs = count < inputs * outputs ? [...someOf(inputs * outputs, count, random)] : [...Array(count).keys()];
    return structured(context, {
      inputs,
      outputs,
      nodes: Array.from({ length: outputs }, (__, output) => ({
        id: inputs + output,
        activation: shape.outputActivation,
        bias: newWeight(random),
      })),
      connections: pairs.map((pair) =>
        connected(pair % inputs, inputs + Math.floor(pair / inputs), false, newWeight(random)),
      ),
    });
  },
};

/** Nine weights and biases in ten take a step, the others are drawn anew (Stanley and Miikkulainen 2002, section 4.1). */
export const weightPerturbation: Operator = {
  name: "weight-perturbation",
  kind: "neat",
  about: "weights and biases take a step or are drawn anew",
  arity: 1,
  vary([parent], context, random) {
    const network = neatOf(parent!);
    return alike(context, {
      ...network,
      nodes: network.nodes.map(({ id, activation, bias }) => ({ id, activation, bias: moved(bias, random) })),
      connections: network.connections.map((one) => reweighed(one, moved(one.weight, random), one.enabled)),
    });
  },
};

/** Connects two nodes; in recurrent networks half of the new connections are delayed, and these may close circles. */
export const addConnection: Operator = {
  name: "add-connection",
  kind: "neat",
  about: "a new connection",
  arity: 1,
  vary([parent], context, random) {
    const network = neatOf(parent!);
    const { inputs, outputs, nodes, connections } = network;
    const known = byMarking(network);
    for (let turn = 0; turn < tries; turn++) {
      const delayed = context.network?.recurrent === true && random.chance(0.5);
      const source = random.int(inputs + nodes.length);
      const from = source < inputs ? source : nodes[source - inputs]!.id;
      const to = random.pick(nodes).id;
      // Outputs are last in a step: what they say can be heard in the next one only.
      if (!delayed && from >= inputs && from < inputs + outputs) continue;
      if (known.has(innovationOf(from, to, delayed))) continue;
      const added = connected(from, to, delayed, newWeight(random));
      const child = structured(context, { ...network, connections: [...connections, added] });
      if (child !== undefined) return child;
    }
    return undefined;
  },
};

/** Splits a connection: it is disabled, and a new node with a weight of 1 before it and the old weight behind it takes its place. */
export const addNode: Operator = {
  name: "add-node",
  kind: "neat",
  about: "a node splits a connection",
  arity: 1,
  vary([parent], context, random) {
    const network = neatOf(parent!);
    const { nodes, connections } = network;
    const enabled = connections.filter((one) => one.enabled);
    if (enabled.length === 0 || context.network === undefined) return undefined;
    const split = random.pick(enabled);
    const ids = new Set(nodes.map(({ id }) => id));
    let turn = 0;
    while (ids.has(splitOf(split.innovation, turn))) turn++;
    const id = splitOf(split.innovation, turn);
    return structured(context, {
      ...network,
      nodes: [...nodes, { id, activation: context.network.activation, bias: 0 }],
      connections: [
        ...connections.map((one) => (one === split ? reweighed(one, one.weight, false) : one)),
        connected(split.from, id, split.delayed, 1),
        connected(id, split.to, false, split.weight),
      ],
    });
  },
};

/** Enables a connection that is disabled, or the other way round. */
export const toggleConnection: Operator = {
  name: "toggle-connection",
  kind: "neat",
  about: "a connection is disabled or enabled",
  arity: 1,
  vary([parent], context, random) {
    const network = neatOf(parent!);
    const { connections } = network;
    if (connections.length === 0) return undefined;
    const toggled = random.pick(connections);
    return alike(context, {
      ...network,
      connections: connections.map((one) => (one === toggled ? reweighed(one, one.weight, !one.enabled) : one)),
    });
  },
};

/** Deletes a connection, and the hidden nodes that lead nowhere without it. */
export const deleteConnection: Operator = {
  name: "delete-connection",
  kind: "neat",
  about: "a connection is deleted",
  arity: 1,
  vary([parent], context, random) {
    const network = neatOf(parent!);
    const { connections } = network;
    if (connections.length === 0) return undefined;
    const deleted = random.pick(connections);
    return structured(context, pruned({ ...network, connections: connections.filter((one) => one !== deleted) }));
  },
};

/** Deletes a hidden node with its connections, and the hidden nodes that lead nowhere without it. */
export const deleteNode: Operator = {
  name: "delete-node",
  kind: "neat",
  about: "a hidden node is deleted",
  arity: 1,
  vary([parent], context, random) {
    const network = neatOf(parent!);
    const hidden = network.nodes.filter(({ id }) => id >= network.inputs + network.outputs);
    return hidden.length === 0 ? undefined : structured(context, pruned(withoutNode(network, random.pick(hidden).id)));
  },
};

/**
 * The structure of the first parent, which is to be the fitter one; of genes that both have, weights and biases come
 * from either. A connection that is disabled in a parent is so in the child three times in four.
 */
export const neatCrossover: Operator = {
  name: "neat-crossover",
  kind: "neat",
  about: "genes that both parents have come from either",
  arity: 2,
  vary([first, second], context, random) {
    const [one, other] = [neatOf(first!), neatOf(second!)];
    if (one.inputs !== other.inputs || one.outputs !== other.outputs) return undefined;
    const others = byMarking(other);
    const biases = new Map(other.nodes.map(({ id, bias }) => [id, bias]));
    return alike(context, {
      ...one,
      nodes: one.nodes.map(({ id, activation, bias }) => {
        const theirs = biases.get(id);
        return { id, activation, bias: theirs === undefined || random.chance(0.5) ? bias : theirs };
      }),
      connections: one.connections.map((mine) => {
        const theirs = others.get(mine.innovation);
        const weight = theirs === undefined || random.chance(0.5) ? mine.weight : theirs.weight;
        const isSure = mine.enabled && theirs?.enabled !== false;
        return reweighed(mine, weight, isSure || random.chance(0.25));
      }),
    });
  },
};

const structuralMutations: readonly (readonly [chance: number, operator: Operator])[] = [
  [0.03, addNode],
  [0.05, addConnection],
  [0.01, toggleConnection],
  [0.01, deleteConnection],
  [0.01, deleteNode],
];

/** One mutation as NEAT draws them: seldom of the structure, and of the weights else. */
export const neatMutation: Operator = {
  name: "neat-mutation",
  kind: "neat",
  about: "weights move, or seldom the structure changes",
  arity: 1,
  vary(parents, context, random) {
    let drawn = random.next();
    for (const [chance, operator] of structuralMutations) {
      if (drawn < chance) return operator.vary(parents, context, random);
      drawn -= chance;
    }
    return weightPerturbation.vary(parents, context, random);
  },
};

/** So many different whole numbers below a limit. */
function someOf(limit: number, count: number, random: Random): ReadonlySet<number> {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.int(limit));
  return chosen;
}
