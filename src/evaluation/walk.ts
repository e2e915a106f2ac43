import type { SteppedScenario, World } from "../scenario/scenario.ts";
import { randomFromKey } from "../std/random.ts";
import type { RecordedCase } from "./recording.ts";

/** A world in steps that goes through recorded actions again, at home and without any guest code. */
export interface Walk {
  readonly world: World;
  readonly state: unknown;
  /** The seat of the agent that is evaluated. */
  readonly self: number;
  /** How many steps there are, and how many of them were taken. */
  readonly steps: number;
  readonly step: number;
  /** Takes the next step and returns all seats' actions in it. Throws where the world is over before. */
  advance(): readonly number[];
}

/**
 * Begins a walk through all seats' actions, step by step; or goes on from the state after so many steps. Throws where
 * they are too few for all seats.
 */
export function createWalk(
  scenario: SteppedScenario,
  { case: { instance, seats = ["self"] }, key }: Pick<RecordedCase, "case" | "key">,
  actions: ArrayLike<number>,
  from?: Pick<Walk, "state" | "step">,
): Walk {
  const steps = actions.length / seats.length;
  if (!Number.isInteger(steps)) throw new Error("the recorded actions do not make a whole episode");
  const world = scenario.world();
  const state: unknown = from === undefined ? world.begin(instance, randomFromKey(...key)) : from.state;
  let step = from?.step ?? 0;
  return {
    world,
    state,
    self: seats.indexOf("self"),
    steps,
    get step() {
      return step;
    },
    advance() {
      if (world.over(state)) throw new Error(`the replay is over after ${step} of ${steps} steps`);
      const chosen: number[] = [];
      for (let seat = 0; seat < seats.length; seat++) chosen[seat] = actions[step * seats.length + seat]!;
      world.step(state, chosen);
      step++;
      return chosen;
    },
  };
}
