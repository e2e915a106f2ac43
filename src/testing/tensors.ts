import assert from "node:assert/strict";
import type { Case, SteppedScenario, World } from "../scenario/scenario.ts";
import { createEpisodes } from "../inference/flow/episodes.ts";
import { type Flow, numbers } from "../scenario/flow.ts";
import type { Tensors } from "../scenario/tensors.ts";
import { limitsOf } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";
import { deepFreeze } from "./players.ts";
import { scriptedPolicy } from "./policy.ts";

/**
 * Checks how networks sit in a scenario, on one of its cases: `encode` writes finite numbers and nothing else, `decode`
 * gives finite actions, `flow` is the world to the bit, on plain numbers and compiled, whatever networks answer.
 */
export function checkTensors(scenario: SteppedScenario, one: Case, random: Random): void {
  const { tensors } = scenario;
  if (tensors === undefined) return;
  checkDecode(tensors, random.fork("decode"));
  const player: Player = { scenario, tensors, one, random };
  const story = storyOf(player, random.fork("outputs"));
  if ((one.seats ?? ["self"]).length > 1) return;
  if (tensors.flow === undefined) return;
  checkFlow(player, tensors.flow, story);
  checkCompiled(player, tensors.flow);
}

interface Player {
  readonly scenario: SteppedScenario;
  readonly tensors: Tensors;
  readonly one: Case;
  readonly random: Random;
}

/** One episode of the world whose seats networks sit in: what the first saw and answered, and how it ended. */
interface Story {
  readonly inputs: readonly Float32Array[];
  readonly outputs: readonly Float32Array[];
  readonly scores: readonly number[];
  readonly measures: readonly number[];
}

/** Plays the world with random outputs of networks in all seats. */
function storyOf({ scenario, tensors, one, random }: Player, chance: Random): Story {
  const world = scenario.world();
  const state = begun(world, one, random);
  const seats = Array.from({ length: one.seats?.length ?? 1 }, (_, seat) => seat);
  const [inputs, outputs]: [Float32Array[], Float32Array[]] = [[], []];
  const { calls } = limitsOf(scenario);
  while (!world.over(state)) {
    assert.ok(inputs.length < calls, `${one.id} is not over after ${calls} steps, the limit \`calls\``);
    const answers = seats.map(() => randomOutputs(tensors, chance));
    const seen = seats.map((seat) => encoded(tensors, world.observe(state, seat), 1 + chance.int(3), one));
    inputs.push(seen[0]!);
    outputs.push(answers[0]!);
    world.step(
      state,
      answers.map((answer) => tensors.decode(answer, 0, 1)),
    );
  }
  return { inputs, outputs, scores: world.score(state, 0), measures: world.measure?.(state, 0) ?? [] };
}

function begun(world: World, one: Case, random: Random): unknown {
  return world.begin(instanceOf(one), random.fork("play"));
}

function instanceOf(one: Case): unknown {
  return deepFreeze(structuredClone(one.instance));
}

function randomOutputs({ outputs }: Tensors, random: Random): Float32Array {
  const size = random.pick([0, 1, 1, 1, 1e30]);
  return Float32Array.from({ length: outputs }, () => size * random.normal());
}

/** What an observation becomes: each input once, at its place, and nothing beside. */
function encoded(tensors: Tensors, observation: readonly unknown[], stride: number, one: Case): Float32Array {
  const blank = -12_345.5;
  const into = new Float32Array(2 + tensors.inputs * stride).fill(blank);
  tensors.encode(observation, into, 1, stride);
  const inputs = into.filter((_, i) => i > 0 && (i - 1) % stride === 0).subarray(0, tensors.inputs);
  assert.ok(inputs.every(Number.isFinite), `\`encode\` writes ${inputs.join(", ")} on ${one.id}, not all finite`);
  const written = into.reduce((sum, value) => sum + (value === blank ? 0 : 1), 0);
  const wanted = inputs.reduce((sum, value) => sum + (value === blank ? 0 : 1), 0);
  assert.ok(wanted === tensors.inputs && written === wanted, `\`encode\` does not write its ${tensors.inputs} inputs`);
  return inputs;
}

function checkDecode(tensors: Tensors, random: Random): void {
  const extremes = [0, -0, 1, -1, 3.4e38, -3.4e38, 1e-45];
  for (let round = 0; round < 200; round++) {
    const stride = 1 + random.int(3);
    const outputs = Float32Array.from({ length: tensors.outputs * stride + 1 }, () =>
      random.chance(0.5) ? random.pick(extremes) : random.normal(),
    );
    const action = tensors.decode(outputs, 1, stride);
    assert.ok(Number.isFinite(action), `\`decode\` gives ${action} for the finite outputs ${outputs.join(", ")}`);
    const own = outputs.filter((_, i) => i > 0 && (i - 1) % stride === 0);
    assert.ok(Object.is(tensors.decode(own, 0, 1), action), "`decode` looks at more than its outputs");
  }
}

/** The flow over plain numbers, given the answers of a story. */
function checkFlow({ tensors, one, random }: Player, flow: Flow, { inputs, outputs, scores, measures }: Story): void {
  let state = flow.begin(instanceOf(one), random.fork("play"));
  for (const [i, answer] of outputs.entries()) {
    assert.equal(state.length, flow.state, "`flow` has not as many numbers of state as it says");
    const seen = Float32Array.from(flow.observe(numbers, state));
    assert.deepEqual(seen, inputs[i], `\`flow\` shows something else than \`world\` on ${one.id}`);
    const next = flow.step(numbers, state, [...answer].slice(0, tensors.outputs));
    state = next.state;
    const over = next.over !== 0 || i + 1 >= flow.steps;
    assert.equal(over, i + 1 === outputs.length, `\`flow\` does not end with \`world\` on ${one.id}`);
  }
  const ended = [[...flow.score(state)], [...flow.measure(state)]];
  assert.deepEqual(ended, [[...scores], [...measures]], `\`flow\` ends otherwise than \`world\` on ${one.id}`);
}

/** Some episodes side by side, each as the world alone has it. */
function checkCompiled(player: Player, flow: Flow): void {
  const { tensors, one, random } = player;
  const { inputs, outputs } = tensors;
  const [networks, columns] = [3, 3];
  const count = networks * columns;
  const at = (e: number, width: number, i: number): number =>
    (Math.floor(e / columns) * width + i) * columns + (e % columns);
  const stories = Array.from({ length: count }, (_, e) => storyOf(player, random.fork("story", e)));
  const longest = Math.max(...stories.map((story) => story.inputs.length));
  let step = 0;
  const policy = scriptedPolicy({ networks, columns, inputs, outputs }, () => {
    for (const [e, story] of stories.entries()) {
      const [expected, answers] = [story.inputs[step], story.outputs[step]];
      const ends = `The compiled \`flow\` does not end with \`world\` on ${one.id}`;
      assert.equal(episodes.isLive(e), expected !== undefined, ends);
      if (expected === undefined || answers === undefined) continue;
      const seen = expected.map((_, i) => policy.inputs[at(e, inputs, i)]!);
      assert.deepEqual(seen, expected, `The compiled \`flow\` shows something else than \`world\` on ${one.id}`);
      for (let i = 0; i < outputs; i++) policy.outputs[at(e, outputs, i)] = answers[i]!;
    }
    step++;
  });
  const episodes = createEpisodes({ flow, inputs, outputs, policy, columns });
  try {
    episodes.seat(0);
    for (let e = 0; e < count; e++) episodes.begin(e, flow.begin(instanceOf(one), random.fork("play")));
    const left = episodes.play(flow.steps, 1);
    assert.equal(left, flow.steps - longest, `The compiled \`flow\` does not end with \`world\` on ${one.id}`);
    for (const [e, { scores, measures }] of stories.entries()) {
      const state = episodes.state(e);
      const ended = [[...flow.score(state)], [...flow.measure(state)]];
      assert.deepEqual(ended, [[...scores], [...measures]], `The compiled \`flow\` ends otherwise on ${one.id}`);
    }
  } finally {
    episodes.free();
  }
}
