import { type Layer, layersOf, type NetworkShape, weightsOf } from "../../../genome/kinds/network/shape.ts";
import { abreast, constants, vectorActivation } from "./activation.ts";
import { draftFunction, type FunctionDraft } from "../../wasm/function.ts";
import { advance, type Code, f32, f32x4, i32, type Local, repeat } from "../../wasm/instructions.ts";
import { blockUnits, type Grid, gridOf, orderOf, pack, paddedOf, rememberedBytes, sumsMax } from "./grid.ts";
import { type Program, tilesOf } from "./program.ts";

/** Bytes of weights up to which four networks are computed together: they stay near for a whole episode. */
const nearBytes = 262_144;

/**
 * The program of a shape. With four columns and more, the lanes of a vector are columns, up to 16 at a time; with fewer
 * they are four networks, or units where networks are few or large. Either way a block of sums stays in registers while
 * the values that its units see are gone through once, with the block's weights one after the other in memory.
 */
export function networkProgram(shape: NetworkShape, columns: number, networks: number): Program<Float32Array> {
  const layers = layersOf(shape);
  const { starts, offsets } = tilesOf(columns, 4);
  const together = networks >= 4 && 16 * weightsOf(shape) <= nearBytes;
  const grid = gridOf(columns, offsets, together);
  const group = grid.lanes === "networks" ? 4 : 1;
  const order = orderOf(layers, grid);
  const floats = group * order.length;
  const widest = Math.max(shape.inputs, ...layers.map((layer) => paddedOf(layer, grid)));
  const buffers = [constants.byteLength, constants.byteLength + widest * grid.cell] as const;
  return {
    key: JSON.stringify([grid.lanes, shape, columns]),
    scratch: 2 * widest * grid.cell,
    starts: grid.lanes === "networks" ? [0] : starts,
    group,
    crew: 1,
    bytes: () => 4 * floats,
    tileBytes: () => rememberedBytes(layers, grid),
    module: () => moduleOf(layers, grid, buffers),
    write: (weights, memory, at) => pack(order, weights, new Float32Array(memory, at, floats)),
  };
}

/** What all parts of the function share. */
interface Draft {
  readonly draft: FunctionDraft;
  readonly grid: Grid;
  readonly weights: Local;
  readonly source: Local;
  readonly target: Local;
  readonly blocks: Local;
  readonly rounds: Local;
  readonly sums: readonly Local[];
  readonly values: readonly Local[];
  readonly weight: Local;
}

/** Values that a block of units sees: so many, so far apart. */
interface Seen {
  readonly at: Code;
  readonly count: number;
  readonly stride: number;
  readonly offsets: readonly number[];
}

function moduleOf(layers: readonly Layer[], grid: Grid, buffers: readonly [number, number]): Uint8Array<ArrayBuffer> {
  const draft = draftFunction(4);
  const [inputs, outputs, weights, memory] = draft.parameters as [Local, Local, Local, Local];
  const parts: Draft = {
    draft,
    grid,
    weights,
    source: draft.i32(),
    target: draft.i32(),
    blocks: draft.i32(),
    rounds: draft.i32(),
    sums: Array.from({ length: sumsMax }, () => draft.v128()),
    values: grid.offsets.map(() => draft.v128()),
    weight: draft.v128(),
  };
  const activation = vectorActivation(draft);
  const shown = { stride: 4 * grid.columns, offsets: grid.offsets };
  const inBuffer = { stride: grid.cell, offsets: grid.offsets.map((_, vector) => 16 * vector) };
  const count = layers[0]!.below;
  const gathers = grid.lanes === "networks";
  let below: Seen = gathers ? { at: i32.of(buffers[1]), count, ...inBuffer } : { at: inputs.get, count, ...shown };
  const statements: Code[] = gathers ? [gathered(parts, inputs, below)] : [];
  for (const [i, layer] of layers.entries()) {
    const buffer = buffers[i % 2]!;
    const memoryAt = i32.add(memory.get, i32.of(rememberedBytes(layers.slice(0, i), grid)));
    statements.push(
      sumsOf(parts, layer, buffer, [below, { at: memoryAt, count: layer.own, ...inBuffer }]),
      activated(parts, layer, buffer, { activation, memoryAt }),
    );
    below = { at: i32.of(buffer), count: layer.units, ...inBuffer };
  }
  statements.push(handedOver(parts, below, outputs));
  return draft.moduleOf(statements.flat());
}

/** The sums of a layer, block by block, into a buffer. */
function sumsOf(parts: Draft, layer: Layer, buffer: number, seen: readonly Seen[]): Code {
  const { grid, target, blocks } = parts;
  const padded = paddedOf(layer, grid);
  const block = blockUnits(layer, grid);
  const rest = padded % block;
  return [
    ...target.set(i32.of(buffer)),
    ...blocks.set(i32.of(Math.floor(padded / block))),
    ...repeat(blocks, blockOf(parts, block, seen)),
    ...(rest === 0 ? [] : blockOf(parts, rest, seen)),
  ];
}

function blockOf(parts: Draft, units: number, seen: readonly Seen[]): Code {
  const { grid, weights, source, target, sums, values } = parts;
  const load = grid.lanes === "units" ? f32x4.loadSplat : f32x4.load;
  const loadWeight = grid.lanes === "columns" ? f32x4.loadSplat : f32x4.load;
  const step = grid.lanes === "columns" ? 4 : 16;
  const rowBytes = grid.weight * units;
  const places = Array.from({ length: rowBytes / step }, (_, i) => i);
  const cells = places.flatMap((i) =>
    values.map((value, vector) => ({ i, value, sum: sums[i * values.length + vector]! })),
  );
  const row = (from: Seen, j: number): Code => [
    ...values.flatMap((value, vector) => value.set(load(source.get, j * from.stride + from.offsets[vector]!))),
    ...cells.flatMap(({ i, value, sum }, place) => {
      const weighed = parts.weight.set(loadWeight(weights.get, j * rowBytes + step * i));
      const first = place % values.length === 0 ? weighed : [];
      return [...first, ...sum.set(f32x4.add(sum.get, f32x4.mul(parts.weight.get, value.get)))];
    }),
  ];
  return [
    ...cells.flatMap(({ i, sum }) => sum.set(loadWeight(weights.get, step * i))),
    ...advance(weights, rowBytes),
    ...seen.flatMap((from) => [...source.set(from.at), ...rows(parts, from, rowBytes, (j) => row(from, j))]),
    ...cells.flatMap(({ sum }, place) => f32x4.store(target.get, 16 * place, sum.get)),
    ...advance(target, 16 * cells.length),
  ];
}

/** Goes through what is seen, four values a round. */
function rows({ source, weights, rounds }: Draft, from: Seen, rowBytes: number, row: (j: number) => Code): Code {
  const some = (count: number): Code => [
    ...Array.from({ length: count }, (_, j) => row(j)).flat(),
    ...advance(source, count * from.stride),
    ...advance(weights, count * rowBytes),
  ];
  const count = Math.floor(from.count / 4);
  return [...rounds.set(i32.of(count)), ...repeat(rounds, some(4)), ...some(from.count % 4)];
}

/** The activations of a layer in its buffer, and in its memory where it has one. */
function activated(
  { grid, source, target, blocks, sums }: Draft,
  layer: Layer,
  buffer: number,
  { activation, memoryAt }: { readonly activation: ReturnType<typeof vectorActivation>; readonly memoryAt: Code },
): Code {
  const remembers = layer.own > 0;
  if (layer.activation === "linear" && !remembers) return [];
  const some = (count: number): Code => {
    const values = sums.slice(0, count);
    const stored = (at: Local): Code => [
      ...values.flatMap((value, i) => f32x4.store(at.get, 16 * i, value.get)),
      ...advance(at, 16 * count),
    ];
    return [
      ...values.flatMap((value, i) => value.set(f32x4.load(source.get, 16 * i))),
      ...activation.apply(layer.activation, values),
      ...stored(source),
      ...(remembers ? stored(target) : []),
    ];
  };
  const vectors = (paddedOf(layer, grid) * grid.cell) / 16;
  return [
    ...activation.prepare(layer.activation),
    ...source.set(i32.of(buffer)),
    ...target.set(memoryAt),
    ...blocks.set(i32.of(Math.floor(vectors / abreast))),
    ...repeat(blocks, some(abreast)),
    ...(vectors % abreast === 0 ? [] : some(vectors % abreast)),
  ];
}

/** Moves the inputs of four networks to where they lie beside each other: once for all blocks that see them. */
function gathered({ grid, source, target, blocks }: Draft, inputs: Local, { at, count, offsets }: Seen): Code {
  const stride = 4 * grid.columns;
  const apart = count * stride;
  const load = (offset: number): Code =>
    [1, 2, 3].reduce(
      (vector, lane) => f32x4.loadLane(source.get, offset + lane * apart, vector, lane),
      f32x4.loadSplat(source.get, offset),
    );
  return [
    ...source.set(inputs.get),
    ...target.set(at),
    ...blocks.set(i32.of(count)),
    ...repeat(blocks, [
      ...grid.offsets.flatMap((offset, vector) => f32x4.store(target.get, offsets[vector]!, load(offset))),
      ...advance(source, stride),
      ...advance(target, grid.cell),
    ]),
  ];
}

/** Moves the outputs from the last buffer to where the policy shows them. */
function handedOver({ grid, source, target, blocks }: Draft, from: Seen, outputs: Local): Code {
  const stride = 4 * grid.columns;
  const apart = from.count * stride;
  const store = (offset: number, at: number): Code => {
    const vector = f32x4.load(source.get, at);
    switch (grid.lanes) {
      case "units":
        return f32.store(target.get, offset, f32.load(source.get, at));
      case "networks":
        return [0, 1, 2, 3].flatMap((lane) => f32x4.storeLane(target.get, offset + lane * apart, vector, lane));
      case "columns":
        return f32x4.store(target.get, offset, vector);
      default:
        return grid.lanes satisfies never;
    }
  };
  return [
    ...source.set(from.at),
    ...target.set(outputs.get),
    ...blocks.set(i32.of(from.count)),
    ...repeat(blocks, [
      ...grid.offsets.flatMap((offset, vector) => store(offset, from.offsets[vector]!)),
      ...advance(source, from.stride),
      ...advance(target, stride),
    ]),
  ];
}
