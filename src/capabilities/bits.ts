/** A set of small numbers, a bit each. */
export type Bits = Int32Array;

/** The empty set of numbers below a limit. */
export function noBits(limit: number): Bits {
  return new Int32Array((limit + 31) >> 5);
}

export function setBit(bits: Bits, at: number): void {
  bits[at >> 5]! |= 1 << (at & 31);
}

export function hasBit(bits: Bits, at: number): boolean {
  return ((bits[at >> 5]! >>> (at & 31)) & 1) === 1;
}

/** How many numbers are in both of two sets. */
export function countCommon(a: Bits, b: Bits): number {
  let count = 0;
  for (let word = 0; word < a.length; word++) count += onesOf(a[word]! & b[word]!);
  return count;
}

/** How many bits of a word are set, by adding neighbours up. */
function onesOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
