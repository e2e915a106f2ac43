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
  const answer: number[] = [];
  let opened = 0;

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
    let bestSpace = capacity;
    for (let space = item; space <= capacity; space++) {
      const twins = classes[space]!.length;
      if (twins === 0 && space < capacity) continue;
      const heirs = space === item ? 0 : classes[space - item]!.length;
      const value: unknown = priority(item, space, space - item, twins, heirs, capacity);
      if (typeof value !== "number") throw new Error("priority must return a number");
      const rank = Number.isNaN(value) ? -Infinity : value;
      const bin = space === capacity ? opened : classes[space]![0]!;
      if (rank > best || (rank === best && bin < bestBin)) {
        best = rank;
        bestBin = bin;
        bestSpace = space;
      }
    }
    if (bestSpace === capacity) opened++;
    else removeLowest(classes[bestSpace]!);
    if (bestSpace > item) push(classes[bestSpace - item]!, bestBin);
    answer.push(bestBin);
  }
  return answer;
}
