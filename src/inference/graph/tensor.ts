import { assert } from "../../std/errors.ts";
import { ELEMENTS } from "./elements.ts";
import type { Tensor } from "./graph.ts";

/** A tensor of single-precision numbers; a view, where they are given as such. Without a shape: a list. */
export function float32Tensor(
  values: Float32Array | readonly number[],
  shape: readonly number[] = [values.length],
): Tensor {
  return tensorOf("float32", values instanceof Float32Array ? values : Float32Array.from(values), shape);
}

/** A tensor of whole numbers, 64 bits each. Without a shape: a list. */
export function int64Tensor(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return tensorOf("int64", BigInt64Array.from(values, BigInt), shape);
}

/** A tensor of truths. Without a shape: a list. */
export function boolTensor(values: readonly boolean[], shape: readonly number[] = [values.length]): Tensor {
  return tensorOf("bool", Uint8Array.from(values, Number), shape);
}

function tensorOf(element: Tensor["element"], values: ArrayBufferView, shape: readonly number[]): Tensor {
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  assert(data.length === sizeOf(shape) * ELEMENTS[element].bytes, `a tensor of shape [${shape.join(", ")}] is full`);
  return { element, shape, data };
}

/** How many elements a shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

/** The numbers of a single-precision tensor: a view where its bytes are aligned, else a copy. */
export function float32Of({ element, data }: Tensor): Float32Array {
  assert(element === "float32", `a tensor of ${element} is read as what it is`);
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, data.length / 4);
}

/**
 * The whole numbers of a tensor of `int64`, `int32` or `bool`; undefined for other elements. Those beyond the safe
 * integers, which stand for "to the end", are cut to the nearest one.
 */
export function intsIn({ element, data }: Tensor): number[] | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (element === "bool") return [...data];
  if (element === "int32") return Array.from({ length: data.length / 4 }, (_, i) => view.getInt32(i * 4, true));
  if (element !== "int64") return undefined;
  return Array.from({ length: data.length / 8 }, (_, i) => safe(view.getBigInt64(i * 8, true)));
}

function safe(value: bigint): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(value)));
}
