import { numbers } from "../../scenario/tensors.ts";
import { bits, choose, type Code, f64x2, type Local } from "../wasm/instructions.ts";

/** What modules take from their host, by name, in the order of their numbers. */
export const functions = { sin: Math.sin, cos: Math.cos } as const;

/** A function near 0: where, and as a polynomial of x and its square. */
interface Near {
  readonly max: number;
  value<T>(to: Numbers<T>, x: T, square: T): T;
  /** Below it, the function of a number is the number itself. */
  readonly itself: number;
}

/** Numbers that polynomials are made of, one at a time or two. */
interface Numbers<T> {
  of(value: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
}

const sinePowers = [
  1.58969099521155010221e-10, -2.50507602534068634195e-8, 2.75573137070700676789e-6, -1.98412698298579493134e-4,
  8.33333333332248946124e-3, -1.66666666666666324348e-1,
];
const cosinePowers = [
  -1.13596475577881948265e-11, 2.0875723212981748279e-9, -2.75573143513906633035e-7, 2.48015872894767294178e-5,
  -1.38888888888741095749e-3, 4.16666666666666019037e-2,
];

/**
 * Sine and cosine near 0 as polynomials with the coefficients of fdlibm (Sun Microsystems, 1993), the highest power first:
 * `Math.sin` and `Math.cos` of V8 are these there, to the bit.
 */
const near: Readonly<Record<keyof typeof functions, Near>> = {
  sin: {
    max: 0.785,
    value: (to, x, square) => to.add(x, to.mul(to.mul(square, x), horner(to, sinePowers, square))),
    itself: 2 ** -27,
  },
  cos: {
    max: 0.299,
    value(to, _x, square) {
      const rest = to.mul(square, to.mul(square, horner(to, cosinePowers, square)));
      return to.sub(to.of(1), to.sub(to.mul(to.of(0.5), square), rest));
    },
    itself: 0,
  },
};

function horner<T>(to: Numbers<T>, powers: readonly number[], x: T): T {
  return powers.slice(1).reduce((sum, power) => to.add(to.of(power), to.mul(x, sum)), to.of(powers[0]!));
}

/**
 * Sets a variable to a function of what is in others: by a polynomial where both numbers are near 0 and the host computes
 * by the same one, else by the host, with the same bits.
 */
export function applied(name: keyof typeof functions, a: Local, square: Local, into: Local): Code {
  const { max, value, itself } = near[name];
  const hosted = into.set(f64x2.each(Object.keys(functions).indexOf(name), a.get));
  if (!isHosts(name)) return hosted;
  const size = f64x2.abs(a.get);
  const polynomial = value(f64x2, a.get, square.get);
  return choose(
    bits.allDoubles(f64x2.notAbove(size, f64x2.of(max))),
    [
      ...square.set(f64x2.mul(a.get, a.get)),
      ...into.set(itself === 0 ? polynomial : bits.select(a.get, polynomial, f64x2.below(size, f64x2.of(itself)))),
    ],
    hosted,
  );
}

const trials = 256;

/** Whether the host's function is the polynomial, as far as some hundred numbers tell. */
function isHosts(name: keyof typeof functions): boolean {
  const { max, value } = near[name];
  return Array.from({ length: trials }, (_, i) => (max * (i + 1)) / trials).every(
    (x) => value(numbers, x, x * x) === functions[name](x),
  );
}
