import type { Case, SteppedScenario, World } from "../scenario/scenario.ts";
import { randomFromKey } from "../std/random.ts";
import type { RecordedCase } from "./recording.ts";

/** A world in steps that goes through recorded actions again, at home and without any guest code. */
export interface Walk {
  readonly world: World;
  readonly state: unknown;
  /** How many steps there are, and how many of them were taken. */
  readonly steps: number;
  readonly step: number;
  /** Takes the steps up to this one. Throws where the world is over before. */
  advance(to: number): void;
}

/**
 * Begins a walk through all seats' actions, step by step; or goes on from the state after so many steps. Throws where
 * they are too few for all seats.
 */
export function createWalk(
  scenario: SteppedScenario,
  recorded: Pick<RecordedCase, "case" | "key">,
  actions: ArrayLike<number>,
  from?: Pick<Walk, "state" | "step">,
): Walk {
  const { seats } = seatsOf(recorded.case);
  const steps = actions.length / seats;
  if (!Number.isInteger(steps)) throw new Error("the recorded actions do not make a whole episode");
  const world = scenario.world();
  const state: unknown =
    from === undefined ? world.begin(recorded.case.instance, randomFromKey(...recorded.key)) : from.state;
  const walk = { world, state, steps, step: from?.step ?? 0, advance };

  // Every variant that is judged comes through this loop.
  function advance(to: number): void {
    let { step } = walk;
    for (; step < to; step++) {
      if (world.over(state)) throw new Error(`the replay is over after ${step} of ${steps} steps`);
      const chosen: number[] = [];
      for (let seat = 0; seat < seats; seat++) chosen[seat] = actions[step * seats + seat]!;
      world.step(state, chosen);
    }
    walk.step = step;
  }
  return walk;
}

/** How many seats a case has, and which is that of the agent that is evaluated. */
export function seatsOf({ seats = ["self"] }: Case): { readonly seats: number; readonly self: number } {
  return { seats: seats.length, self: seats.indexOf("self") };
}
