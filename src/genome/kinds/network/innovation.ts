/** Ids of hidden nodes begin here, so that none is ever the id of an input or an output. */
const hiddenFrom = 2 ** 47;

/**
 * The historical marking of a connection, a whole number below 2^48: made of its end points alone, so that the same
 * structural innovation has the same marking wherever and whenever it happens.
 */
export function innovationOf(from: number, to: number, delayed: boolean): number {
  return hashOf(from, to, delayed ? 1 : 0);
}

/** The id of the node that splits a connection for the `turn`-th time (from 0): from 2^47, below 2^48. */
export function splitOf(innovation: number, turn: number): number {
  return hiddenFrom + (hashOf(innovation, turn, 2) % hiddenFrom);
}

/** 48 bits that depend on every bit of three whole numbers: two lanes of multiplications, as murmur hashes have them. */
function hashOf(first: number, second: number, third: number): number {
  let a = third;
  let b = 0x9e3779b9 | 0;
  for (let turn = 0; turn < 2; turn++) {
    const number = turn === 0 ? first : second;
    const low = number | 0;
    const high = (number / 0x1_0000_0000) | 0;
    a = mixed(Math.imul(a ^ low, 0xcc9e2d51) + high);
    b = mixed(Math.imul(b ^ high, 0x1b873593) ^ low ^ a);
  }
  a = mixed(a + b);
  return (a >>> 0) * 0x1_0000 + (mixed(b ^ a) >>> 16);
}

/** Spreads 32 bits over each other (the last step of MurmurHash3). */
function mixed(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
