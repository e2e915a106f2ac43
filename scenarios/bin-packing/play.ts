import type { Agent } from "../../src/scenario/scenario.ts";

/** One packing problem: whole sizes from 1 to the capacity, in their order of arrival. */
export interface Packing {
  readonly capacity: number;
  readonly items: readonly number[];
}

/**
 * Packs online: each item goes to the bin with the highest priority among those with room, ties to the lowest index.
 * Returns the bin of each item. Throws when a priority is no number; NaN counts as minus infinity.
 *
 * Bins with the same remaining space look the same to the agent, so they get one call together, and only the lowest
 * index of each such class can be chosen. Runs in the sandbox: refers to nothing outside itself.
 */
export function play(agents: readonly Agent[], instance: Packing): number[] {
  const priority = agents[0]!;
  const { capacity, items } = instance;
  // Open bins by remaining space, each class a binary heap with the lowest index first.
  const classes: number[][] = Array.from({ length: capacity + 1 }, () => []);
  // The spaces that open bins have, ascending; an empty bin is always among the choices.
  const spaces: number[] = [capacity];
  const answer: number[] = [];
  let opened = 0;

  /** Adds a space to those that open bins have. */
  function appear(space: number): void {
    let hole = spaces.length;
    for (; hole > 0 && spaces[hole - 1]! > space; hole--) spaces[hole] = spaces[hole - 1]!;
    spaces[hole] = space;
  }

  function disappear(at: number): void {
    for (let k = at + 1; k < spaces.length; k++) spaces[k - 1] = spaces[k]!;
    spaces.pop();
  }

  function push(heap: number[], bin: number): void {
    let hole = heap.push(bin) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (heap[parent]! < bin) break;
      heap[hole] = heap[parent]!;
      hole = parent;
    }
    heap[hole] = bin;
  }

  function removeLowest(heap: number[]): void {
    const last = heap.pop()!;
    const size = heap.length;
    if (size === 0) return;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && heap[child + 1]! < heap[child]!) child++;
      if (last < heap[child]!) break;
      heap[hole] = heap[child]!;
      hole = child;
    }
    heap[hole] = last;
  }

  for (const item of items) {
    let best = -Infinity;
    let bestBin = Infinity;
    let bestAt = spaces.length - 1;
    // From the largest space down to the last that has room.
    for (let at = spaces.length - 1; at >= 0 && spaces[at]! >= item; at--) {
      const space = spaces[at]!;
      const twins = classes[space]!.length;
      const heirs = space === item ? 0 : classes[space - item]!.length;
      const value: unknown = priority(item, space, space - item, twins, heirs, capacity);
      if (typeof value !== "number") throw new Error("priority must return a number");
      // Not a comparison: NaN counts as minus infinity.
      const rank = value === value ? value : -Infinity;
      const bin = space === capacity ? opened : classes[space]![0]!;
      if (rank > best || (rank === best && bin < bestBin)) {
        best = rank;
        bestBin = bin;
        bestAt = at;
      }
    }
    const bestSpace = spaces[bestAt]!;
    if (bestSpace === capacity) opened++;
    else {
      removeLowest(classes[bestSpace]!);
      if (classes[bestSpace]!.length === 0) disappear(bestAt);
    }
    if (bestSpace > item) {
      const rest = classes[bestSpace - item]!;
      push(rest, bestBin);
      if (rest.length === 1) appear(bestSpace - item);
    }
    answer.push(bestBin);
  }
  return answer;
}
