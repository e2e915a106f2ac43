import { brokenModel, EXPORT_AGAIN } from "./broken.ts";
import { knownElement } from "./decode-value.ts";
import { ELEMENTS, type ElementType } from "./elements.ts";
import type { Tensor } from "./graph.ts";
import { expectSize } from "./size.ts";
import { sizeOf } from "./tensor.ts";
import type { Field } from "./wire.ts";

/** Gives the bytes of a file beside the model, by its path from the model's folder. Throws `UserError`. */
export type ReadExternal = (path: string, where: string) => Uint8Array;

/** A tensor with the name it is found under. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/** What a tensor's message says: its numbers are in one of many places. */
interface RawTensor {
  name: string;
  code: number;
  readonly shape: number[];
  raw: Uint8Array | undefined;
  /** Fields with numbers of 4 or 8 bytes. */
  readonly fixed: Uint8Array[];
  /** Fields with whole numbers. */
  readonly integers: bigint[];
  readonly external: Map<string, string>;
  elsewhere: boolean;
}

/** A tensor of a file; a view on its bytes where they are as in memory. Throws `UserError` where they do not fit. */
export function decodeTensor(
  field: Field,
  label: string,
  { where, external }: { readonly where: string; readonly external: ReadExternal | undefined },
): NamedTensor {
  const raw = readRaw(field, label, where);
  const place = raw.name === "" ? `${where}.${label}` : `${where}.${label} "${raw.name}"`;
  const element = knownElement(raw.code, place);
  expectSize(raw.shape, place);
  const data = raw.elsewhere ? externalData(raw.external, place, external) : (raw.raw ?? typedData(raw, element));
  const expected = sizeOf(raw.shape) * ELEMENTS[element].bytes;
  if (data.length !== expected) {
    const shape = `[${raw.shape.join(", ")}]`;
    throw brokenModel(place, `it has ${data.length} bytes, expected ${expected} for ${element} of shape ${shape}`);
  }
  return { name: raw.name, tensor: { element, shape: raw.shape, data } };
}

function readRaw(field: Field, label: string, where: string): RawTensor {
  const tensor: RawTensor = {
    name: "",
    code: 0,
    shape: [],
    raw: undefined,
    fixed: [],
    integers: [],
    external: new Map(),
    elsewhere: false,
  };
  for (const inner of field.message(label)) {
    const { number } = inner;
    if (number === 1) for (const size of inner.integers()) tensor.shape.push(Number(size));
    else if (number === 2) tensor.code = inner.int();
    else if (number === 3) throw brokenModel(`${where}.${label}`, "it is in segments", "Export it in one piece.");
    else if (number === 4) tensor.fixed.push(inner.fixed(4));
    else if (number === 10) tensor.fixed.push(inner.fixed(8));
    else if (number === 5 || number === 7 || number === 11) for (const n of inner.integers()) tensor.integers.push(n);
    else if (number === 8) tensor.name = inner.text();
    else if (number === 9) tensor.raw = inner.bytes();
    else if (number === 13) tensor.external.set(...entryOf(inner));
    else if (number === 14) tensor.elsewhere = inner.int() === 1;
  }
  return tensor;
}

function entryOf(field: Field): [string, string] {
  const entry: [string, string] = ["", ""];
  for (const inner of field.message("external_data")) if (inner.number <= 2) entry[inner.number - 1] = inner.text();
  return entry;
}

/** The bytes of numbers that are written one by one: floats as they are, whole numbers in a varying length. */
function typedData({ fixed, integers }: RawTensor, element: ElementType): Uint8Array {
  if (element === "float32" || element === "float64") return joined(fixed);
  const width = ELEMENTS[element].bytes;
  const data = new Uint8Array(integers.length * width);
  const view = new DataView(data.buffer);
  integers.forEach((value, i) => {
    if (width === 8) view.setBigInt64(i * 8, value, true);
    else if (width === 4) view.setUint32(i * 4, Number(BigInt.asUintN(32, value)), true);
    else if (width === 2) view.setUint16(i * 2, Number(BigInt.asUintN(16, value)), true);
    else view.setUint8(i, Number(BigInt.asUintN(8, value)));
  });
  return data;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function externalData(entries: ReadonlyMap<string, string>, where: string, external?: ReadExternal): Uint8Array {
  const path = entries.get("location") ?? "";
  if (external === undefined)
    throw brokenModel(where, `its numbers are in a file beside the model, "${path}"`, "Read the model from its path.");
  const file = external(path, where);
  const offset = wholeOf(entries.get("offset") ?? "0");
  const length = wholeOf(entries.get("length") ?? `${file.length - offset}`);
  if (offset + length <= file.length) return file.subarray(offset, offset + length);
  throw brokenModel(
    where,
    `it should be bytes ${offset} to ${offset + length} of "${path}", which has ${file.length}`,
    EXPORT_AGAIN,
  );
}

/** A whole number from 0; anything else is larger than every file. */
function wholeOf(text: string): number {
  return /^\d{1,15}$/u.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
}
