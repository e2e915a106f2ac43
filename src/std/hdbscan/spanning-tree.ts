import { nearestOf } from "../nearest.ts";
import { distance, type Points } from "../points.ts";

/** Edges between points, by their numbers. */
export interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly lengths: Float64Array;
}

/**
 * A minimum spanning tree of the mutual reachability distances, in the order in which Prim's algorithm finds its edges from
 * the first point on: two points are no nearer to each other than either is to its `minSamples - 1`-th neighbour.
 */
export function spanningTree(points: Points, minSamples: number): Edges {
  const { count } = points;
  const cores = coreDistances(points, minSamples);
  const [from, to, lengths] = [new Int32Array(count - 1), new Int32Array(count - 1), new Float64Array(count - 1)];
  const reach = new Float64Array(count).fill(Infinity);
  const source = new Int32Array(count);
  const outside = Int32Array.from({ length: count - 1 }, (_, i) => i + 1);
  let last = 0;
  for (let edge = 0; edge < count - 1; edge++) {
    const left = count - 1 - edge;
    let place = 0;
    for (let i = 0; i < left; i++) {
      const point = outside[i]!;
      const mutual = Math.max(cores[last]!, cores[point]!, distance(points, last, point));
      if (mutual < reach[point]!) {
        reach[point] = mutual;
        source[point] = last;
      }
      if (reach[point]! < reach[outside[place]!]!) place = i;
    }
    last = outside[place]!;
    // The others stay in order, so that of several that are as near the first is taken.
    outside.copyWithin(place, place + 1, left);
    from[edge] = source[last]!;
    to[edge] = last;
    lengths[edge] = reach[last]!;
  }
  return { from, to, lengths };
}

/** How far it is from each point to the nearest so many, itself among them. */
function coreDistances(points: Points, minSamples: number): Float64Array {
  const cores = new Float64Array(points.count);
  if (minSamples === 1) return cores;
  const k = minSamples - 1;
  const nearest = nearestOf(points, k);
  for (let point = 0; point < points.count; point++) nearest.add();
  return cores.map((_, point) => nearest.distances[point * k + k - 1]!);
}
