import type { Activation } from "../genome/kinds/network/shape.ts";

const single = Math.fround;

/**
 * Hyperbolic tangent in single precision: x is clamped to plus or minus `limit`, where the result is exactly 1; with
 * u = x², p = x (p0 + p1 u + p2 u²) and q = q0 + q1 u + u², p / q is about tanh(x / 2), and the result is
 * 2 p q / (p² + q²), which doubles the argument and cannot leave -1 to 1 by more than rounding.
 *
 * The coefficients are a minimax fit of that whole expression (least squares, reweighted until the errors were level),
 * then rounded. Tried on every single-precision number: the largest error is 3.6e-7, no result is above 1, and where
 * the result falls though x grows, it is by at most 2.4e-7.
 */
export const tanhFit = {
  limit: single(7.94),
  p0: single(544.9305),
  p1: single(14.71627),
  p2: single(0.0299992),
  q0: single(1089.8617),
  q1: single(120.25236),
} as const;

/**
 * What a unit does with its weighted sum, in single precision and defined to the bit: every operation below is rounded
 * by itself, so any machine that adds, multiplies and divides by IEEE 754 gives the same. NaN gives NaN.
 */
export function activate(activation: Activation, x: number): number {
  switch (activation) {
    case "tanh":
      return tanh(x);
    case "sigmoid":
      return sigmoid(x);
    case "relu":
      return x < 0 ? 0 : x;
    case "linear":
      return x;
    default:
      return activation satisfies never;
  }
}

/** Odd; 1 and -1 beyond `tanhFit.limit`; within 3.6e-7 of the hyperbolic tangent. */
function tanh(value: number): number {
  const { limit, p0, p1, p2, q0, q1 } = tanhFit;
  const above = value < -limit ? -limit : value;
  const x = limit < above ? limit : above;
  const u = single(x * x);
  const p = single(x * single(single(single(single(p2 * u) + p1) * u) + p0));
  const q = single(single(single(u + q1) * u) + q0);
  const half = single(p * q);
  return single(single(half + half) / single(single(p * p) + single(q * q)));
}

/** The logistic function, (1 + tanh(x / 2)) / 2; exactly 0 and 1 at the ends; within 2.4e-7. */
function sigmoid(x: number): number {
  return single(single(0.5 * tanh(single(0.5 * x))) + 0.5);
}
