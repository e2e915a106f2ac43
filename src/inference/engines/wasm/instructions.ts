/**
 * Instructions of WebAssembly (Core Specification 2.0, chapter 5) in binary form. An expression leaves one value, a
 * statement none; operands are expressions and come first.
 */
export type Code = readonly number[];

/** Whole numbers of 32 bits: addresses and counters. */
export const i32 = {
  of: (value: number): Code => [0x41, ...signed(value)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  sub: (a: Code, b: Code): Code => [...a, ...b, 0x6b],
  equal: (a: Code, b: Code): Code => [...a, ...b, 0x46],
  load: (address: Code, offset: number): Code => [...address, 0x28, 2, ...unsigned(offset)],
};

/** Single-precision numbers in memory. */
export const f32 = {
  load: (address: Code, offset: number): Code => [...address, 0x2a, 2, ...unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [...address, ...value, 0x38, 2, ...unsigned(offset)],
};

/** Four single-precision numbers at a time. */
export const f32x4 = {
  load: (address: Code, offset: number): Code => [...address, 0xfd, 0, 2, ...unsigned(offset)],
  /** One number, four times. */
  loadSplat: (address: Code, offset: number): Code => [...address, 0xfd, 9, 2, ...unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [...address, ...value, 0xfd, 11, 2, ...unsigned(offset)],
  /** The vector with one of its four numbers from memory. */
  loadLane: (address: Code, offset: number, vector: Code, lane: number): Code => [
    ...address,
    ...vector,
    0xfd,
    86,
    2,
    ...unsigned(offset),
    lane,
  ],
  /** Stores one of the four numbers. */
  storeLane: (address: Code, offset: number, vector: Code, lane: number): Code => [
    ...address,
    ...vector,
    0xfd,
    90,
    2,
    ...unsigned(offset),
    lane,
  ],
  add: (a: Code, b: Code): Code => [...a, ...b, 0xfd, ...unsigned(0xe4)],
  mul: (a: Code, b: Code): Code => [...a, ...b, 0xfd, ...unsigned(0xe6)],
  div: (a: Code, b: Code): Code => [...a, ...b, 0xfd, ...unsigned(0xe7)],
  /** `b < a ? b : a`, so that what is not a number in `a` stays. */
  lower: (a: Code, b: Code): Code => [...a, ...b, 0xfd, ...unsigned(0xea)],
  /** `a < b ? b : a`, so that what is not a number in `a` stays. */
  upper: (a: Code, b: Code): Code => [...a, ...b, 0xfd, ...unsigned(0xeb)],
};

/** Copies so many bytes; the places must not overlap. */
export function copy(to: Code, from: Code, bytes: Code): Code {
  return [...to, ...from, ...bytes, 0xfc, 10, 0, 0];
}

/** The statement, where the condition is not 0. */
export function when(condition: Code, statement: Code): Code {
  return [...condition, 0x04, 0x40, ...statement, 0x0b];
}

/** A variable of a function. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

export function localOf(index: number): Local {
  const place = unsigned(index);
  return { get: [0x20, ...place], set: (value) => [...value, 0x21, ...place] };
}

/** The statement again and again, as often as `counter` says; it is 0 afterwards. */
export function repeat(counter: Local, statement: Code): Code {
  const next = counter.set(i32.sub(counter.get, i32.of(1)));
  return when(counter.get, [0x03, 0x40, ...statement, ...next, ...counter.get, 0x0d, 0, 0x0b]);
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
