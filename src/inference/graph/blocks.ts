import type { Maker } from "./operations.ts";
import { agreed, merged, ShapeMismatch } from "./dimensions.ts";
import { BLOCKS_DOMAIN, type Dimension, intOf, type Shape, type Value } from "./graph.ts";
import type { Op } from "./ops.ts";
import { inputOf, type Site } from "./site.ts";

/**
 * What is known of the operators that ONNX Runtime makes out of convolutions for processors: channels lie in blocks as
 * wide as a vector, [N, channels / width, height, width of the image, width], which the shape does not show.
 */
export const BLOCK_OPS: ReadonlyMap<string, Op> = new Map<string, Op>([
  ["Conv", { inputs: [2, 4], outputs: [1, 1], infer: (site) => [{ element: "float32", shape: convolved(site) }] }],
  ["ReorderInput", { inputs: [1, 1], outputs: [1, 1], infer: (site) => [inputOf(site, 0)] }],
  [
    "ReorderOutput",
    {
      inputs: [1, 1],
      outputs: [1, 1],
      infer(site) {
        const { element, shape } = inputOf(site, 0);
        return [{ element, shape: shape?.with(1, intOf(site.node, "channels", 0)) }];
      },
    },
  ],
]);

/** The shape of a convolution whose filters see one point. */
function convolved(site: Site): Shape {
  const [n, channels, ...image] = imageOf(site, 0);
  const [filters, seen, ...point] = imageOf(site, 1);
  const groups = intOf(site.node, "group", 1);
  if (typeof seen === "number") agreed(channels, groups * seen);
  for (const size of point) agreed(size, 1);
  const shape = [n, filters, ...image];
  if (site.inputs[2] !== undefined) merged([filters], inputOf(site, 2).shape);
  if (site.inputs[3] !== undefined) merged(shape, inputOf(site, 3).shape);
  return shape;
}

function imageOf(site: Site, i: number): readonly Dimension[] {
  const { shape } = inputOf(site, i);
  if (shape?.length !== 4) throw new ShapeMismatch("expected four dimensions");
  return shape;
}

/** What is multiplied with an image, group by group; channels are in blocks. */
export interface Filters {
  readonly groups: number;
  /** [filters of all groups, channels of a group, 1, 1]; block by block of filters, in each channel by channel. */
  readonly weights: Value;
  /** Numbers to start sums with, one a filter. */
  readonly biases?: Value;
  /** Sums to go on with, as the result is laid out. */
  readonly sums?: Value;
}

/**
 * Products of many small matrices, one a group, with the channels of an image. Fewer channels a group than a block is
 * wide are not in blocks.
 */
export function groupedProduct(build: Maker, image: Value, { groups, weights, biases, sums }: Filters): Value {
  const inputs = sums === undefined ? [image, weights, biases] : [image, weights, biases, sums];
  return build.node("Conv", inputs, {
    domain: BLOCKS_DOMAIN,
    attributes: { group: { kind: "int", value: groups }, kernel_shape: { kind: "ints", value: [1, 1] } },
  })[0]!;
}

/** An image with its channels in blocks: as many as blocks hold. */
export function inBlocks(build: Maker, image: Value): Value {
  return build.node("ReorderInput", [image], { domain: BLOCKS_DOMAIN })[0]!;
}

/** An image whose channels were in blocks. */
export function outOfBlocks(build: Maker, image: Value): Value {
  const channels = image.shape![1] as number;
  const attributes = { channels: { kind: "int", value: channels } } as const;
  return build.node("ReorderOutput", [image], { domain: BLOCKS_DOMAIN, attributes })[0]!;
}
