import fc from "fast-check";
import { graphBuilder, type Builder } from "../../../src/inference/graph/builder.ts";
import type { Graph, Value } from "../../../src/inference/graph/graph.ts";
import { loop } from "../../../src/inference/graph/loop.ts";
import { boolTensor, float32Tensor, int64Tensor } from "../../../src/inference/graph/tensor.ts";
import { UserError } from "../../../src/std/errors.ts";

/** How many rows `x` has when a graph runs. */
export const ROWS = 4;

/** Adds a node or two of some values that are there, the first of these sizes; may throw where they do not fit. */
type Step = (build: Builder, a: Value, b: Value, n: number, sizes: readonly number[]) => readonly Value[];

const axisIn = (value: Value, n: number): number => n % Math.max(1, value.shape?.length ?? 1);
const unary = ["Abs", "Neg", "Sin", "Cos", "Tanh", "Relu", "Sigmoid", "Sign", "Round", "Floor", "Identity"] as const;
const binary = ["Add", "Sub", "Mul", "MatMul", "Min", "Max"] as const;

const STEPS: readonly Step[] = [
  ...unary.map(
    (op): Step =>
      (build, a) =>
        build.node(op, [a]),
  ),
  ...binary.map(
    (op): Step =>
      (build, a, b) =>
        build.node(op, [a, b]),
  ),
  (build, a, b) => [build.where(build.greater(a, b), a, b)],
  (build, a, b) => [build.where(build.not(build.or(build.less(a, b), build.equal(a, b))), a, build.number(2))],
  (build, a, _b, n) => [build.cumSum(a, axisIn(a, n))],
  (build, a, _b, n) => build.node("LogSoftmax", [a], { attributes: { axis: { kind: "int", value: axisIn(a, n) } } }),
  (build, a) => [build.cast(build.cast(build.greater(a, build.number(0)), "int64"), "float32")],
  (build, a, b, n) => [build.concat([a, b, a], axisIn(a, n))],
  (build, a, _b, n, sizes) => build.split(a, axisIn(a, n), [1, (sizes[axisIn(a, n)] ?? 0) - 1]),
  (build, a, _b, n) => [build.slice(a, axisIn(a, n), [n % 3, -1])],
  (build, a, _b, n) => [build.gather(a, build.constant(int64Tensor([0, -1, 0, 0], [2, 2])), axisIn(a, n))],
  (build, a, _b, n) => [build.reshape(a, [[-1], [0, -1], [1, -1, 1]][n % 3]!)],
  (build, a, _b, n) => [
    build.transpose(
      a,
      a.shape!.map((_, i) => (i + n) % a.shape!.length),
    ),
  ],
  (build, a, _b, n) => [build.squeeze(build.unsqueeze(a, [0, -1]), [n % 2 === 0 ? 0 : -1])],
  (build, a) => [build.expand(a, [2, 1, 1])],
  (build, a, _b, n) => [build.reduceSum(a, [axisIn(a, n)], n % 2 === 0)],
  (build, a, b, n) => [build.gemm(a, b, { turnA: n % 2 === 1, turnB: n % 4 > 1, bias: build.number(n) })],
  (build, a, b) => {
    const { carried, kept } = loop(
      build,
      { steps: 2, while: build.constant(boolTensor([true], [])), carried: [a] },
      (body, _step, [value]) => {
        const next = body.node("Sign", [body.add(value!, b)])[0]!;
        return { carried: [next], kept: [body.reduceSum(next, [0])] };
      },
    );
    return [...carried, ...kept];
  },
];

/** How large a tensor may grow. */
const ELEMENTS_MAX = 2000;

function usable({ shape }: Value): boolean {
  if (shape === undefined || shape.length > 4) return false;
  return shape.reduce<number>((size, each) => size * (typeof each === "number" ? each : Infinity), 1) <= ELEMENTS_MAX;
}

/** A graph that is made, the values to go on with, and all of them. */
function started(rows: number | string) {
  const build = graphBuilder("random");
  const values = [build.input("x", "float32", [rows, 3]), build.input("y", "float32", [3, 2])];
  values.push(build.constant(float32Tensor([0.5, -1.5, 2.5], [3])));
  return { build, values, all: [...values] };
}

/** Graphs of `x` [N, 3] and `y` [3, 2] that run with `ROWS` rows; some of their values are outputs. */
export const randomGraph: fc.Arbitrary<{ readonly graph: Graph; readonly values: readonly Value[] }> = fc
  .record({
    steps: fc.array(fc.tuple(fc.nat(STEPS.length - 1), fc.nat(), fc.nat(), fc.nat(11)), {
      minLength: 1,
      maxLength: 12,
    }),
    outputs: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
  })
  .map(({ steps, outputs }) => {
    // What fits where N is known must fit where it is not: it is tried there first.
    const [known, free] = [started(ROWS), started("N")];
    for (const [step, a, b, n] of steps) {
      const at = [a % known.values.length, b % known.values.length] as const;
      const [first, second] = [known.values[at[0]]!, known.values[at[1]]!];
      const sizes = first.shape as readonly number[];
      const made = attempt(() => STEPS[step]!(known.build, first, second, n, sizes));
      if (made === undefined) continue;
      const same = STEPS[step]!(free.build, free.values[at[0]]!, free.values[at[1]]!, n, sizes);
      free.all.push(...same);
      known.values.push(...made.filter(usable));
      free.values.push(...same.filter((_, i) => usable(made[i]!)));
    }
    const chosen = [...new Set(outputs.map((i) => free.all[i % free.all.length]!))];
    for (const [i, value] of chosen.entries()) free.build.output(value, `output_${i}`);
    return { graph: free.build.graph(), values: free.all };
  });

/** What is made; undefined where it does not fit, and then no node is left that cannot run. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof UserError) return undefined;
    throw thrown;
  }
}
