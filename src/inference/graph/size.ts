import { brokenModel } from "./broken.ts";
import type { Shape } from "./graph.ts";

/** How large tensors may be: dimensions, and elements in all. */
export const TENSOR_MAX = { rank: 32, elements: 2 ** 40 } as const;

/** Throws `UserError` where a shape has too many dimensions or elements, or negative sizes. */
export function expectSize(shape: Shape, where: string): void {
  const { rank, elements } = TENSOR_MAX;
  const sizes = shape.slice(0, rank).map((dimension) => (typeof dimension === "number" ? dimension : 1));
  // A size of 0 would hide the others in the product.
  const count = sizes.reduce((product, size) => product * Math.max(1, size), 1);
  if (shape.length <= rank && count <= elements && sizes.every((size) => size >= 0)) return;
  const shown = shape.length > rank ? `${shape.length} dimensions` : `[${shape.join(", ")}]`;
  throw brokenModel(
    where,
    `its shape is ${shown}, expected at most ${rank} sizes from 0 and ${elements} elements`,
    "Export a model with smaller tensors.",
  );
}
