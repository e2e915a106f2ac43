import { assert } from "./errors.ts";

/** How often something happened, out of how many times it could. */
export type Count = readonly [times: number, of: number];

/**
 * How likely a sum of the first values of all blocks would be, or a larger one, if in each block any of its values could as
 * well have been the first: the exact one-sided permutation test of a randomized block design (E. J. G. Pitman, Biometrika
 * 29, 1938). Values are whole numbers from 0; a block without values tells nothing.
 */
export function blockPermutation(blocks: readonly (readonly number[])[]): number {
  let ways = new Map([[0, 1]]);
  for (const block of blocks) {
    if (block.length === 0) continue;
    const next = new Map<number, number>();
    for (const [sum, count] of ways) {
      for (const value of block) next.set(sum + value, (next.get(sum + value) ?? 0) + count);
    }
    ways = next;
  }
  const observed = blocks.reduce((sum, [first = 0]) => sum + first, 0);
  let [all, reached] = [0, 0];
  for (const [sum, count] of ways) {
    all += count;
    if (sum >= observed) reached += count;
  }
  assert(all <= Number.MAX_SAFE_INTEGER, "blocks are few and small enough to count all their orders");
  return reached / all;
}

/** How likely as many or more would be if each time were the toss of a coin: the one-sided sign test. */
export function signTest(count: Count): number {
  checked(count);
  const [times, of] = count;
  let p = 0;
  for (let k = times; k <= of; k++) p += choose(of, k) / 2 ** of;
  return Math.min(1, p);
}

function checked([times, of]: Count): void {
  assert(Number.isInteger(times) && Number.isInteger(of), "counts are whole numbers");
  assert(times >= 0 && times <= of && of <= 500, `${times} of ${of} is a count, of 500 at most`);
}

/** In how many ways so many of all can be chosen. */
function choose(all: number, some: number): number {
  let ways = 1;
  for (let i = 1; i <= some; i++) ways = (ways * (all - some + i)) / i;
  return some > all ? 0 : ways;
}
