import type { Agent } from "../../src/scenario/scenario.ts";

/** The vectors are those of the n-dimensional space over the numbers modulo 3. */
export interface Space {
  readonly n: number;
}

/**
 * Builds a cap set greedily: among the vectors that are not blocked, the one with the highest priority is chosen, ties
 * to the lexicographically first; it then blocks -(a + b) mod 3 for each b chosen before. Returns the places of the
 * chosen vectors in lexicographic order. Throws when a priority is no number; NaN counts as minus infinity, and
 * vectors with minus infinity are never chosen. Runs in the sandbox: refers to nothing outside itself.
 */
export function play(agents: readonly Agent[], instance: Space): number[] {
  const priority = agents[0]!;
  const { n } = instance;
  const size = 3 ** n;
  const digits = new Uint8Array(size * n);
  const priorities = new Float64Array(size);
  const order: number[] = [];

  for (let index = 0; index < size; index++) {
    // A new array a call: what an agent does to it changes nothing here.
    const el: number[] = [];
    const counts = [0, 0, 0];
    for (let i = 0, power = size / 3; i < n; i++, power /= 3) {
      const digit = Math.floor(index / power) % 3;
      el.push(digit);
      counts[digit]!++;
      digits[index * n + i] = digit;
    }
    let mirrored = 0;
    let level = 0;
    let rising = 0;
    for (let i = 0; i < n; i++) {
      const step = (el[(i + 1) % n]! - el[i]! + 3) % 3;
      if (el[i] === el[n - 1 - i]) mirrored++;
      if (step === 0) level++;
      if (step === 1) rising++;
    }
    const value: unknown = priority(el, n, counts[0], counts[1], counts[2], mirrored, level, rising);
    if (typeof value !== "number") throw new Error("priority must return a number");
    priorities[index] = value;
    if (value > -Infinity) order.push(index);
  }
  order.sort((a, b) => priorities[b]! - priorities[a]! || a - b);

  const blocked = new Uint8Array(size);
  const chosen: number[] = [];
  for (const a of order) {
    if (blocked[a] === 1) continue;
    for (const b of chosen) {
      let third = 0;
      for (let i = 0; i < n; i++) third = third * 3 + ((6 - digits[a * n + i]! - digits[b * n + i]!) % 3);
      blocked[third] = 1;
    }
    chosen.push(a);
  }
  return chosen;
}
