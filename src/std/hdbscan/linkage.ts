import type { Edges } from "./spanning-tree.ts";

/** What merges with what, from the nearest on: node `points + i` is the i-th merger; smaller numbers are points. */
export interface Linkage {
  readonly points: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly lengths: Float64Array;
  /** How many points are in a node. */
  readonly sizes: Int32Array;
}

/** The hierarchy of single linkage that a spanning tree stands for; edges of one length merge in their order. */
export function linkageOf({ from, to, lengths }: Edges): Linkage {
  const mergers = lengths.length;
  const points = mergers + 1;
  const order = Int32Array.from(lengths.keys()).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const sizes = new Int32Array(points + mergers).fill(1);
  const above = Int32Array.from(sizes.keys());
  const left = new Int32Array(mergers);
  const right = new Int32Array(mergers);
  for (let i = 0; i < mergers; i++) {
    const node = points + i;
    left[i] = topOf(above, from[order[i]!]!);
    right[i] = topOf(above, to[order[i]!]!);
    sizes[node] = sizes[left[i]!]! + sizes[right[i]!]!;
    above[left[i]!] = node;
    above[right[i]!] = node;
  }
  return { points, left, right, lengths: lengths.slice().sort(), sizes };
}

/** The node that nothing is above yet; the way there gets shorter by half (union-find, Tarjan and van Leeuwen 1984). */
function topOf(above: Int32Array, node: number): number {
  let at = node;
  while (above[at] !== at) {
    above[at] = above[above[at]!]!;
    at = above[at]!;
  }
  return at;
}
