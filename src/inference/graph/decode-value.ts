import { brokenModel } from "./broken.ts";
import { ELEMENT_TYPES, elementOf } from "./elements.ts";
import type { Dimension, Shape, TensorType, Value } from "./graph.ts";
import { expectSize, TENSOR_MAX } from "./size.ts";
import type { Field } from "./wire.ts";

/** An input, an output, or what is known of a value in between. Throws `UserError` where it is no tensor. */
export function decodeValue(field: Field, label: string, where: string): Value {
  const place = `${where}.${label}`;
  let name = "";
  let type: TensorType | undefined;
  for (const inner of field.message(label)) {
    if (inner.number === 1) name = inner.text();
    else if (inner.number === 2)
      for (const kind of inner.message("type")) if (kind.number === 1) type = decodeType(kind, place);
  }
  if (type !== undefined) return { name, ...type };
  throw brokenModel(place, `"${name}" is no tensor or does not say its type`, "Export with tensors as all values.");
}

function decodeType(field: Field, where: string): TensorType {
  let code = 0;
  let shape: Shape | undefined;
  for (const inner of field.message("tensor_type")) {
    if (inner.number === 1) code = inner.int();
    else if (inner.number === 2) shape = decodeShape(inner, where);
  }
  return { element: knownElement(code, where), shape };
}

/** The element type of a number. Throws `UserError` where it is not known. */
export function knownElement(code: number, where: string): TensorType["element"] {
  const element = elementOf(code);
  if (element !== undefined) return element;
  throw brokenModel(where, `element type ${code} is not known`, `Export with one of: ${ELEMENT_TYPES.join(", ")}.`);
}

function decodeShape(field: Field, where: string): Shape {
  const shape: Dimension[] = [];
  for (const inner of field.message("shape")) {
    if (inner.number !== 1) continue;
    let dimension: Dimension;
    for (const part of inner.message("dim")) {
      if (part.number === 1) dimension = part.int();
      else if (part.number === 2) dimension = part.text() || undefined;
    }
    // Some tools write -1 for a size that is free.
    shape.push(typeof dimension === "number" && dimension < 0 ? undefined : dimension);
    if (shape.length > TENSOR_MAX.rank) expectSize(shape, where);
  }
  expectSize(shape, where);
  return shape;
}
