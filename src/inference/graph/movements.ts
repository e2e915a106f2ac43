import type { Dimension, Shape, TensorType } from "./graph.ts";
import { intOf, intsOf } from "./graph.ts";
import { added, agreed, axisOf, broadcast, countOf, formatShape, ShapeMismatch } from "./dimensions.ts";
import { inputOf, type Site } from "./site.ts";

/** Puts tensors one after the other along `axis`; all other sizes are the same. */
export function concat(site: Site): TensorType[] {
  const [first, ...others] = site.inputs.map((_, i) => inputOf(site, i));
  const { element, shape } = first!;
  for (const other of others)
    if (other.element !== element) throw new ShapeMismatch(`cannot put ${element} and ${other.element} together`);
  if (shape === undefined || others.some((other) => other.shape === undefined)) return [{ element, shape: undefined }];
  const axis = axisOf(intOf(site.node, "axis", 0), shape.length);
  const together = others.reduce<Shape>((sum, other) => joined(sum, other.shape!, axis), shape);
  return [{ element, shape: together }];
}

function joined(a: Shape, b: Shape, axis: number): Shape {
  if (a.length !== b.length) throw new ShapeMismatch(`cannot put ${formatShape(a)} and ${formatShape(b)} together`);
  return a.map((dimension, i) => (i === axis ? added(dimension, b[i]) : agreed(dimension, b[i])));
}

/** Cuts a tensor along `axis` into parts of given sizes, or into equal ones (the last may be smaller). */
export function split(site: Site): TensorType[] {
  const { element, shape } = inputOf(site, 0);
  const parts = site.node.outputs.length;
  if (shape === undefined) return Array.from({ length: parts }, () => ({ element, shape }));
  const axis = axisOf(intOf(site.node, "axis", 0), shape.length);
  const sizes = site.inputs[1] === undefined ? equalParts(shape[axis], parts) : site.numbers(1);
  if (sizes !== undefined && sizes.length !== parts)
    throw new ShapeMismatch(`${sizes.length} sizes for ${parts} parts`);
  if (sizes?.some((size) => typeof size === "number" && size < 0))
    throw new ShapeMismatch("a part has a negative size");
  const whole = sizes?.reduce<Dimension>(added, 0);
  if (sizes !== undefined) agreed(whole, shape[axis]);
  return Array.from({ length: parts }, (_, i) => ({ element, shape: shape.with(axis, sizes?.[i]) }));
}

function equalParts(size: Dimension, parts: number): Dimension[] | undefined {
  if (typeof size !== "number") return undefined;
  const each = Math.ceil(size / parts);
  const last = size - each * (parts - 1);
  if (last < 0) throw new ShapeMismatch(`cannot cut ${size} into ${parts} parts`);
  return Array.from({ length: parts }, (_, i) => (i < parts - 1 ? each : last));
}

/** Takes a range of some axes. */
export function slice(site: Site): TensorType[] {
  const { element, shape } = inputOf(site, 0);
  const [starts, ends] = [site.numbers(1), site.numbers(2)];
  const axes = site.inputs[3] === undefined ? starts?.map((_, i) => i) : site.numbers(3);
  const steps = site.inputs[4] === undefined ? starts?.map(() => 1) : site.numbers(4);
  if (shape === undefined) return [{ element, shape }];
  if (!starts || !ends || !axes || !steps) return [{ element, shape: shape.map(() => undefined) }];
  if (ends.length !== starts.length || axes.length !== starts.length || steps.length !== starts.length)
    throw new ShapeMismatch("starts, ends, axes and steps should be equally many");
  const result = [...shape];
  axes.forEach((axis, i) => {
    const at = axisOf(axis, shape.length);
    result[at] = sliced(result[at], { start: starts[i]!, end: ends[i]!, step: steps[i]! });
  });
  return [{ element, shape: result }];
}

function sliced(
  size: Dimension,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
): Dimension {
  if (step === 0) throw new ShapeMismatch("a step of 0 never arrives");
  if (typeof size !== "number") return undefined;
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const within = (place: number): number => Math.max(low, Math.min(high, place < 0 ? place + size : place));
  return Math.max(0, Math.ceil((within(end) - within(start)) / step));
}

/** Takes slices of `axis` by their indices, in the shape of the indices. */
export function gather(site: Site): TensorType[] {
  const { element, shape } = inputOf(site, 0);
  const indices = inputOf(site, 1);
  if (indices.element !== "int64" && indices.element !== "int32")
    throw new ShapeMismatch(`indices are ${indices.element}, expected int64 or int32`);
  if (shape === undefined || indices.shape === undefined) return [{ element, shape: undefined }];
  const axis = axisOf(intOf(site.node, "axis", 0), shape.length);
  const size = shape[axis];
  const outside = typeof size === "number" && site.numbers(1)?.find((index) => index < -size || index >= size);
  if (typeof outside === "number") throw new ShapeMismatch(`index ${outside} is outside a size of ${size}`);
  return [{ element, shape: shape.toSpliced(axis, 1, ...indices.shape) }];
}

/** The same elements in another shape: 0 keeps a size, -1 stands for what is left. */
export function reshape(site: Site): TensorType[] {
  const { element, shape } = inputOf(site, 0);
  const wanted = site.numbers(1);
  if (wanted === undefined) {
    const rank = inputOf(site, 1).shape?.[0];
    const known = typeof rank === "number" && rank <= 64;
    return [{ element, shape: known ? Array.from({ length: rank }, () => undefined) : undefined }];
  }
  if (wanted.some((size) => size < -1)) throw new ShapeMismatch(`${formatShape(wanted)} is no shape`);
  const keep = intOf(site.node, "allowzero", 0) === 0;
  if (keep && shape !== undefined && wanted.lastIndexOf(0) >= shape.length)
    throw new ShapeMismatch(`${formatShape(wanted)} keeps a size that ${formatShape(shape)} has not`);
  const kept = wanted.map((size, i): Dimension => (size === 0 && keep ? shape?.[i] : size));
  return [{ element, shape: filledIn(kept, shape) }];
}

/** Puts in what -1 stands for. Sizes that are free on both sides cancel each other. */
function filledIn(wanted: readonly Dimension[], shape: Shape | undefined): Shape {
  const left = [...(shape ?? [undefined])];
  const others = wanted.filter((size) => size !== -1);
  const known = others.filter((size) => {
    const same = typeof size === "string" ? left.indexOf(size) : -1;
    if (same >= 0) left.splice(same, 1);
    return same < 0;
  });
  const [have, need] = [countOf(left), countOf(known)];
  const open = wanted.length - others.length;
  if (open > 1) throw new ShapeMismatch("only one size can be -1");
  if (have === undefined || need === undefined) {
    const single = open === 1 && need === 1 && left.length === 1 ? left[0] : undefined;
    return wanted.map((size) => (size === -1 ? single : size));
  }
  const rest = open === 0 ? 1 : have / need;
  if (!Number.isInteger(rest) || need * rest !== have)
    throw new ShapeMismatch(`cannot bring ${formatShape(shape)} into the shape ${formatShape(wanted)}`);
  return wanted.map((size) => (size === -1 ? rest : size));
}

/** Reorders the axes; without `perm` turns them round. */
export function transpose(site: Site): TensorType[] {
  const { element, shape } = inputOf(site, 0);
  if (shape === undefined) return [{ element, shape }];
  const order = intsOf(site.node, "perm") ?? shape.map((_, i) => shape.length - 1 - i);
  if (order.length !== shape.length || new Set(order.map((axis) => axisOf(axis, shape.length))).size !== shape.length)
    throw new ShapeMismatch(`[${order.join(", ")}] is no order of ${shape.length} axes`);
  return [{ element, shape: order.map((axis) => shape[axisOf(axis, shape.length)]) }];
}

/** Puts axes of size 1 in. */
export function unsqueeze(site: Site): TensorType[] {
  const { element, shape } = inputOf(site, 0);
  const axes = site.numbers(1);
  if (shape === undefined || axes === undefined) return [{ element, shape: undefined }];
  const rank = shape.length + axes.length;
  const places = new Set(axes.map((axis) => axisOf(axis, rank)));
  if (places.size !== axes.length) throw new ShapeMismatch(`axes [${axes.join(", ")}] name one twice`);
  const rest = shape.values();
  return [{ element, shape: Array.from({ length: rank }, (_, i) => (places.has(i) ? 1 : rest.next().value)) }];
}

/** Takes axes of size 1 out: those that are named, or all. */
export function squeeze(site: Site): TensorType[] {
  const { element, shape } = inputOf(site, 0);
  if (shape === undefined) return [{ element, shape }];
  if (site.inputs[1] === undefined) {
    const certain = shape.every((dimension) => typeof dimension === "number");
    return [{ element, shape: certain ? shape.filter((dimension) => dimension !== 1) : undefined }];
  }
  const places = site.numbers(1)?.map((axis) => axisOf(axis, shape.length));
  if (places === undefined) return [{ element, shape: undefined }];
  for (const place of places) agreed(shape[place], 1);
  return [{ element, shape: shape.filter((_, i) => !places.includes(i)) }];
}

/** Repeats along axes of size 1, up to a shape that is stretched with the tensor's own. */
export function expand(site: Site): TensorType[] {
  const { element, shape } = inputOf(site, 0);
  const wanted = site.numbers(1);
  if (wanted?.some((size) => size < 0)) throw new ShapeMismatch(`${formatShape(wanted)} is no shape`);
  return [{ element, shape: wanted && broadcast(shape, wanted) }];
}

/** Folds axes into one number: those that are named (an input since opset 13 or 18, before an attribute), or all. */
export function reduce(site: Site): TensorType[] {
  const { element, shape } = inputOf(site, 0);
  const keep = intOf(site.node, "keepdims", 1) === 1;
  if (shape === undefined) return [{ element, shape }];
  const named = site.inputs[1] === undefined ? (intsOf(site.node, "axes") ?? []) : site.numbers(1);
  if (named === undefined) return [{ element, shape: keep ? shape.map(() => undefined) : undefined }];
  if (named.length === 0 && intOf(site.node, "noop_with_empty_axes", 0) === 1) return [{ element, shape }];
  const places = named.length === 0 ? [...shape.keys()] : named.map((axis) => axisOf(axis, shape.length));
  return [
    {
      element,
      shape: keep
        ? shape.map((dimension, i) => (places.includes(i) ? 1 : dimension))
        : shape.filter((_, i) => !places.includes(i)),
    },
  ];
}
