import { assert } from "./errors.ts";
import type { Random } from "./random.ts";

/** A chooser of indexes in proportion to their weights (finite, not negative, at least one above 0); one draw a call. */
export function categorical(weights: readonly number[]): (random: Random) => number {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  weights.forEach((weight, index) => {
    assert(weight >= 0 && weight < Infinity, `weight ${index} is finite and not negative, it is ${weight}`);
    total += weight;
    cumulative[index] = total;
  });
  assert(total > 0 && total < Infinity, `the weights have a finite sum above 0, it is ${total}`);

  return (random) => {
    const drawn = random.next() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle]! > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
