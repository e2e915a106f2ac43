import type { Linkage } from "./linkage.ts";

/** A hierarchy of clusters that are large enough; the first is all points, and children come after their parents. */
export interface CondensedTree {
  /** By cluster; the first is its own. */
  readonly parents: Int32Array;
  /** By cluster, how long its points stay in it, all added up; time is the inverse of distance. */
  readonly stabilities: Float64Array;
  /** By point, the last cluster that it was in. */
  readonly clusters: Int32Array;
}

/**
 * What is left of a hierarchy from the widest distance down, where a part of fewer than `minClusterSize` points makes no
 * cluster but points that fall out of one.
 */
export function condensedTree(linkage: Linkage, minClusterSize: number): CondensedTree {
  const { points, lengths, sizes } = linkage;
  const clusters = new Int32Array(points);
  const parents = [0];
  const births = [0];
  const stabilities = [0];
  const queue: (readonly [node: number, cluster: number])[] = [[points + lengths.length - 1, 0]];
  const isLarge = (node: number): boolean => sizes[node]! >= minClusterSize;
  // A breadth-first walk: the sums are then of the same numbers in the same order whatever the shape of the tree.
  for (const [node, cluster] of queue) {
    const time = 1 / lengths[node - points]!;
    const parts = [linkage.left[node - points]!, linkage.right[node - points]!];
    const isSplit = parts.every(isLarge);
    for (const part of parts) {
      if (!isLarge(part)) {
        for (const point of pointsIn(linkage, part)) {
          clusters[point] = cluster;
          stabilities[cluster]! += time - births[cluster]!;
        }
      } else if (isSplit) {
        stabilities[cluster]! += (time - births[cluster]!) * sizes[part]!;
        queue.push([part, parents.push(cluster) - 1]);
        births.push(time);
        stabilities.push(0);
      } else queue.push([part, cluster]);
    }
  }
  return { parents: Int32Array.from(parents), stabilities: Float64Array.from(stabilities), clusters };
}

function pointsIn({ points, left, right }: Linkage, root: number): readonly number[] {
  const nodes = [root];
  for (const node of nodes) if (node >= points) nodes.push(left[node - points]!, right[node - points]!);
  return nodes.filter((node) => node < points);
}
