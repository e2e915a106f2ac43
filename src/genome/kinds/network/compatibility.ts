import { attached } from "../../../std/attached.ts";
import type { Neat } from "./neat.ts";

/** What a bias or weight that differs by 1 counts, beside 1 for a gene that the other network has not. */
const weightShare = 0.5;

/** A network's genes, nodes and connections alike: their markings in rising order, and what is weighed of each. */
interface Genes {
  readonly markings: Float64Array;
  readonly weights: Float64Array;
}

const packed = attached<Neat, Genes>();

/**
 * How incompatible two networks are, from 0 to 1: NEAT's distance (the share of genes that only one of them has, and
 * half the mean difference of the weights and biases that both have), d, as d / (1 + d). Disjoint and excess genes
 * count alike, because markings are not ordered in time.
 */
export function compatibilityDistance(a: Neat, b: Neat): number {
  const [one, other] = [genesOf(a), genesOf(b)];
  const [lengthA, lengthB] = [one.markings.length, other.markings.length];
  let matching = 0;
  let apart = 0;
  let i = 0;
  let j = 0;
  while (i < lengthA && j < lengthB) {
    const x = one.markings[i]!;
    const y = other.markings[j]!;
    if (x === y) {
      matching++;
      apart += Math.abs(one.weights[i]! - other.weights[j]!);
    }
    if (x <= y) i++;
    if (x >= y) j++;
  }
  const unmatched = lengthA + lengthB - 2 * matching;
  const distance = unmatched / Math.max(lengthA, lengthB) + (matching > 0 ? (weightShare * apart) / matching : 0);
  return distance / (1 + distance);
}

function genesOf(network: Neat): Genes {
  const known = packed.get(network);
  if (known !== undefined) return known;
  const { nodes, connections } = network;
  const length = nodes.length + connections.length;
  const genes: Genes = { markings: new Float64Array(length), weights: new Float64Array(length) };
  // Ids of nodes and markings of connections are of one range, so that one list holds both.
  const rows = [
    ...nodes.map(({ id, bias }): [number, number] => [id, bias]),
    ...connections.map(({ innovation, weight }): [number, number] => [innovation, weight]),
  ].toSorted(([x], [y]) => x - y);
  rows.forEach(([marking, weight], index) => {
    genes.markings[index] = marking;
    genes.weights[index] = weight;
  });
  packed.set(network, genes);
  return genes;
}
