import type { Flow } from "../../scenario/flow.ts";
import { shapeOf, type StepPlan } from "../engines/onnx/plan.ts";
import { type Builder, graphBuilder } from "../graph/builder.ts";
import type { Graph, Tensor, Value } from "../graph/graph.ts";
import { loop } from "../graph/loop.ts";
import { boolTensor, float32Tensor, sizeOf } from "../graph/tensor.ts";
import { arithmeticOn, type Operations, termOf } from "./term.ts";

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
 * [networks, numbers, episodes] and the networks' matrices under their names; it gives `ended`, the state in which episodes
 * ended, likewise, and `wrong` as [networks, 1, episodes]: truths, whether an output was not finite.
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
    live: build.constant(boolTensor(truths, shape)),
    sound: build.constant(boolTensor(truths, shape)),
  };
  const ended = loop(build, { steps: flow.steps, carried: listed(begun) }, (body, _, carried) => {
    const next = stepped(body, { flow, plan, matrices, shape }, momentIn(carried, flow));
    return { carried: listed(next), ...(endsEarly ? { while: anyOf(body, next.live) } : {}) };
  });
  const last = momentIn(ended.carried, flow);
  build.output(build.concat(last.numbers, 1), "ended");
  build.output(build.not(last.sound), "wrong");
  return build.graph();
}

/** All episodes at one moment: each value has one number, or truth, an episode. */
interface Moment {
  readonly numbers: readonly Value[];
  readonly memories: readonly Value[];
  /** Whether it is not over. */
  readonly live: Value;
  /** Whether all outputs were finite while it was live. */
  readonly sound: Value;
}

function listed({ live, sound, numbers, memories }: Moment): readonly Value[] {
  return [live, sound, ...numbers, ...memories];
}

function momentIn([live, sound, ...others]: readonly Value[], flow: Flow): Moment {
  const numbers = others.slice(0, flow.state);
  return { live: live!, sound: sound!, numbers, memories: others.slice(flow.state) };
}

interface Setting {
  readonly flow: Flow;
  readonly plan: StepPlan;
  readonly matrices: readonly Value[];
  readonly shape: readonly number[];
}

/** One step. No `Or`, which WebGPU leaves to the processor. */
function stepped(build: Builder, { flow, plan, matrices, shape }: Setting, now: Moment): Moment {
  const on = operationsIn(build);
  const to = arithmeticOn(on);
  const terms = now.numbers.map((value) => termOf(on, value));
  const full = (value: Value): Value => (value.shape?.length === 0 ? build.expand(value, shape) : value);
  const seen = flow.observe(to, terms).map((term) => full(term.number()));
  const inputs = build.concat(seen, 1);
  const { outputs, memories } = plan.step(build, { inputs, matrices, shared: [], memories: now.memories });
  const answers = plan.outputs === 1 ? [outputs] : build.split(outputs, 1, ones(plan.outputs));
  const { state, over } = flow.step(
    to,
    terms,
    answers.map((value) => termOf(on, value)),
  );
  const finite = areFinite(build, answers);
  const counts = build.and(now.live, finite);
  return {
    numbers: state.map((term, i) => build.where(counts, term.number(), now.numbers[i]!)),
    memories,
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

/** Operations that add nodes to a graph. */
function operationsIn(build: Builder): Operations<Value> {
  return {
    of: build.number,
    add: build.add,
    sub: build.sub,
    mul: build.mul,
    div: build.div,
    min: (a, b) => build.min(a, b),
    max: (a, b) => build.max(a, b),
    abs: build.abs,
    floor: build.floor,
    sin: build.sin,
    cos: build.cos,
    greater: build.greater,
    and: build.and,
    // No `Or`, which WebGPU leaves to the processor.
    or: (a, b) => build.not(build.and(build.not(a), build.not(b))),
    where: build.where,
    numberOf: (truth) => build.cast(truth, "float32"),
    truthOf: (number) => build.greater(number, build.number(0.5)),
  };
}

function zeros(shape: readonly number[]): Tensor {
  return float32Tensor(new Float32Array(sizeOf(shape)), shape);
}

function ones(count: number): readonly number[] {
  return Array.from({ length: count }, () => 1);
}
