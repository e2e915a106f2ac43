import type { Genes } from "./genes.ts";
import { placeOf } from "./topology.ts";

/** What a bias or weight that differs by 1 counts, beside 1 for a gene that the other network has not. */
const weightShare = 0.5;

/**
 * How incompatible two networks are, from 0 to 1: NEAT's distance (the share of genes that only one of them has, and
 * half the mean difference of the weights and biases that both have), d, as d / (1 + d). Nodes and connections are genes
 * alike; so are disjoint and excess ones, because markings are not ordered in time.
 */
export function compatibilityDistance(a: Genes, b: Genes): number {
  // Always along the same one of two, because the order in which numbers are added decides their last bit.
  const distance = isFirst(a.topology.markings, b.topology.markings) ? distanceAlong(a, b) : distanceAlong(b, a);
  return distance / (1 + distance);
}

function isFirst(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return a.length < b.length;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i === a.length || a[i]! < b[i]!;
}

/** Most of what both have is in the same order, so that a gene's partner is most often the next one. */
function distanceAlong({ topology: { markings }, values }: Genes, other: Genes): number {
  let matching = 0;
  let apart = 0;
  let guess = 0;
  for (let i = 0; i < markings.length; i++) {
    const partner = placeOf(other.topology, markings[i]!, guess);
    if (partner < 0) continue;
    guess = partner + 1;
    matching++;
    apart += Math.abs(values[i]! - other.values[partner]!);
  }
  const theirs = other.topology.markings.length;
  const share = (markings.length + theirs - 2 * matching) / theirs;
  return share + (matching > 0 ? (weightShare * apart) / matching : 0);
}
