import type { Case, Judgement } from "../../src/scenario/scenario.ts";
import type { Packing } from "./play.ts";

/**
 * Scores a packing that it first proves legal: one bin an item, no bin over its capacity, bins opened in the order of
 * their indices. Throws to refuse it.
 */
export function judge(answer: unknown, one: Case): Judgement {
  const { capacity, items } = one.instance as Packing;
  // A list of one number comes back as the number.
  const bins: unknown = typeof answer === "number" ? [answer] : answer;
  if (!Array.isArray(bins) || bins.length !== items.length) throw new Error("not one bin for each item");
  const spaces: number[] = [];
  const open = new Int32Array(capacity + 1);
  let levels = 0;
  let levelsSum = 0;
  for (let i = 0; i < items.length; i++) {
    const bin: unknown = bins[i];
    const item = items[i]!;
    if (typeof bin !== "number" || !Number.isInteger(bin) || bin < 0 || bin > spaces.length) {
      throw new Error(`item ${i} is in no bin that was open or next`);
    }
    const space = spaces[bin] ?? capacity;
    if (item > space) throw new Error(`item ${i} does not fit into bin ${bin}`);
    const left = space - item;
    spaces[bin] = left;
    // `levels` counts the distinct remaining spaces of the open bins; full bins are closed.
    if (space < capacity && --open[space]! === 0) levels--;
    if (left > 0 && open[left]!++ === 0) levels++;
    levelsSum += levels;
  }
  const bound = lowerBound(one.instance as Packing);
  const full = spaces.filter((space) => space === 0).length;
  return {
    scores: [spaces.length / bound - 1],
    measures: [full / spaces.length, levelsSum / items.length / capacity],
  };
}

/** No packing needs fewer bins: the total size over the capacity, rounded up. */
export function lowerBound({ capacity, items }: Packing): number {
  return Math.ceil(items.reduce((sum, item) => sum + item, 0) / capacity);
}
