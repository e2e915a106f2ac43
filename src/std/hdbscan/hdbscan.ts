import { assert } from "../errors.ts";
import type { Points } from "../points.ts";
import { condensedTree } from "./condensed-tree.ts";
import { linkageOf } from "./linkage.ts";
import { spanningTree } from "./spanning-tree.ts";

/** What counts as a cluster. */
export interface ClusterOptions {
  /** The fewest points of a cluster, from 2. */
  readonly minClusterSize: number;
  /** How many points, itself included, a point reaches within its core distance: the more, the more is noise; from 1. */
  readonly minSamples: number;
}

/**
 * The cluster of each point, from 0, or -1 for noise: HDBSCAN with excess of mass (Campello, Moulavi and Sander, PAKDD
 * 2013; McInnes and Healy, ICDMW 2017). All points together are no cluster, and fewer than `minSamples` are noise. Takes
 * time that grows with the square of the number of points.
 */
export function hdbscan(points: Points, { minClusterSize, minSamples }: ClusterOptions): Int32Array {
  assert(Number.isInteger(minClusterSize) && minClusterSize >= 2, `clusters have 2 points, not ${minClusterSize}`);
  assert(Number.isInteger(minSamples) && minSamples >= 1, `a point reaches at least itself, not ${minSamples}`);
  if (points.count < Math.max(2, minSamples)) return new Int32Array(points.count).fill(-1);
  const tree = condensedTree(linkageOf(spanningTree(points, minSamples)), minClusterSize);
  const labels = labelsOf(tree.parents, mostMass(tree.parents, tree.stabilities));
  return tree.clusters.map((cluster) => labels[cluster]!);
}

/** Which clusters are more stable than what they fall apart into; children come after their parents, and the first is all points. */
function mostMass(parents: Int32Array, stabilities: Float64Array): readonly boolean[] {
  const ofParts = new Float64Array(parents.length);
  const isChosen = Array.from(parents, () => false);
  for (let cluster = parents.length - 1; cluster > 0; cluster--) {
    const isLess = ofParts[cluster]! > stabilities[cluster]!;
    isChosen[cluster] = !isLess;
    ofParts[parents[cluster]!]! += isLess ? ofParts[cluster]! : stabilities[cluster]!;
  }
  return isChosen;
}

/** By cluster, the number of the outermost chosen one that it is part of, or -1. */
function labelsOf(parents: Int32Array, isChosen: readonly boolean[]): Int32Array {
  const labels = new Int32Array(parents.length).fill(-1);
  let count = 0;
  for (let cluster = 1; cluster < parents.length; cluster++) {
    const outer = labels[parents[cluster]!]!;
    labels[cluster] = outer === -1 && isChosen[cluster] === true ? count++ : outer;
  }
  return labels;
}
