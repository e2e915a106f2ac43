import type { Random } from "../std/random.ts";

/**
 * A source of standard normal numbers, two of them for one draw (Box and Muller 1958, of 26 bits each): for steps in
 * thousands of weights at once. None is larger than 6.01.
 */
export function normalsFrom(random: Random): () => number {
  let next = 0;
  let isHeld = false;
  return () => {
    if (isHeld) {
      isHeld = false;
      return next;
    }
    const bits = random.next() * 0x400_0000;
    const first = Math.floor(bits);
    const length = Math.sqrt(-2 * Math.log((first + 1) / 0x400_0000));
    const angle = 2 * Math.PI * (bits - first);
    next = length * Math.sin(angle);
    isHeld = true;
    return length * Math.cos(angle);
  };
}
