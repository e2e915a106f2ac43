import { numbers as plain } from "../../scenario/flow.ts";

/**
 * Sine and cosine as V8 computes `Math.sin` and `Math.cos`, by the method and the coefficients of fdlibm (Sun Microsystems,
 * 1993), so that vectors get the same bits. Where that takes more than one path for all numbers, which is beyond `far` and
 * very near multiples of a quarter turn, the result is not usable.
 */
export function sineAndCosine<T>(to: Numbers<T>, x: T): Usable<T> {
  const { of, add, sub, mul, where, below, signedBy } = to;
  const size = to.abs(x);
  const isFirst = below(size, of(firstOctant));
  const quarters = where(isFirst, of(0), to.floor(add(mul(size, of(quartersOf)), of(0.5))));
  // What is left of a quarter turn, and what its rounding lost.
  const rest = sub(size, mul(quarters, of(quarterHigh)));
  const lost = mul(quarters, of(quarterLow));
  const near = sub(rest, lost);
  const tail = sub(sub(rest, near), lost);
  const sine = sineOf(to, { near, tail, isFirst });
  const cosine = cosineOf(to, near, tail);
  const turned = mul(quarters, of(0.25));
  const turn = sub(turned, to.floor(turned));
  // A turn of 0, 1/4, 1/2 or 3/4.
  const isAcross = below(to.abs(sub(to.abs(sub(turn, of(0.5))), of(0.25))), of(0.1));
  const isClear = to.or(isFirst, below(of(clear), to.abs(near)));
  return {
    sin: signedBy(signedBy(where(isAcross, cosine, sine), sub(of(0.4), turn)), x),
    cos: signedBy(where(isAcross, sine, cosine), sub(to.abs(sub(turn, of(0.375))), of(0.2))),
    isUsable: to.and(below(size, of(far)), isClear),
  };
}

/** The same for an angle of less than `smallAngle`, in fewer operations. */
export function sineAndCosineOfSmall<T>(to: Numbers<T>, x: T): SineAndCosine<T> {
  const { of, add, sub, mul } = to;
  const size = to.abs(x);
  const square = mul(size, size);
  const sines = horner(to, sinePowers, square);
  const cosines = mul(square, horner(to, cosinePowers, square));
  return {
    sin: to.signedBy(add(size, mul(mul(square, size), add(of(sineCube), mul(square, sines)))), x),
    cos: sub(of(1), sub(mul(of(0.5), square), mul(square, cosines))),
  };
}

/** Numbers that functions are made of, one at a time or two; truths are of another sort. */
export interface Numbers<T> {
  of(value: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  abs(a: T): T;
  floor(a: T): T;
  /** A quarter of a number without the last 32 bits. */
  quarter(a: T): T;
  /** The truth whether a < b. */
  below(a: T, b: T): T;
  and(a: T, b: T): T;
  or(a: T, b: T): T;
  where(truth: T, yes: T, no: T): T;
  /** -a where x has a minus, which -0 has too; a elsewhere. */
  signedBy(a: T, x: T): T;
}

/** Of the same angle. */
export interface SineAndCosine<T> {
  readonly sin: T;
  readonly cos: T;
}

interface Usable<T> extends SineAndCosine<T> {
  /** Whether both are what the host computes. */
  readonly isUsable: T;
}

const firstOctant = fromHigh(0x3fe921fc);
const quartersOf = 6.36619772367581382433e-1;
const quarterHigh = 1.57079632673412561417;
const quarterLow = 6.07710050650619224932e-11;
/** Below it a cosine is made of fewer parts. */
export const smallAngle = fromHigh(0x3fd33333);
const far = 48;
const clear = 2 ** -12;
const sinePowers = [
  1.58969099521155010221e-10, -2.50507602534068634195e-8, 2.75573137070700676789e-6, -1.98412698298579493134e-4,
  8.33333333332248946124e-3,
];
const sineCube = -1.66666666666666324348e-1;
const cosinePowers = [
  -1.13596475577881948265e-11, 2.0875723212981748279e-9, -2.75573143513906633035e-7, 2.48015872894767294178e-5,
  -1.38888888888741095749e-3, 4.16666666666666019037e-2,
];

interface Angle<T> {
  readonly near: T;
  readonly tail: T;
  readonly isFirst: T;
}

function sineOf<T>(to: Numbers<T>, { near, tail, isFirst }: Angle<T>): T {
  const { of, add, sub, mul } = to;
  const square = mul(near, near);
  const cube = mul(square, near);
  const higher = horner(to, sinePowers, square);
  const whole = add(near, mul(cube, add(of(sineCube), mul(square, higher))));
  const bent = sub(mul(square, sub(mul(of(0.5), tail), mul(cube, higher))), tail);
  return to.where(isFirst, whole, sub(near, sub(bent, mul(cube, of(sineCube)))));
}

function cosineOf<T>(to: Numbers<T>, near: T, tail: T): T {
  const { of, sub, mul } = to;
  const square = mul(near, near);
  const higher = mul(square, horner(to, cosinePowers, square));
  const size = to.abs(near);
  // What is taken from 1 first, so that the rest is small.
  const large = to.where(to.below(size, of(fromHigh(0x3fe90001))), to.quarter(size), of(0.28125));
  const first = to.where(to.below(size, of(smallAngle)), of(0), large);
  const second = sub(mul(of(0.5), square), first);
  return sub(sub(of(1), first), sub(second, sub(mul(square, higher), mul(near, tail))));
}

/** A polynomial, the highest power first. */
function horner<T>(to: Numbers<T>, powers: readonly number[], x: T): T {
  return powers.slice(1).reduce((sum, power) => to.add(to.of(power), to.mul(x, sum)), to.of(powers[0]!));
}

/** The number whose first 32 bits these are, the others being 0. */
function fromHigh(bits: number): number {
  return new Float64Array(BigUint64Array.of(BigInt(bits) << 32n).buffer)[0]!;
}

const trials = 2000;

let tried: boolean | undefined;

/** Whether the host computes sines and cosines in this way, as far as some thousand numbers tell; they are tried once. */
export function isHosts(): boolean {
  return (tried ??= areHosts());
}

function areHosts(): boolean {
  return Array.from({ length: trials }, (_, i) => (i - trials / 2) * 0.0517).every((x) => {
    const small = (x / 52) * smallAngle;
    const made = sineAndCosine(numbers, x);
    return (made.isUsable === 0 || isSame(made, x)) && isSame(sineAndCosineOfSmall(numbers, small), small);
  });
}

function isSame({ sin, cos }: SineAndCosine<number>, x: number): boolean {
  return sin === Math.sin(x) && cos === Math.cos(x);
}

/** Truths are 1 and 0. */
const numbers: Numbers<number> = {
  ...plain,
  quarter(a) {
    const bits = new BigUint64Array(Float64Array.of(a).buffer);
    bits[0] = ((bits[0]! >> 32n) - 0x200000n) << 32n;
    return new Float64Array(bits.buffer)[0]!;
  },
  below: (a, b) => (a < b ? 1 : 0),
  and: (a, b) => a * b,
  or: (a, b) => Math.max(a, b),
  signedBy: (a, x) => (x < 0 || Object.is(x, -0) ? -a : a),
};
