import type { Agent, Case, SteppedScenario } from "../../src/scenario/scenario.ts";
import { agentOf } from "../../src/testing/players.ts";
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

/** The mean of an agent's scores on these cases. */
export function meanScore(scenario: SteppedScenario, cases: readonly Case[], agent: Agent): number {
  return cases.reduce((sum, one) => sum + playCase(scenario, one, agent).score / cases.length, 0);
}

/** The reference agent of this name. */
export function reference(scenario: SteppedScenario, name: string): Agent {
  return agentOf(scenario.references!.find((one) => one.name === name)!.source);
}
