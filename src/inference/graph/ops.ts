import { ELEMENT_TYPES, elementOf, type ElementType } from "./elements.ts";
import { intOf, type Shape, type TensorType } from "./graph.ts";
import { axisOf, broadcast, product, common, formatShape, merged, ShapeMismatch } from "./dimensions.ts";
import { concat, expand, gather, reduce, reshape, slice, split, squeeze, transpose, unsqueeze } from "./movements.ts";
import { graphOf, inputOf, type Site } from "./site.ts";

/** What is known of one of ONNX's operators. */
export interface Op {
  /** The least and the most inputs and outputs. */
  readonly inputs: readonly [from: number, to: number];
  readonly outputs: readonly [from: number, to: number];
  /** The types of the outputs, in order. Throws `ShapeMismatch` where the inputs do not fit. */
  readonly infer: (site: Site) => readonly TensorType[];
}

const MANY = 10_000;
const FLOATS: readonly ElementType[] = ["float32", "float64", "float16", "bfloat16"];
const NUMBERS = ELEMENT_TYPES.filter((element) => element !== "bool");

function expectElement({ element }: TensorType, allowed: readonly ElementType[]): void {
  if (allowed.includes(element)) return;
  const all = allowed.length > 4 ? "numbers" : allowed.join(" or ");
  throw new ShapeMismatch(`an input is ${element}, expected ${all}`);
}

/** Operations element by element: all inputs of one element type, their shapes stretched to each other. */
function elementwise(
  [from, to]: readonly [number, number],
  elements: readonly ElementType[],
  result?: ElementType,
): Op {
  return {
    inputs: [from, to],
    outputs: [1, 1],
    infer(site) {
      const first = inputOf(site, 0);
      let shape: Shape | undefined = first.shape;
      expectElement(first, elements);
      for (let i = 1; i < site.inputs.length; i++) {
        const input = inputOf(site, i);
        expectElement(input, [first.element]);
        shape = broadcast(shape, input.shape);
      }
      return [{ element: result ?? first.element, shape }];
    },
  };
}

const where: Op = {
  inputs: [3, 3],
  outputs: [1, 1],
  infer(site) {
    const [condition, yes, no] = [inputOf(site, 0), inputOf(site, 1), inputOf(site, 2)];
    expectElement(condition, ["bool"]);
    expectElement(no, [yes.element]);
    return [{ element: yes.element, shape: broadcast(condition.shape, broadcast(yes.shape, no.shape)) }];
  },
};

const cast: Op = {
  inputs: [1, 1],
  outputs: [1, 1],
  infer(site) {
    const element = elementOf(intOf(site.node, "to", 0));
    if (element === undefined) throw new ShapeMismatch("attribute `to` names no known element type");
    return [{ element, shape: inputOf(site, 0).shape }];
  },
};

const matMul: Op = {
  inputs: [2, 2],
  outputs: [1, 1],
  infer(site) {
    const [a, b] = [inputOf(site, 0), inputOf(site, 1)];
    expectElement(b, [a.element]);
    return [{ element: a.element, shape: product(a.shape, b.shape) }];
  },
};

const gemm: Op = {
  inputs: [2, 3],
  outputs: [1, 1],
  infer(site) {
    const [a, b] = [inputOf(site, 0), inputOf(site, 1)];
    expectElement(b, [a.element]);
    const turned = (shape: Shape | undefined, name: string): Shape => {
      if (shape !== undefined && shape.length !== 2) throw new ShapeMismatch(`${formatShape(shape)} is no matrix`);
      const known = shape ?? [undefined, undefined];
      return intOf(site.node, name, 0) === 0 ? known : known.toReversed();
    };
    const shape = product(turned(a.shape, "transA"), turned(b.shape, "transB"))!;
    const bias = site.inputs[2];
    if (bias?.shape !== undefined) merged(shape, broadcast(shape, bias.shape));
    return [{ element: a.element, shape }];
  },
};

const constant: Op = {
  inputs: [0, 0],
  outputs: [1, 1],
  infer({ node }) {
    const value = node.attributes.get("value");
    if (value?.kind !== "tensor") throw new ShapeMismatch("attribute `value` should be a tensor");
    return [{ element: value.value.element, shape: value.value.shape }];
  },
};

const shape: Op = {
  inputs: [1, 1],
  outputs: [1, 1],
  infer: (site) => [{ element: "int64", shape: [inputOf(site, 0).shape?.length] }],
};

/** Both branches give values of the same element types; what their shapes share is known of the result. */
const choice: Op = {
  inputs: [1, 1],
  outputs: [1, MANY],
  infer(site) {
    expectElement(inputOf(site, 0), ["bool"]);
    const yes = site.inside(graphOf(site, "then_branch"), []);
    const no = site.inside(graphOf(site, "else_branch"), []);
    if (yes.length !== no.length)
      throw new ShapeMismatch(`the branches give ${yes.length} and ${no.length} values, expected as many`);
    return yes.map((type, i) => {
      expectElement(no[i]!, [type.element]);
      return { element: type.element, shape: common(type.shape, no[i]!.shape) };
    });
  },
};

/** The body gets step, condition and what is carried; it gives the condition, what is carried on and what is kept. */
const loop: Op = {
  inputs: [2, MANY],
  outputs: [1, MANY],
  infer(site) {
    const body = graphOf(site, "body");
    const carried = site.inputs.slice(2).map((_, i) => inputOf(site, i + 2));
    if (body.inputs.length !== carried.length + 2)
      throw new ShapeMismatch(`the body has ${body.inputs.length} inputs, expected ${carried.length + 2}`);
    const [again, ...results] = site.inside(body, [
      { element: "int64", shape: [] },
      { element: "bool", shape: [] },
      ...carried,
    ]);
    if (again === undefined || results.length < carried.length)
      throw new ShapeMismatch(`the body gives too little, expected at least ${carried.length + 1} values`);
    expectElement(again, ["bool"]);
    const kept = results.slice(carried.length).map(({ element, shape: step }) => {
      return { element, shape: step && [undefined, ...step] };
    });
    return [...carried.map((type, i) => staying(type, results[i]!)), ...kept];
  },
};

function staying(before: TensorType, after: TensorType): TensorType {
  expectElement(after, [before.element]);
  return { element: before.element, shape: common(before.shape, after.shape) };
}

/** Operations on the numbers along one axis, the last one where not said. */
const alongAxis: Op = {
  inputs: [1, 1],
  outputs: [1, 1],
  infer(site) {
    const type = inputOf(site, 0);
    expectElement(type, FLOATS);
    if (type.shape !== undefined) axisOf(intOf(site.node, "axis", -1), type.shape.length);
    return [type];
  },
};

/** Running sums along the axis that the second input names. */
const runningSum: Op = {
  inputs: [2, 2],
  outputs: [1, 1],
  infer(site) {
    const type = inputOf(site, 0);
    expectElement(type, NUMBERS);
    const [axis = 0] = site.numbers(1) ?? [];
    if (type.shape !== undefined) axisOf(axis, type.shape.length);
    return [type];
  },
};

const unary = elementwise([1, 1], NUMBERS);
const float = elementwise([1, 1], FLOATS);
const binary = elementwise([2, 2], NUMBERS);
const comparison = elementwise([2, 2], NUMBERS, "bool");
const logical = elementwise([2, 2], ["bool"]);
const many = elementwise([1, MANY], NUMBERS);

/** The operators that are known, of ONNX's own domain. */
export const OPS: ReadonlyMap<string, Op> = new Map<string, Op>([
  ...["Abs", "Neg", "Sign", "Relu"].map((name) => [name, unary] as const),
  ...["Ceil", "Cos", "Erf", "Exp", "Floor", "Log", "Reciprocal"].map((name) => [name, float] as const),
  ...["Round", "Sigmoid", "Sin", "Sqrt", "Tan", "Tanh"].map((name) => [name, float] as const),
  ...["LogSoftmax", "Softmax"].map((name) => [name, alongAxis] as const),
  ...["Add", "Sub", "Mul", "Div", "Mod", "Pow"].map((name) => [name, binary] as const),
  ...["Less", "LessOrEqual", "Greater", "GreaterOrEqual"].map((name) => [name, comparison] as const),
  ["Equal", elementwise([2, 2], ELEMENT_TYPES, "bool")],
  ...["And", "Or", "Xor"].map((name) => [name, logical] as const),
  ["Not", elementwise([1, 1], ["bool"])],
  ...["Min", "Max", "Sum", "Mean"].map((name) => [name, many] as const),
  ["Identity", elementwise([1, 1], ELEMENT_TYPES)],
  ["CumSum", runningSum],
  ["Where", where],
  ["Cast", cast],
  ["MatMul", matMul],
  ["Gemm", gemm],
  ["Constant", constant],
  ["Shape", shape],
  ["Concat", { inputs: [1, MANY], outputs: [1, 1], infer: concat }],
  ["Split", { inputs: [1, 2], outputs: [1, MANY], infer: split }],
  ["Slice", { inputs: [3, 5], outputs: [1, 1], infer: slice }],
  ["Gather", { inputs: [2, 2], outputs: [1, 1], infer: gather }],
  ["Reshape", { inputs: [2, 2], outputs: [1, 1], infer: reshape }],
  ["Transpose", { inputs: [1, 1], outputs: [1, 1], infer: transpose }],
  ["Unsqueeze", { inputs: [2, 2], outputs: [1, 1], infer: unsqueeze }],
  ["Squeeze", { inputs: [1, 2], outputs: [1, 1], infer: squeeze }],
  ["Expand", { inputs: [2, 2], outputs: [1, 1], infer: expand }],
  ...["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin"].map(
    (name) => [name, { inputs: [1, 2], outputs: [1, 1], infer: reduce }] as const,
  ),
  ["Loop", loop],
  ["If", choice],
]);
