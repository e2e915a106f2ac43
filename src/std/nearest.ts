import { assert } from "./errors.ts";
import { distance, type Points } from "./points.ts";

/** The distances from each point to the nearest others, while points come one by one. */
export interface Nearest {
  /** `k` a point, the smallest first; infinite where there are not so many others yet. */
  readonly distances: Float64Array;
  /** Lets the next point in: measures it against all that came before. */
  add(): void;
}

/** Starts before the first of some points; `k`, from 1, is how many others are kept in sight. */
export function nearestOf(points: Points, k: number): Nearest {
  assert(Number.isInteger(k) && k >= 1, `at least one neighbour is asked for, not ${k}`);
  const distances = new Float64Array(points.count * k).fill(Infinity);
  let count = 0;
  return {
    distances,
    add() {
      assert(count < points.count, "there is a point left");
      for (let other = 0; other < count; other++) {
        const size = distance(points, count, other);
        insert(distances, count * k, k, size);
        insert(distances, other * k, k, size);
      }
      count++;
    },
  };
}

/** Keeps a number among the smallest, which stand in order from a place on. */
function insert(kept: Float64Array, from: number, k: number, size: number): void {
  let place = from + k - 1;
  if (!(size < kept[place]!)) return;
  while (place > from && kept[place - 1]! > size) {
    kept[place] = kept[place - 1]!;
    place--;
  }
  kept[place] = size;
}
