/**
 * Instructions of WebAssembly (Core Specification 2.0, chapter 5) in binary form: bytes, and code that was written before,
 * which is not copied. An expression leaves one value, a statement none; operands are expressions and come first.
 */
export type Code = readonly (number | Code)[];

/** How many bytes code has. */
export function sizeOf(code: Code): number {
  return code.reduce<number>((sum, one) => sum + (typeof one === "number" ? 1 : sizeOf(one)), 0);
}

/** The bytes of code, in order. */
export function bytesOf(code: Code): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeOf(code));
  let at = 0;
  const append = (some: Code): void => {
    for (const one of some) {
      if (typeof one === "number") bytes[at++] = one;
      else append(one);
    }
  };
  append(code);
  return bytes;
}

/** Whole numbers of 32 bits: addresses and counters. */
export const i32 = {
  of: (value: number): Code => [0x41, signed(value)],
  add: (a: Code, b: Code): Code => [a, b, 0x6a],
  sub: (a: Code, b: Code): Code => [a, b, 0x6b],
  equal: (a: Code, b: Code): Code => [a, b, 0x46],
  below: (a: Code, b: Code): Code => [a, b, 0x48],
  /** How many of its bits are 1. */
  ones: (a: Code): Code => [a, 0x69],
  load: (address: Code, offset: number): Code => [address, 0x28, 2, unsigned(offset)],
};

/** Single-precision numbers in memory. */
export const f32 = {
  load: (address: Code, offset: number): Code => [address, 0x2a, 2, unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [address, value, 0x38, 2, unsigned(offset)],
};

/** Four single-precision numbers at a time. */
export const f32x4 = {
  load: (address: Code, offset: number): Code => [address, 0xfd, 0, 2, unsigned(offset)],
  /** One number, four times. */
  loadSplat: (address: Code, offset: number): Code => [address, 0xfd, 9, 2, unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [address, value, 0xfd, 11, 2, unsigned(offset)],
  /** The vector with one of its four numbers from memory. */
  loadLane: (address: Code, offset: number, vector: Code, lane: number): Code => [
    address,
    vector,
    0xfd,
    86,
    2,
    unsigned(offset),
    lane,
  ],
  /** Stores one of the four numbers. */
  storeLane: (address: Code, offset: number, vector: Code, lane: number): Code => [
    address,
    vector,
    0xfd,
    90,
    2,
    unsigned(offset),
    lane,
  ],
  add: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(0xe4)],
  mul: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(0xe6)],
  div: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(0xe7)],
  /** `b < a ? b : a`, so that what is not a number in `a` stays. */
  lower: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(0xea)],
  /** `a < b ? b : a`, so that what is not a number in `a` stays. */
  upper: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(0xeb)],
};

/**
 * Two double-precision numbers at a time. Truths are vectors of ones and zeros in all bits. Operations do with NaN, with
 * infinity and with 0 of either sign what JavaScript does.
 */
export const f64x2 = {
  load: (address: Code, offset: number): Code => [address, 0xfd, 0, 3, unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [address, value, 0xfd, 11, 3, unsigned(offset)],
  /** Two single-precision numbers from the first places in memory number 1. */
  loadSingles: (one: Code, other: Code, offset: number): Code => [
    other,
    placed(one, 92, offset),
    placed([], 86, offset),
    1,
    0xfd,
    95,
  ],
  /** Stores both, as single-precision numbers, in memory number 1: the second, then the first. */
  storeSingles: (one: Code, other: Code, offset: number, value: Local): Code => [
    value.set([value.get, 0xfd, 94]),
    placed([other, value.get], 90, offset),
    1,
    placed([one, value.get], 90, offset),
    0,
  ],
  /** What a function of one number, of this index, gives for each. */
  each: (index: number, a: Code): Code => [
    call(index, [a, 0xfd, 33, 0]),
    0xfd,
    20,
    call(index, [a, 0xfd, 33, 1]),
    0xfd,
    34,
    1,
  ],
  add: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(240)],
  sub: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(241)],
  mul: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(242)],
  div: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(243)],
  min: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(244)],
  max: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(245)],
  /** `b < a ? b : a`: far cheaper than `min`, which looks for what is not a number and for -0. */
  lower: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(246)],
  /** `a < b ? b : a`. */
  upper: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(247)],
  abs: (a: Code): Code => [a, 0xfd, unsigned(236)],
  floor: (a: Code): Code => [a, 0xfd, 117],
  equal: (a: Code, b: Code): Code => [a, b, 0xfd, 71],
  greater: (a: Code, b: Code): Code => [a, b, 0xfd, 74],
  below: (a: Code, b: Code): Code => [a, b, 0xfd, 73],
};

/** An instruction on memory number 1 behind its operands. */
function placed(operands: Code, instruction: number, offset: number): Code {
  return [operands, 0xfd, instruction, 0x42, 1, unsigned(offset)];
}

/** All bits of vectors. */
export const bits = {
  /** Of two whole numbers of 64 bits. */
  difference: (a: Code, b: Code): Code => [a, b, 0xfd, unsigned(209)],
  and: (a: Code, b: Code): Code => [a, b, 0xfd, 78],
  /** Those of the first that are not in the second. */
  without: (a: Code, b: Code): Code => [a, b, 0xfd, 79],
  or: (a: Code, b: Code): Code => [a, b, 0xfd, 80],
  xor: (a: Code, b: Code): Code => [a, b, 0xfd, 81],
  /** Those of `yes` where the mask is 1, of `no` where it is 0. */
  select: (yes: Code, no: Code, mask: Code): Code => [yes, no, mask, 0xfd, 82],
  /** Whether any is 1. */
  any: (a: Code): Code => [a, 0xfd, 83],
  /** Whether one of two truths, at least, does not hold. */
  notBoth: (a: Code): Code => [bits.ofDoubles(a), i32.of(3), 0x47],
  /** The first bit of each double, as a whole number. */
  ofDoubles: (a: Code): Code => [a, 0xfd, unsigned(196)],
};

/** Copies so many bytes; the places must not overlap. */
export function copy(to: Code, from: Code, bytes: Code): Code {
  return [to, from, bytes, 0xfc, 10, 0, 0];
}

/** What the function of this number makes of operands. */
export function call(index: number, operands: Code): Code {
  return [operands, 0x10, unsigned(index)];
}

/** Ends the function. */
export function giveBack(value: Code): Code {
  return [value, 0x0f];
}

/** The statement, where the condition is not 0. */
export function when(condition: Code, statement: Code): Code {
  return [condition, 0x04, 0x40, statement, 0x0b];
}

/** One statement where the condition is not 0, the other one where it is. */
export function either(condition: Code, yes: Code, no: Code): Code {
  return [condition, 0x04, 0x40, yes, 0x05, no, 0x0b];
}

/** A variable of a function. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

export function localOf(index: number): Local {
  const place = unsigned(index);
  return { get: [0x20, place], set: (value) => [value, 0x21, place] };
}

/** The statement again and again, as often as `counter` says; it is 0 afterwards. */
export function repeat(counter: Local, statement: Code): Code {
  const next = counter.set(i32.sub(counter.get, i32.of(1)));
  return when(counter.get, [0x03, 0x40, statement, next, counter.get, 0x0d, 0, 0x0b]);
}

/** Moves an address on. */
export function advance(address: Local, bytes: number): Code {
  return bytes === 0 ? [] : address.set(i32.add(address.get, i32.of(bytes)));
}

/** LEB128 of a whole number from 0 to 2^32 - 1. */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  do {
    const more = rest >= 128;
    bytes.push((rest % 128) + (more ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

/** LEB128 of a whole number of 32 bits in two's complement. */
function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    const last = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
    bytes.push(last ? low : low | 128);
    if (last) return bytes;
  }
}
