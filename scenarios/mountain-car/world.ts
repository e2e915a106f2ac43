import type { World } from "../../src/scenario/scenario.ts";

/** The car, and what was counted on the way. */
export interface State {
  position: number;
  velocity: number;
  steps: number;
  arrived: boolean;
  /** The last force, -1 to 1. */
  force: number;
  fuel: number;
  forces: number;
  leftmost: number;
  /** How high it turned back at most (as a height from -1 to 1), what happened (`trace.ts`), and how it was answered. */
  highest: number;
  news: number;
  answer: number;
}

/**
 * The car in the valley of Moore (1990) with the continuous force, the limits and the rewards of Gym's
 * MountainCarContinuous-v0. Runs in the sandbox: refers to nothing outside itself.
 */
export function world(): World {
  const power = 0.0015;
  const slope = 0.0025;
  const speedMax = 0.07;
  const from = -1.2;
  const to = 0.6;
  const goal = 0.45;
  const stepsMax = 999;

  function begin({ start }: { start: number }): State {
    const told = { highest: -1, news: 0, answer: 0 };
    return {
      position: start,
      velocity: 0,
      steps: 0,
      arrived: false,
      force: 0,
      fuel: 0,
      forces: 0,
      leftmost: start,
      ...told,
    };
  }

  function clamp(value: number, limit: number): number {
    // What is no number is the lower limit.
    return value > limit ? limit : value > -limit ? value : -limit;
  }

  function step(state: State, actions: readonly number[]): void {
    const force = clamp(actions[0]!, 1);
    const before = state.velocity;
    const velocity = clamp(state.velocity + force * power - slope * Math.cos(3 * state.position), speedMax);
    state.position = Math.min(to, Math.max(from, state.position + velocity));
    state.velocity = state.position === from && velocity < 0 ? 0 : velocity;
    state.arrived = state.position >= goal && state.velocity >= 0;
    state.steps++;
    state.force = force;
    state.fuel += 0.1 * force * force;
    state.forces += Math.abs(force);
    state.leftmost = Math.min(state.leftmost, state.position);
    tell(state, before);
  }

  /** Notes what happened in a step that began with this velocity, and how what happened before it was answered. */
  function tell(state: State, before: number): void {
    state.answer = state.news === 0 ? 0 : Math.abs(state.force) < 0.1 ? 3 : state.force * before >= 0 ? 1 : 2;
    const height = Math.sin(3 * state.position);
    state.news = 0;
    if (state.arrived) state.news = 3;
    else if (before * state.velocity < 0 || (state.velocity === 0 && before < 0)) {
      state.news = height > state.highest + 0.05 ? 2 : 1;
      state.highest = Math.max(state.highest, height);
    }
  }

  return {
    begin,
    observe: ({ position, velocity }: State) => [position, velocity],
    step,
    over: ({ arrived, steps }: State) => arrived || steps >= stepsMax,
    score: ({ arrived, fuel }: State) => [(arrived ? 100 : 0) - fuel],
    measure: ({ forces, steps, leftmost }: State) => [forces / Math.max(1, steps), leftmost],
  };
}
