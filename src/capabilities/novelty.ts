import { nearestOf } from "../std/nearest.ts";
import type { Points } from "../std/points.ts";

/** So many neighbours tell how new a behaviour is (Lehman and Stanley, Evolutionary Computation 19, 2011). */
const neighbours = 15;

/**
 * How new each behaviour was when it appeared, from 0 to 1: the share of all up to it that are less far than it from their 15
 * nearest, on average; those as far count half. Each is measured against all others of that moment, those before it as it is
 * itself, so where nothing changes any share is as likely as any other (conformal prediction: Vovk, Gammerman and Shafer
 * 2005). Points come in order of birth; NaN for the first 15, which have too few neighbours.
 */
export function noveltyOf(points: Points): Float64Array {
  const nearest = nearestOf(points, neighbours);
  return Float64Array.from({ length: points.count }, (_, point) => {
    nearest.add();
    return point < neighbours ? NaN : rankOf(nearest.distances, point);
  });
}

/** The share of points, up to the last one, that are less far from their neighbours than it. */
function rankOf(distances: Float64Array, last: number): number {
  const own = sumOf(distances, last);
  let less = 0;
  for (let point = 0; point <= last; point++) {
    const sum = sumOf(distances, point);
    if (sum < own) less++;
    else if (sum === own) less += 0.5;
  }
  return less / (last + 1);
}

/** The distances of a point to its neighbours, added up: as good as their mean. */
function sumOf(distances: Float64Array, point: number): number {
  let sum = 0;
  for (let k = point * neighbours; k < (point + 1) * neighbours; k++) sum += distances[k]!;
  return sum;
}
