import type { Genes } from "./genes.ts";

/** What a bias or weight that differs by 1 counts, beside 1 for a gene that the other network has not. */
const weightShare = 0.5;

/**
 * How incompatible two networks are, from 0 to 1: NEAT's distance (the share of genes that only one of them has, and
 * half the mean difference of the weights and biases that both have), d, as d / (1 + d). Nodes and connections are genes
 * alike; so are disjoint and excess ones, because markings are not ordered in time.
 */
export function compatibilityDistance(a: Genes, b: Genes): number {
  const distance = a.topology.text === b.topology.text ? weightDistance(a.values, b.values) : mergedDistance(a, b);
  return distance / (1 + distance);
}

function weightDistance(a: Float32Array, b: Float32Array): number {
  let apart = 0;
  for (let i = 0; i < a.length; i++) apart += Math.abs(a[i]! - b[i]!);
  return (weightShare * apart) / a.length;
}

/** Both lists of markings rise, so one walk along them finds the genes that both have. */
function mergedDistance(a: Genes, b: Genes): number {
  const { markings: markingsA, places: placesA } = a.topology;
  const { markings: markingsB, places: placesB } = b.topology;
  let matching = 0;
  let apart = 0;
  for (let i = 0, j = 0; i < markingsA.length && j < markingsB.length;) {
    const x = markingsA[i]!;
    const y = markingsB[j]!;
    if (x === y) {
      matching++;
      apart += Math.abs(a.values[placesA[i]!]! - b.values[placesB[j]!]!);
    }
    if (x <= y) i++;
    if (y <= x) j++;
  }
  const unmatched = markingsA.length + markingsB.length - 2 * matching;
  const share = unmatched / Math.max(markingsA.length, markingsB.length);
  return share + (matching > 0 ? (weightShare * apart) / matching : 0);
}
