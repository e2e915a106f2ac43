/** The streams of NumPy's legacy `RandomState`, so that data sets which are published as a seed can be made again. */
export interface LegacyRandom {
  /** Uniform in [0, 1), with 53 bits: `random_sample()`. */
  next(): number;
  /** Uniform whole number in [low, high), at most 2^32 of them: `randint(low, high)`. */
  randint(low: number, high: number): number;
  /** Weibull with scale 1: `weibull(shape)`. */
  weibull(shape: number): number;
}

/**
 * `numpy.random.RandomState(seed)` for a whole seed in [0, 2^32): the Mersenne Twister MT19937 with its 2002
 * initialization (Matsumoto and Nishimura, ACM TOMACS 8, 1998).
 */
export function legacyRandom(seed: number): LegacyRandom {
  const uint32 = mersenneTwister(seed);
  const next = () => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  return {
    next,
    weibull: (shape) => Math.pow(-Math.log(1 - next()), 1 / shape),
    randint(low, high) {
      const last = high - low - 1;
      if (last === 0) return low;
      const mask = 0xffffffff >>> Math.clz32(last);
      for (;;) {
        const candidate = (uint32() & mask) >>> 0;
        if (candidate <= last) return low + candidate;
      }
    },
  };
}

function mersenneTwister(seed: number): () => number {
  const size = 624;
  const state = new Uint32Array(size);
  state[0] = seed;
  for (let i = 1; i < size; i++) {
    const before = state[i - 1]!;
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  let position = size;

  function regenerate(): void {
    for (let i = 0; i < size; i++) {
      const joined = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff);
      state[i] = state[(i + 397) % size]! ^ (joined >>> 1) ^ ((joined & 1) === 1 ? 0x9908b0df : 0);
    }
    position = 0;
  }

  return () => {
    if (position === size) regenerate();
    let word = state[position++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}
