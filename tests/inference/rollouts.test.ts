import { describe, expect, test } from "vitest";
import { tensors } from "../../scenarios/cart-pole/tensors.ts";
import { type NetworkShape, weightsOf } from "../../src/genome/kinds/network/shape.ts";
import { portsOf } from "../../src/inference/engines/brains.ts";
import type { Brain } from "../../src/inference/engines/engine.ts";
import { createOnnxEngine } from "../../src/inference/engines/onnx.ts";
import { createRollouts, type Ending } from "../../src/inference/rollouts.ts";
import type { Arithmetic, Flow } from "../../src/scenario/flow.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { randomNeat, randomNetwork } from "../../src/testing/brains.ts";

const shape: NetworkShape = {
  inputs: 2,
  outputs: 2,
  hidden: [6],
  activation: "tanh",
  outputActivation: "linear",
  recurrent: true,
};

/** A place on a line, pushed by networks, which counts what is left of the way; every operation is used. */
const line: Flow = {
  state: 3,
  steps: 40,
  begin: () => [0, 0, 0],
  observe: (to, [place, speed]) => [to.sin(place!), to.mul(speed!, to.of(0.5))],
  step(to, [place, speed, score], [left, right]) {
    const push = to.where(to.greater(right!, left!), to.of(0.1), to.of(-0.1));
    const next = to.max(to.of(-1), to.min(to.of(1), to.add(speed!, to.mul(push, to.cos(place!)))));
    const there = to.add(place!, to.div(next, to.of(2)));
    const sum = to.add(score!, to.sub(to.of(1), to.abs(there)));
    return { state: [there, next, sum], over: to.greater(to.abs(there), to.of(2)) };
  },
  score: ([, , score]) => [score!],
  measure: ([place]) => [place!],
};

/** Single precision: each result is rounded, as in a graph. */
const single: Arithmetic<number> = {
  of: Math.fround,
  add: (a, b) => Math.fround(a + b),
  sub: (a, b) => Math.fround(a - b),
  mul: (a, b) => Math.fround(a * b),
  div: (a, b) => Math.fround(a / b),
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  floor: Math.floor,
  sin: (a) => Math.fround(Math.sin(a)),
  cos: (a) => Math.fround(Math.cos(a)),
  greater: (a, b) => Number(a > b),
  where: (condition, yes, no) => (condition === 1 ? yes : no),
};

const starts = Array.from({ length: 5 }, (_, i) => [0.3 * i - 0.6, 0.1 * i, 0]);

/** The scores of stepping: networks in the engine, the world here. */
async function stepped(flow: Flow, brains: readonly Brain[], begun: readonly (readonly number[])[]): Promise<number[]> {
  const engine = await createOnnxEngine("onnx");
  const policy = await engine.load(brains, begun.length);
  const [columns, { inputs, outputs }] = [begun.length, portsOf(brains[0]!)];
  const episodes = brains.flatMap(() => begun.map((start) => ({ state: start.map(Math.fround), live: true })));
  for (let step = 0; step < flow.steps; step++) {
    for (const [e, { state }] of episodes.entries()) {
      const at = Math.floor(e / columns) * inputs * columns + (e % columns);
      for (const [i, value] of flow.observe(single, state).entries()) policy.inputs[at + i * columns] = value;
    }
    for (let group = 0; group < brains.length / policy.group; group++) await policy.forward(group);
    for (const [e, episode] of episodes.entries()) {
      const at = Math.floor(e / columns) * outputs * columns + (e % columns);
      if (!episode.live) continue;
      const next = flow.step(single, episode.state, [policy.outputs[at]!, policy.outputs[at + columns]!]);
      episode.live = next.over === 0;
      episode.state = [...next.state];
    }
  }
  await engine.close();
  return episodes.map(({ state }) => flow.score(state)[0]!);
}

function scoresOf(endings: readonly (readonly Ending[])[]): readonly number[] {
  return endings.flat().map(({ scores }) => scores[0]!);
}

const crowds: Readonly<Record<string, readonly Brain[]>> = {
  "recurrent layers": Array.from({ length: 20 }, (_, i) => randomNetwork(shape, randomFromSeed(i), 1)),
  "evolved topologies": Array.from({ length: 20 }, (_, i) =>
    randomNeat({ inputs: 2, outputs: 2, hidden: i % 9, delays: i % 2 === 0 }, randomFromSeed(i)),
  ),
};

describe("a rollout inside a graph", () => {
  test.each(Object.keys(crowds))("scores as stepping from outside does, with %s", async (sort) => {
    const brains = crowds[sort]!;
    const rollouts = await createRollouts("cpu", line);
    const endings = (await rollouts.play(brains, starts)).flat();
    await rollouts.close();
    const expected = await stepped(line, brains, starts);
    expect(new Set(expected.map(Math.round)).size).toBeGreaterThan(3);
    for (const [e, score] of expected.entries()) expect(endings[e]!.scores[0]).toBeCloseTo(score, 3);
    expect(endings.some(({ wrong }) => wrong)).toBe(false);
  });

  test("gives the same returns on cart-pole as stepping does, while the horizon is short", async () => {
    const flow = { ...tensors.flow!, steps: 40 };
    const shaped = { ...shape, inputs: 4, hidden: [16] };
    const brains = Array.from({ length: 20 }, (_, i) => randomNetwork(shaped, randomFromSeed(i), 1));
    const begun = Array.from({ length: 8 }, (_, i) => [0.01 * i, -0.02, 0.005 * i - 0.02, 0.03, 0, 0, 0, 0]);
    const rollouts = await createRollouts("cpu", flow);
    const scores = scoresOf(await rollouts.play(brains, begun));
    await rollouts.close();
    expect(new Set(scores).size).toBeGreaterThan(10);
    expect(scores).toEqual(await stepped(flow, brains, begun));
  });

  test("stops counting where an output is not finite, and says in which episodes", async () => {
    const count = weightsOf(shape);
    const broken: Brain = { kind: "network", network: { shape, weights: new Float32Array(count).fill(Number.NaN) } };
    const [healthy] = crowds["recurrent layers"]!;
    const rollouts = await createRollouts("cpu", line);
    const endings = await rollouts.play([healthy!, broken], starts);
    const alone = await rollouts.play([healthy!], starts);
    await rollouts.close();
    expect(endings.map((each) => each.map(({ wrong }) => wrong))).toEqual(
      [false, true].map((one) => starts.map(() => one)),
    );
    expect(scoresOf(endings.slice(1))).toEqual([0, 0, 0, 0, 0]);
    expect(endings[0]).toEqual(alone[0]);
  });

  test("says that a GPU that is not there cannot be used", async () => {
    await expect(createRollouts("cuda", line)).rejects.toThrow(/cuda cannot be used on this machine/);
  });
});
