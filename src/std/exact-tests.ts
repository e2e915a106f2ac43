import { assert } from "./errors.ts";

/** How often something happened, out of how many times it could. */
export type Count = readonly [times: number, of: number];

/**
 * How likely as many of the first, or more, would be if both happened equally often: the one-sided exact test of R. A.
 * Fisher, Journal of the Royal Statistical Society 85 (1922). 1 where one of them could not happen at all.
 */
export function fisherExact(first: Count, second: Count): number {
  checked(first);
  checked(second);
  const [times, of] = first;
  const happened = times + second[0];
  const all = of + second[1];
  let p = 0;
  for (let k = times; k <= Math.min(happened, of); k++) {
    p += (choose(of, k) * choose(second[1], happened - k)) / choose(all, happened);
  }
  return Math.min(1, p);
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
