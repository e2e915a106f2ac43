import type { Genome } from "../../genome/genome.ts";
import { genesGenome, neatGenesMax, neatGenesOf } from "../../genome/kinds/neat.ts";
import { type Genes, sizeOf } from "../../genome/kinds/network/genes.ts";
import type { Random } from "../../std/random.ts";
import {
  connectionOf,
  type Mutation,
  packed,
  withConnection,
  withNode,
  withoutConnection,
  withoutNode,
  withToggled,
} from "../neat/structure.ts";
import { crossed, newWeight, perturbed } from "../neat/weights.ts";
import type { Operator, VariationContext } from "../operator.ts";

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
    const all = inputs * outputs;
    const count = Math.min(all, sizeMax, neatGenesMax - outputs);
    const pairs = count < all ? [...someOf(all, count, random)] : [...Array(count).keys()];
    const genes = packed({
      inputs,
      outputs,
      nodes: Array.from({ length: outputs }, (__, output) => ({
        id: inputs + output,
        activation: shape.outputActivation,
        bias: newWeight(random),
      })),
      connections: pairs.map((pair) =>
        connectionOf(pair % inputs, inputs + Math.floor(pair / inputs), false, newWeight(random)),
      ),
    });
    return within(context, genes);
  },
};

/** Nine weights and biases in ten take a step, the others are drawn anew (Stanley and Miikkulainen 2002, section 4.1). */
export const weightPerturbation = mutationOf(
  "weight-perturbation",
  "weights and biases take a step or are drawn anew",
  (genes, _, random) => perturbed(genes, random),
);

/** Connects two nodes; in recurrent networks a connection from a node is delayed, and may close a circle. */
export const addConnection = mutationOf("add-connection", "a new connection", withConnection);

/** Splits a connection by a new node. */
export const addNode = mutationOf("add-node", "a node splits a connection", withNode);

/** Enables a connection that is disabled, or the other way round. */
export const toggleConnection = mutationOf("toggle-connection", "a connection is enabled or disabled", withToggled);

/** Deletes a connection, and the hidden nodes that lead nowhere without it. */
export const deleteConnection = mutationOf("delete-connection", "a connection is deleted", withoutConnection);

/** Deletes a hidden node with its connections, and the hidden nodes that lead nowhere without it. */
export const deleteNode = mutationOf("delete-node", "a hidden node is deleted", withoutNode);

/** One mutation as NEAT draws them: of the structure, or more often of the weights. */
export const neatMutation = mutationOf("neat-mutation", "weights move, or the structure changes", mutated);

/**
 * The structure of the first parent, which is to be the fitter one; of genes that both have, weights and biases come
 * from either (Stanley and Miikkulainen 2002).
 */
export const neatCrossover = crossoverOf(
  "neat-crossover",
  "genes that both parents have come from either",
  (one, other, _, random) => crossed(one, other, random),
);

/** `neat-crossover`, and `neat-mutation` of the child. */
export const neatMating = crossoverOf(
  "neat-mating",
  "a crossover, and a mutation of its child",
  (one, other, context, random) => mutated(crossed(one, other, random), context, random),
);

/** The chances of nodes and connections are those of the paper's large populations. */
const structural: readonly { readonly chance: number; readonly mutation: Mutation }[] = [
  { chance: 0.03, mutation: withNode },
  { chance: 0.3, mutation: withConnection },
  { chance: 0.04, mutation: withToggled },
];

function mutated(genes: Genes, context: VariationContext, random: Random): Genes | undefined {
  let drawn = random.next();
  for (const { chance, mutation } of structural) {
    if (drawn < chance) return mutation(genes, context, random);
    drawn -= chance;
  }
  return perturbed(genes, random);
}

function mutationOf(name: string, about: string, mutation: Mutation): Operator {
  return {
    name,
    kind: "neat",
    about,
    arity: 1,
    vary: (parents, context, random) => within(context, mutation(neatGenesOf(parents[0]!), context, random)),
  };
}

function crossoverOf(
  name: string,
  about: string,
  cross: (one: Genes, other: Genes, context: VariationContext, random: Random) => Genes | undefined,
): Operator {
  return {
    name,
    kind: "neat",
    about,
    arity: 2,
    vary(parents, context, random) {
      const one = neatGenesOf(parents[0]!);
      const other = neatGenesOf(parents[1]!);
      const { inputs, outputs } = one.topology;
      if (inputs !== other.topology.inputs || outputs !== other.topology.outputs) return undefined;
      return within(context, cross(one, other, context, random));
    },
  };
}

/** The genome of genes, where there are any and they are not too large. */
function within({ sizeMax }: VariationContext, genes: Genes | undefined): Genome | undefined {
  return genes === undefined || sizeOf(genes) > sizeMax ? undefined : genesGenome(genes);
}

/** So many different whole numbers below a limit. */
function someOf(limit: number, count: number, random: Random): ReadonlySet<number> {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.int(limit));
  return chosen;
}
