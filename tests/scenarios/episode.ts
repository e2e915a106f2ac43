import { expect } from "vitest";
import { createEpisodes } from "../../src/inference/flow/episodes.ts";
import type { Agent, Case, SteppedScenario } from "../../src/scenario/scenario.ts";
import { agentOf } from "../../src/testing/players.ts";
import { scriptedPolicy } from "../../src/testing/policy.ts";
import { randomFromSeed } from "../../src/std/random.ts";

/** Plays a case to its end, `agent` in its own seat and references in the others; returns its score and measures. */
export function playCase(
  scenario: SteppedScenario,
  one: Case,
  agent: Agent,
): { score: number; measures: readonly number[] } {
  const seats = one.seats ?? ["self"];
  const agents = seats.map((seat) => {
    if (seat === "self") return agent;
    // Where there are no rivals the first reference stands in.
    return reference(scenario, "reference" in seat ? seat.reference : scenario.references![0]!.name);
  });
  const world = scenario.world();
  const state: unknown = world.begin(one.instance, randomFromSeed(1));
  while (!world.over(state)) {
    world.step(
      state,
      agents.map((act, seat) => act(...world.observe(state, seat))),
    );
  }
  const self = seats.indexOf("self");
  return { score: world.score(state, self)[0]!, measures: world.measure?.(state, self) ?? [] };
}

/**
 * Plays a case twice over, in the world and in the compiled one beside it, and expects the same to the bit at every step and
 * at the end; `act` answers, as the outputs of a network, what is observed. Returns how many steps it took.
 */
export function playCompiled(
  scenario: SteppedScenario,
  one: Case,
  act: (...observation: readonly unknown[]) => readonly number[],
): number {
  const { inputs, outputs, flow, encode, decode } = scenario.tensors!;
  const world = scenario.world();
  const state: unknown = world.begin(one.instance, randomFromSeed(1));
  const policy = scriptedPolicy({ networks: 1, columns: 1, inputs, outputs }, () => {
    const observation = world.observe(state, 0);
    const expected = new Float32Array(inputs);
    encode(observation, expected, 0, 1);
    expect(policy.inputs).toEqual(expected);
    policy.outputs.set(act(...observation));
    world.step(state, [decode(policy.outputs, 0, 1)]);
  });
  const episodes = createEpisodes({ flow: flow!, inputs, outputs, policy, columns: 1 });
  episodes.seat(0);
  episodes.begin(0, flow!.begin(one.instance, randomFromSeed(1)));
  const steps = flow!.steps + 100;
  const left = episodes.play(steps, 1) as number;
  expect([world.over(state), episodes.isLive(0), episodes.isWrong(0)]).toEqual([true, false, false]);
  const ended = episodes.state(0);
  expect([flow!.score(ended), flow!.measure(ended)]).toEqual([world.score(state, 0), world.measure!(state, 0)]);
  episodes.free();
  return steps - left;
}

/** The mean of an agent's scores on these cases. */
export function meanScore(scenario: SteppedScenario, cases: readonly Case[], agent: Agent): number {
  return cases.reduce((sum, one) => sum + playCase(scenario, one, agent).score / cases.length, 0);
}

/** The reference agent of this name. */
export function reference(scenario: SteppedScenario, name: string): Agent {
  return agentOf(scenario.references!.find((one) => one.name === name)!.source);
}
