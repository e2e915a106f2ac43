import type { Random } from "../std/random.ts";

/** Tosses of a fair coin, 32 for one draw. */
export function coinsFrom(random: Random): () => boolean {
  let bits = 0;
  let left = 0;
  return () => {
    if (left === 0) {
      bits = random.int(0x1_0000_0000);
      left = 32;
    }
    left--;
    const isHead = (bits & 1) === 1;
    bits >>>= 1;
    return isHead;
  };
}
