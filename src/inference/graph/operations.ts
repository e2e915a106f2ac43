import { ELEMENTS, type ElementType } from "./elements.ts";
import type { Attribute, Tensor, Value } from "./graph.ts";
import { float32Tensor, int64Tensor } from "./tensor.ts";

/** What makes nodes and constants. */
export interface Maker {
  /** A value that is known before a run: an initializer, under a name of its own where one is given. */
  constant(tensor: Tensor, name?: string): Value;
  /** Adds a node of any operator and gives its outputs. Throws `UserError` where what it gets does not fit. */
  node(op: string, inputs: readonly (Value | undefined)[], options?: NodeOptions): readonly Value[];
}

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Of ONNX itself where not given. */
  readonly domain?: string;
  /** How many outputs it has; 1 where not given. */
  readonly outputs?: number;
}

/** ONNX's operators as functions of values. */
export type Operations = ReturnType<typeof operationsOn>;

/** Makes the functions that add a node each. Axes and sizes are whole numbers; negative axes count from the end. */
export function operationsOn({ constant, node }: Maker) {
  const one = (op: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value =>
    node(op, inputs, { attributes })[0]!;
  const unary = (op: string) => (value: Value) => one(op, [value]);
  const binary = (op: string) => (a: Value, b: Value) => one(op, [a, b]);
  const list = (values: readonly number[]): Value => constant(int64Tensor(values));
  return {
    ...arithmetic(unary, binary),
    /** A single-precision scalar. */
    number: (value: number) => constant(float32Tensor([value], [])),
    min: (first: Value, ...others: readonly Value[]) => one("Min", [first, ...others]),
    max: (first: Value, ...others: readonly Value[]) => one("Max", [first, ...others]),
    where: (condition: Value, yes: Value, no: Value) => one("Where", [condition, yes, no]),
    cast: (value: Value, element: ElementType) => one("Cast", [value], { to: int(ELEMENTS[element].code) }),
    /** `a @ b + bias`, of matrices; either may be turned. */
    gemm: (a: Value, b: Value, { bias, turnA = false, turnB = false }: GemmOptions = {}) =>
      one("Gemm", bias === undefined ? [a, b] : [a, b, bias], {
        ...(turnA && { transA: int(1) }),
        ...(turnB && { transB: int(1) }),
      }),
    concat: (values: readonly Value[], axis: number) => one("Concat", values, { axis: int(axis) }),
    /** Cuts a value along an axis into parts of these sizes. */
    split: (value: Value, axis: number, sizes: readonly number[]) =>
      node("Split", [value, list(sizes)], { attributes: { axis: int(axis) }, outputs: sizes.length }),
    /** From `start` to before `end` along an axis; negative places count from the end. */
    slice: (value: Value, axis: number, [start, end]: readonly [number, number]) =>
      one("Slice", [value, list([start]), list([end]), list([axis])]),
    gather: (value: Value, indices: Value, axis: number) => one("Gather", [value, indices], { axis: int(axis) }),
    /** 0 keeps a size, -1 stands for what is left. */
    reshape: (value: Value, shape: readonly number[]) => one("Reshape", [value, list(shape)]),
    transpose: (value: Value, order: readonly number[]) =>
      one("Transpose", [value], { perm: { kind: "ints", value: order } }),
    unsqueeze: (value: Value, axes: readonly number[]) => one("Unsqueeze", [value, list(axes)]),
    squeeze: (value: Value, axes: readonly number[]) => one("Squeeze", [value, list(axes)]),
    expand: (value: Value, shape: readonly number[]) => one("Expand", [value, list(shape)]),
    /** The sums of all up to here, along an axis. */
    cumSum: (value: Value, axis: number) => one("CumSum", [value, constant(int64Tensor([axis], []))]),
    /** The sum over these axes, which are gone afterwards, or stay with a size of 1. */
    reduceSum: (value: Value, axes: readonly number[], stay = false) =>
      one("ReduceSum", [value, list(axes)], { keepdims: int(Number(stay)) }),
  };
}

export interface GemmOptions {
  readonly bias?: Value;
  readonly turnA?: boolean;
  readonly turnB?: boolean;
}

function arithmetic(
  unary: (op: string) => (value: Value) => Value,
  binary: (op: string) => (a: Value, b: Value) => Value,
) {
  return {
    abs: unary("Abs"),
    neg: unary("Neg"),
    sin: unary("Sin"),
    cos: unary("Cos"),
    exp: unary("Exp"),
    log: unary("Log"),
    sqrt: unary("Sqrt"),
    floor: unary("Floor"),
    tanh: unary("Tanh"),
    relu: unary("Relu"),
    sigmoid: unary("Sigmoid"),
    not: unary("Not"),
    identity: unary("Identity"),
    add: binary("Add"),
    sub: binary("Sub"),
    mul: binary("Mul"),
    div: binary("Div"),
    matMul: binary("MatMul"),
    equal: binary("Equal"),
    less: binary("Less"),
    greater: binary("Greater"),
    and: binary("And"),
    or: binary("Or"),
  };
}

function int(value: number): Attribute {
  return { kind: "int", value };
}
