import { assert } from "../../../std/errors.ts";
import type { NetworkShape } from "../../../genome/kinds/network/shape.ts";
import { type Layer, layersOf } from "../../../genome/kinds/network/shape.ts";
import { groupedProduct, inBlocks, outOfBlocks } from "../../graph/blocks.ts";
import type { Builder } from "../../graph/builder.ts";
import type { Value } from "../../graph/graph.ts";
import { float32Tensor, sizeOf } from "../../graph/tensor.ts";
import { activated, type Matrix, type Plan } from "./plan.ts";

/**
 * Networks of one shape as convolutions of images, a group of channels for each network, a column for each observation:
 * ONNX Runtime goes from group to group many times as fast as from matrix to matrix. Units are filled up to whole blocks
 * of `width` channels, the processor's own; what is filled up has no weights.
 */
export function blocksPlan(shape: NetworkShape, width: number): Plan {
  const layers = layersOf(shape);
  const sizes = layers.map((layer, i) => sizesOf(layer, i, width));
  const remembering = sizes.filter(({ own }) => own > 0);
  return {
    key: `blocks ${JSON.stringify(shape)}`,
    inputs: shape.inputs,
    outputs: shape.outputs,
    matrices: sizes.flatMap(matricesOf),
    shared: [],
    memories: remembering.map(({ units }, i) => ({ name: `memory${i}`, rows: units })),
    pack(brain, into) {
      assert(brain.kind === "network", "layers are made of networks with layers");
      const parts = [...(into as readonly Float32Array[])];
      for (const [i, layer] of layers.entries()) {
        const size = sizes[i]!;
        const [weights, biases, own] = parts.splice(0, matricesOf(size, i).length);
        packLayer({ layer, size, width, from: brain.network.weights }, { weights: weights!, biases: biases!, own });
      }
    },
    step(build, given) {
      const [groups, , columns] = given.inputs.shape as readonly [number, number, number];
      const matrices = [...given.matrices];
      const remembered: Value[] = [];
      let below = entering(build, given.inputs, sizes[0]!.below, width);
      for (const [i, { activation }] of layers.entries()) {
        const { units, own } = sizes[i]!;
        const [weights, biases] = matrices.splice(0, 2);
        let sums = groupedProduct(build, below, { groups, weights: weights!, biases: biases! });
        if (own > 0) {
          const memory = imageOf(build, given.memories[remembered.length]!);
          sums = groupedProduct(build, memory, { groups, weights: matrices.shift()!, sums });
        }
        below = activated(build, activation, sums);
        if (own > 0) remembered.push(build.reshape(below, [groups, units, columns]));
      }
      return { outputs: leaving(build, below, [groups, shape.outputs, columns]), memories: remembered };
    },
  };
}

/** A layer's channels. */
interface Sizes {
  readonly below: number;
  readonly own: number;
  readonly units: number;
}

function sizesOf({ below, own, units }: Layer, i: number, width: number): Sizes {
  // Fewer inputs than a block need not be in blocks.
  const channels = i === 0 && below < width ? below : filledTo(width, below);
  return { below: channels, own: filledTo(width, own), units: filledTo(width, units) };
}

/** The least whole blocks that hold so many, from 0. */
export function filledTo(width: number, count: number): number {
  return Math.ceil(count / width) * width;
}

/** Where the weight of a unit for a channel is in filters of so many channels. */
export function blockPlace(unit: number, channel: number, channels: number, width: number): number {
  return (Math.floor(unit / width) * channels + channel) * width + (unit % width);
}

function matricesOf({ below, own, units }: Sizes, i: number): readonly Matrix[] {
  const weights = { element: "float32", rows: units, layout: "filters" } as const;
  return [
    { ...weights, name: `weights${i}`, columns: below },
    { name: `biases${i}`, element: "float32", rows: units, columns: 1, layout: "biases" },
    ...(own > 0 ? [{ ...weights, name: `own${i}`, columns: own }] : []),
  ];
}

interface Packing {
  readonly layer: Layer;
  readonly size: Sizes;
  readonly width: number;
  readonly from: Float32Array;
}

interface Packed {
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly own: Float32Array | undefined;
}

function packLayer({ layer, size, width, from }: Packing, { weights, biases, own }: Packed): void {
  const { below, units, inputs, offset } = layer;
  for (let unit = 0; unit < units; unit++) {
    const row = from.subarray(offset + unit * (inputs + 1), offset + (unit + 1) * (inputs + 1));
    for (let i = 0; i < below; i++) weights[blockPlace(unit, i, size.below, width)] = row[i]!;
    for (let i = below; i < inputs; i++) own![blockPlace(unit, i - below, size.own, width)] = row[i]!;
    biases[unit] = row[inputs]!;
  }
}

/** Values of networks, [P, rows, columns], as an image. */
function imageOf(build: Builder, values: Value): Value {
  const [networks, rows, columns] = values.shape as readonly number[];
  return build.reshape(values, [1, networks! * rows!, 1, columns!]);
}

/** Inputs as an image of so many channels a network, in blocks where there is a whole one. */
function entering(build: Builder, inputs: Value, channels: number, width: number): Value {
  const [networks, rows, columns] = inputs.shape as readonly number[];
  if (channels < width) return imageOf(build, inputs);
  const rest = [networks!, channels - rows!, columns!];
  const zeros = (): Value => build.constant(float32Tensor(new Float32Array(sizeOf(rest)), rest));
  const image = imageOf(build, channels === rows ? inputs : build.concat([inputs, zeros()], 1));
  // In one column blocks lie as the channels do.
  return columns === 1 ? image : inBlocks(build, image);
}

/** The first rows of an image's networks, as [P, rows, columns]. */
function leaving(build: Builder, image: Value, [networks, rows, columns]: readonly [number, number, number]): Value {
  const channels = image.shape![1] as number;
  const plain = columns === 1 ? image : outOfBlocks(build, image);
  const values = build.reshape(plain, [networks, channels / networks, columns]);
  return channels === networks * rows ? values : build.slice(values, 1, [0, rows]);
}
