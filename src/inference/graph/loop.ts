import type { Builder } from "./builder.ts";
import type { Value } from "./graph.ts";
import { boolTensor, int64Tensor } from "./tensor.ts";

/** How a loop runs. */
export interface LoopOptions {
  /** How many steps at most: a number, or a scalar of `int64`. */
  readonly steps: number | Value;
  /** A scalar of `bool`: whether the first step happens. True where not given. */
  readonly while?: Value;
  /** What the first step gets. */
  readonly carried: readonly Value[];
}

/** One step: a scalar of `int64` that counts from 0, and what is carried, in a builder of the body's own. */
export type LoopBody = (body: Builder, step: Value, carried: readonly Value[]) => LoopStep;

/** What a step gives. */
export interface LoopStep {
  /** What the next step gets, as many values as it got. */
  readonly carried: readonly Value[];
  /** Kept of each step, one after the other along a new first axis. */
  readonly kept?: readonly Value[];
  /** A scalar of `bool`: whether there is a next step. As before where not given. */
  readonly while?: Value;
}

/** Repeats a body (ONNX's Loop), which may use the values around it. Gives what is carried and what was kept at the end. */
export function loop(
  build: Builder,
  options: LoopOptions,
  body: LoopBody,
): { readonly carried: readonly Value[]; readonly kept: readonly Value[] } {
  const steps = typeof options.steps === "number" ? build.constant(int64Tensor([options.steps], [])) : options.steps;
  const first = options.while ?? build.constant(boolTensor([true], []));
  const inner = build.inner("body");
  const counter = inner.input("step", "int64", []);
  const before = inner.input("again", "bool", []);
  const within = options.carried.map((value) => inner.input(value.name, value.element, value.shape));
  const { carried, kept = [], while: again = before } = body(inner, counter, within);
  for (const value of [again, ...carried, ...kept]) inner.output(value);
  const results = build.node("Loop", [steps, first, ...options.carried], {
    attributes: { body: { kind: "graph", value: inner.graph() } },
    outputs: carried.length + kept.length,
  });
  return { carried: results.slice(0, carried.length), kept: results.slice(carried.length) };
}
