import type { Arithmetic, Flow } from "../scenario/tensors.ts";
import { shapeOf, type StepPlan } from "./engines/onnx/plan.ts";
import { type Builder, graphBuilder } from "./graph/builder.ts";
import type { Graph, Tensor, Value } from "./graph/graph.ts";
import { loop } from "./graph/loop.ts";
import { boolTensor, float32Tensor, sizeOf } from "./graph/tensor.ts";

/** How large a rollout is. */
export interface RolloutSize {
  readonly networks: number;
  /** Episodes of each network. */
  readonly episodes: number;
  /** Whether it ends as soon as every episode is over: a look at all of them each step. */
  readonly endsEarly: boolean;
}

/**
 * Whole episodes in one graph: observation, networks, step, as often as the world has steps. It is given `state` as
 * [networks, numbers, episodes] and the networks' matrices under their names; it gives `scores` and `wrong` as
 * [networks, 1, episodes]: the first objective's score in single precision, and truths: whether an output was not finite.
 */
export function rolloutGraph(flow: Flow, plan: StepPlan, { networks, episodes, endsEarly }: RolloutSize): Graph {
  const build = graphBuilder("rollout");
  const shape = [networks, 1, episodes];
  const state = build.input("state", "float32", [networks, flow.state, episodes]);
  const matrices = plan.matrices.map((matrix) => build.input(matrix.name, matrix.element, shapeOf(matrix, networks)));
  const truths = Array.from({ length: sizeOf(shape) }, () => true);
  const begun: Moment = {
    numbers: build.split(state, 1, ones(flow.state)),
    memories: plan.memories.map(({ rows }) => build.constant(zeros([networks, rows, episodes]))),
    score: build.constant(zeros(shape)),
    live: build.constant(boolTensor(truths, shape)),
    sound: build.constant(boolTensor(truths, shape)),
  };
  const ended = loop(build, { steps: flow.steps, carried: listed(begun) }, (body, _, carried) => {
    const next = stepped(body, { flow, plan, matrices, shape }, momentIn(carried, flow));
    return { carried: listed(next), ...(endsEarly ? { while: anyOf(body, next.live) } : {}) };
  });
  const last = momentIn(ended.carried, flow);
  build.output(last.score, "scores");
  build.output(build.not(last.sound), "wrong");
  return build.graph();
}

/** All episodes at one moment: each value has one number, or truth, an episode. */
interface Moment {
  readonly numbers: readonly Value[];
  readonly memories: readonly Value[];
  readonly score: Value;
  /** Whether it is not over. */
  readonly live: Value;
  /** Whether all outputs were finite while it was live. */
  readonly sound: Value;
}

function listed({ score, live, sound, numbers, memories }: Moment): readonly Value[] {
  return [score, live, sound, ...numbers, ...memories];
}

function momentIn([score, live, sound, ...others]: readonly Value[], flow: Flow): Moment {
  const numbers = others.slice(0, flow.state);
  return { score: score!, live: live!, sound: sound!, numbers, memories: others.slice(flow.state) };
}

interface Setting {
  readonly flow: Flow;
  readonly plan: StepPlan;
  readonly matrices: readonly Value[];
  readonly shape: readonly number[];
}

/** One step. What is over goes on unheard: that costs less than to hold it. No `Or`, which WebGPU leaves to the processor. */
function stepped(build: Builder, { flow, plan, matrices, shape }: Setting, now: Moment): Moment {
  const to = arithmeticIn(build);
  const terms = now.numbers.map((value) => termOf(build, value));
  const full = (term: Term): Value =>
    term.number().shape?.length === 0 ? build.expand(term.number(), shape) : term.number();
  const inputs = build.concat(flow.observe(to, terms).map(full), 1);
  const { outputs, memories } = plan.step(build, { inputs, matrices, shared: [], memories: now.memories });
  const answers = plan.outputs === 1 ? [outputs] : build.split(outputs, 1, ones(plan.outputs));
  const { state, reward, over } = flow.step(
    to,
    terms,
    answers.map((value) => termOf(build, value)),
  );
  const finite = areFinite(build, answers);
  const counts = build.and(now.live, finite);
  return {
    numbers: state.map(full),
    memories,
    score: build.where(counts, build.add(now.score, reward.number()), now.score),
    live: build.and(counts, build.not(over.truth())),
    sound: build.and(now.sound, build.not(build.and(now.live, build.not(finite)))),
  };
}

const largest = 3.4028234663852886e38;

function areFinite(build: Builder, values: readonly Value[]): Value {
  // Less or equal would be exact; the largest number of all is as good as infinite.
  const finite = values.map((value) => build.less(build.abs(value), build.number(largest)));
  return finite.reduce((all, one) => build.and(all, one));
}

function anyOf(build: Builder, truths: Value): Value {
  const sum = build.reduceSum(build.cast(truths, "float32"), [0, 1, 2]);
  return build.greater(sum, build.number(0));
}

/** A value as a number, or as the truth that the number stands for; either is made when it is asked for. */
interface Term {
  number(): Value;
  truth(): Value;
}

function termOf(build: Builder, value: Value): Term {
  return { number: () => value, truth: once(() => build.greater(value, build.number(0.5))) };
}

/** Arithmetic that adds nodes to a graph. */
function arithmeticIn(build: Builder): Arithmetic<Term> {
  const unary = (op: (a: Value) => Value) => (a: Term) => termOf(build, op(a.number()));
  const binary = (op: (a: Value, b: Value) => Value) => (a: Term, b: Term) => termOf(build, op(a.number(), b.number()));
  return {
    of: (value) => termOf(build, build.number(value)),
    add: binary(build.add),
    sub: binary(build.sub),
    mul: binary(build.mul),
    div: binary(build.div),
    min: binary((a, b) => build.min(a, b)),
    max: binary((a, b) => build.max(a, b)),
    abs: unary(build.abs),
    sin: unary(build.sin),
    cos: unary(build.cos),
    greater(a, b) {
      const truth = build.greater(a.number(), b.number());
      return { number: once(() => build.cast(truth, "float32")), truth: () => truth };
    },
    where: (condition, yes, no) => termOf(build, build.where(condition.truth(), yes.number(), no.number())),
  };
}

function once(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

function zeros(shape: readonly number[]): Tensor {
  return float32Tensor(new Float32Array(sizeOf(shape)), shape);
}

function ones(count: number): readonly number[] {
  return Array.from({ length: count }, () => 1);
}
