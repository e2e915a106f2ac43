/**
 * A seeded source of randomness. `fork` gives an independent stream that depends only on the path of labels that led
 * to it, never on how much was drawn before, so that results cannot depend on the order in which work is done.
 */
export interface Random {
  /** An independent stream for this path of labels. */
  fork(...labels: readonly (string | number)[]): Random;
  /** Uniform in [0, 1), with 53 bits. */
  next(): number;
  /** Uniform whole number in [0, limit); `limit` is a whole number from 1 to 2^53. */
  int(limit: number): number;
  /** Standard normal (mean 0, variance 1). */
  normal(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the items; the list must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** A new list with the items in random order. */
  shuffle<T>(items: readonly T[]): T[];
}

/** The stream that belongs to a seed. */
export function randomFromSeed(seed: number | string): Random {
  return randomFromKey(0x6c616d61, 0x7263_6b31).fork(seed);
}

/**
 * The stream of a 64-bit key: Threefry-2x32 with 20 rounds (Salmon et al., SC 2011), a counter-based generator made
 * of additions, rotations and exclusive ors, so that it gives the same bits on every machine. It begins at a counter,
 * which is 0 but for those who check the cipher.
 *
 * The function refers to nothing outside itself: its source text is also run inside the sandbox.
 */
export function randomFromKey(key0: number, key1: number, start0 = 0, start1 = 0): Random {
  const key2 = key0 ^ key1 ^ 0x1bd11bda;
  let counter0 = start0;
  let counter1 = start1;
  // Signed, because V8 keeps a signed number of 32 bits without an object of its own.
  let word0 = 0;
  let word1 = 0;

  function encrypt(input0: number, input1: number): void {
    let x0 = (input0 + key0) | 0;
    let x1 = (input1 + key1) | 0;
    for (let round = 0; round < 20; round += 4) {
      if ((round & 4) === 0) {
        x0 = (x0 + x1) | 0;
        x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
        x0 = (x0 + x1) | 0;
        x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
        x0 = (x0 + x1) | 0;
        x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
        x0 = (x0 + x1) | 0;
        x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
      } else {
        x0 = (x0 + x1) | 0;
        x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
        x0 = (x0 + x1) | 0;
        x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
        x0 = (x0 + x1) | 0;
        x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
        x0 = (x0 + x1) | 0;
        x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
      }
      const injection = (round >>> 2) + 1;
      const phase = injection % 3;
      x0 = (x0 + (phase === 0 ? key0 : phase === 1 ? key1 : key2)) | 0;
      x1 = (x1 + (phase === 0 ? key1 : phase === 1 ? key2 : key0) + injection) | 0;
    }
    word0 = x0;
    word1 = x1;
  }

  function next(): number {
    encrypt(counter0, counter1);
    counter0 = (counter0 + 1) | 0;
    if (counter0 === 0) counter1 = (counter1 + 1) | 0;
    return ((word0 >>> 5) * 67108864 + (word1 >>> 6)) / 9007199254740992;
  }

  function int(limit: number): number {
    return Math.floor(next() * limit);
  }

  function fork(...labels: readonly (string | number)[]): Random {
    // FNV-1a in two differently seeded halves absorbs the labels; the cipher under this key separates the streams.
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (const label of labels) {
      const text = (typeof label === "number" ? "#" : "$") + String(label) + "/";
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        a = Math.imul(a ^ unit, 0x01000193);
        b = Math.imul(b ^ unit, 0x85ebca6b) ^ (b >>> 13);
      }
    }
    // The top counter bit is set here and never reached by `next`, so a fork never repeats its parent's words.
    encrypt(a | 0, b | 0x80000000 | 0);
    return randomFromKey(word0, word1);
  }

  return {
    fork,
    next,
    int,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    chance: (probability) => next() < probability,
    pick: (items) => {
      if (items.length === 0) throw new RangeError("Cannot pick from an empty list");
      return items[int(items.length)]!;
    },
    shuffle: (items) => {
      const result = items.slice();
      for (let i = result.length - 1; i > 0; i--) {
        const j = int(i + 1);
        const held = result[i]!;
        result[i] = result[j]!;
        result[j] = held;
      }
      return result;
    },
  };
}
