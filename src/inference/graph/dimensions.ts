import type { Dimension, Shape } from "./graph.ts";

/** What is wrong with shapes that do not fit; the caller knows where. */
export class ShapeMismatch extends Error {
  override readonly name = "ShapeMismatch";
}

/** `[N, 4]`, for messages. */
export function formatShape(shape: Shape | undefined): string {
  return shape === undefined ? "[…]" : `[${shape.map((dimension) => dimension ?? "?").join(", ")}]`;
}

/** The shape of an operation element by element (numpy's broadcasting). Throws `ShapeMismatch`. */
export function broadcast(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined) return undefined;
  const rank = Math.max(a.length, b.length);
  const at = (shape: Shape, i: number): Dimension => {
    const axis = i - (rank - shape.length);
    return axis < 0 ? 1 : shape[axis];
  };
  return Array.from({ length: rank }, (_, i) => stretched(at(a, i), at(b, i)));
}

/** One size of 1 stretches to the other; a free size beside a number above 1 must turn out to be 1 or that number. */
function stretched(a: Dimension, b: Dimension): Dimension {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === "number" && typeof b === "number")
    throw new ShapeMismatch(`sizes ${a} and ${b} do not go together, expected equal ones or 1`);
  if (typeof a === "number") return a;
  return typeof b === "number" ? b : undefined;
}

/** The shape of a product of matrices, numpy's rules for more or fewer dimensions. Throws `ShapeMismatch`. */
export function product(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a.length === 0 || b.length === 0) throw new ShapeMismatch("a product of matrices takes no scalars");
  const rows = a.length === 1 ? [] : [a.at(-2)];
  const columns = b.length === 1 ? [] : [b.at(-1)];
  agreed(a.at(-1), b.length === 1 ? b[0] : b.at(-2));
  return [...broadcast(a.slice(0, -2), b.slice(0, -2))!, ...rows, ...columns];
}

/** The size of two that must be the same; the number where one is free. Throws `ShapeMismatch`. */
export function agreed(a: Dimension, b: Dimension): Dimension {
  if (typeof a === "number" && typeof b === "number" && a !== b)
    throw new ShapeMismatch(`sizes ${a} and ${b} should be the same`);
  return typeof a === "number" || b === undefined ? a : typeof b === "number" || a === undefined ? b : a;
}

/** The size of both together; not known where one is free. */
export function added(a: Dimension, b: Dimension): Dimension {
  if (a === 0) return b;
  if (b === 0) return a;
  return typeof a === "number" && typeof b === "number" ? a + b : undefined;
}

/** An axis counted from the front; negative ones count from the end. Throws `ShapeMismatch` where there is none. */
export function axisOf(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
    throw new ShapeMismatch(`axis ${axis} is outside a tensor of ${rank} dimensions`);
  return axis < 0 ? axis + rank : axis;
}

/** How many elements a shape has; undefined where a size is free. */
export function countOf(shape: Shape): number | undefined {
  let count = 1;
  for (const dimension of shape) {
    if (typeof dimension !== "number") return undefined;
    count *= dimension;
  }
  return count;
}

/** What both shapes say together. Throws `ShapeMismatch` where they contradict each other. */
export function merged(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.length !== b.length) throw new ShapeMismatch(`shapes ${formatShape(a)} and ${formatShape(b)} do not agree`);
  return a.map((dimension, i) => agreed(dimension, b[i]));
}

/** What holds for values of either shape: equal sizes stay, others are not known. */
export function common(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined || a.length !== b.length) return undefined;
  return a.map((dimension, i) => (dimension === b[i] ? dimension : undefined));
}
