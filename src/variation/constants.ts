import type { Expression, Node } from "estree";
import { constant, constantOf } from "../genome/kinds/program/nodes.ts";
import type { Primitives } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";

/** The most rounds of a loop that is made. */
export const roundsMax = 64;

/** A new constant of the scenario's range: a whole number, or one with three digits. */
export function randomConstant({ constants: { from, to, integers } }: Primitives, random: Random): Expression {
  const wide = to - from >= 2;
  if (integers || (wide && random.chance(0.3)))
    return constant(Math.floor(from + random.next() * (Math.floor(to - from) + 1)));
  return constant(withDigits(from + random.next() * (to - from), 3));
}

/** The number with at most so many significant digits, 1 to 17. */
export function withDigits(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/**
 * A constant moved by a normal step, `step` times its own size (or a tenth of the scenario's range, where it is
 * smaller). It keeps two digits beyond the step, so that programs stay readable.
 */
export function movedConstant(
  node: Node,
  step: number,
  primitives: Primitives,
  random: Random,
): Expression | undefined {
  const value = constantOf(node)!;
  const { from, to, integers } = primitives.constants;
  const spread = step * Math.max(Math.abs(value), (to - from) / 10);
  const shift = random.normal() * spread;
  if (integers) return finite(Math.round(value + shift + Math.sign(shift) / 2));
  if (spread === 0 || !Number.isFinite(shift)) return undefined;
  const decimals = Math.ceil(2 - Math.log10(spread));
  return finite(
    decimals < 0 || decimals > 20 ? withDigits(value + shift, 3) : Number((value + shift).toFixed(decimals)),
  );
}

/** The constant with one to three significant digits, or as a whole number. */
export function roundedConstant(node: Node, random: Random): Expression | undefined {
  const value = constantOf(node)!;
  const digits = random.int(4);
  return finite(digits === 0 ? Math.round(value) : withDigits(value, digits));
}

function finite(value: number): Expression | undefined {
  return Number.isFinite(value) ? constant(value) : undefined;
}
