import type { World } from "../../src/scenario/scenario.ts";

/** The pendulum, and what was counted on the way. */
export interface State {
  /** Radians from upright, clockwise, however many turns. */
  theta: number;
  thetaDot: number;
  steps: number;
  /** The last torque, -2 to 2. */
  torque: number;
  cost: number;
  torques: number;
  upright: number;
  /** Steps near upright, up to now without a break. */
  uprightNow: number;
  /** How high it is (1 below the pivot, 2 above, 3 near upright; 0 before the first step), what happened (`trace.ts`), and how it was answered. */
  height: number;
  news: number;
  answer: number;
}

/**
 * The pendulum of Gym's Pendulum-v1: a rod of 1 m and 1 kg, gravity 10 m/s², a torque of at most 2 N m, 200 steps of
 * 0.05 s, the position from the new speed. Runs in the sandbox: refers to nothing outside itself.
 */
export function world(): World {
  const gravity = 10;
  const seconds = 0.05;
  const torqueMax = 2;
  const speedMax = 8;
  const stepsMax = 200;

  function begin({ start }: { start: readonly number[] }): State {
    const [theta, thetaDot] = start as [number, number];
    return {
      theta,
      thetaDot,
      steps: 0,
      torque: 0,
      cost: 0,
      torques: 0,
      upright: 0,
      uprightNow: 0,
      height: 0,
      news: 0,
      answer: 0,
    };
  }

  function clamp(value: number, limit: number): number {
    // What is no number is the lower limit.
    return value > limit ? limit : value > -limit ? value : -limit;
  }

  function step(state: State, actions: readonly number[]): void {
    const torque = clamp(actions[0]!, torqueMax);
    const turn = 2 * Math.PI;
    const speed = state.thetaDot;
    const lean = state.theta - turn * Math.floor((state.theta + Math.PI) / turn);
    state.cost += lean * lean + 0.1 * state.thetaDot * state.thetaDot + 0.001 * torque * torque;
    const acceleration = 1.5 * gravity * Math.sin(state.theta) + 3 * torque;
    state.thetaDot = clamp(state.thetaDot + seconds * acceleration, speedMax);
    state.theta += seconds * state.thetaDot;
    state.steps++;
    state.torque = torque;
    state.torques += Math.abs(torque) / torqueMax;
    if (Math.cos(state.theta) > 0.9) state.upright++;
    tell(state, speed);
  }

  /** Notes what happened in a step that began with this speed, and how what happened before it was answered. */
  function tell(state: State, speed: number): void {
    const push = state.torque * speed;
    state.answer = state.news === 0 ? 0 : Math.abs(state.torque) < 0.2 ? 3 : push > 0 ? 1 : 2;
    const cos = Math.cos(state.theta);
    const height = cos > 0.9 ? 3 : cos > 0 ? 2 : 1;
    state.uprightNow = height === 3 ? state.uprightNow + 1 : 0;
    if (height !== state.height) state.news = height;
    else if (height === 3) state.news = state.uprightNow % 20 === 0 ? 5 : 0;
    else state.news = speed * state.thetaDot < 0 ? 4 : 0;
    state.height = height;
  }

  return {
    begin,
    observe: ({ theta, thetaDot }: State) => [Math.cos(theta), Math.sin(theta), thetaDot],
    step,
    over: ({ steps }: State) => steps >= stepsMax,
    score: ({ cost }: State) => [-cost],
    measure: ({ upright, torques, steps }: State) => [upright / Math.max(1, steps), torques / Math.max(1, steps)],
  };
}
