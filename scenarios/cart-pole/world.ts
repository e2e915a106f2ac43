import type { World } from "../../src/scenario/scenario.ts";

/** The cart, the pole, and what was counted on the way. */
export interface State {
  x: number;
  xDot: number;
  theta: number;
  thetaDot: number;
  steps: number;
  fallen: boolean;
  /** The last push, 1 or -1; 0 before the first. */
  push: number;
  switches: number;
  offsets: number;
  /** Whether it leans and whether it is astray, as traces tell it; what happened (`trace.ts`), and how it was answered. */
  leans: boolean;
  astray: boolean;
  news: number;
  answer: number;
}

/**
 * The cart and pole of Barto, Sutton and Anderson (IEEE SMC 13, 1983), integrated by Euler's method in steps of
 * 0.02 s, with the limits and 500 steps of Gym's CartPole-v1. Runs in the sandbox: refers to nothing outside itself.
 */
export function world(): World {
  const gravity = 9.8;
  const massPole = 0.1;
  const massTotal = 1.1;
  const halfLength = 0.5;
  const force = 10;
  const seconds = 0.02;
  const xLimit = 2.4;
  const thetaLimit = (12 * 2 * Math.PI) / 360;
  const stepsMax = 500;

  function begin({ start }: { start: readonly number[] }): State {
    const [x, xDot, theta, thetaDot] = start as [number, number, number, number];
    const told = { leans: false, astray: false, news: 0, answer: 0 };
    return { x, xDot, theta, thetaDot, steps: 0, fallen: false, push: 0, switches: 0, offsets: 0, ...told };
  }

  function step(state: State, actions: readonly number[]): void {
    const push = actions[0]! > 0 ? 1 : -1;
    const lean = state.theta;
    const cos = Math.cos(state.theta);
    const sin = Math.sin(state.theta);
    const drive = (push * force + massPole * halfLength * state.thetaDot * state.thetaDot * sin) / massTotal;
    const thetaAcc = (gravity * sin - cos * drive) / (halfLength * (4 / 3 - (massPole * cos * cos) / massTotal));
    const xAcc = drive - (massPole * halfLength * thetaAcc * cos) / massTotal;
    state.x += seconds * state.xDot;
    state.xDot += seconds * xAcc;
    state.theta += seconds * state.thetaDot;
    state.thetaDot += seconds * thetaAcc;
    state.steps++;
    state.fallen = Math.abs(state.x) > xLimit || Math.abs(state.theta) > thetaLimit;
    state.offsets += Math.min(1, Math.abs(state.x) / xLimit);
    if (push === -state.push) state.switches++;
    state.push = push;
    tell(state, push * lean);
  }

  /** Notes what happened in a step that pushed to where the pole leant, or not, and how what happened before was answered. */
  function tell(state: State, under: number): void {
    state.answer = state.news === 0 ? 0 : under > 0 ? 1 : 2;
    const lean = Math.abs(state.theta);
    const way = Math.abs(state.x);
    const leans = lean > 0.05 || (state.leans && lean > 0.02);
    const astray = way > 0.6 || (state.astray && way > 0.2);
    if (state.steps >= stepsMax && !state.fallen) state.news = 5;
    else if (astray !== state.astray) state.news = astray ? 3 : 4;
    else state.news = leans === state.leans ? 0 : leans ? 1 : 2;
    state.leans = leans;
    state.astray = astray;
  }

  function measure(state: State): readonly number[] {
    return [state.offsets / Math.max(1, state.steps), state.switches / Math.max(1, state.steps)];
  }

  return {
    begin,
    observe: (state: State) => [state.x, state.xDot, state.theta, state.thetaDot],
    step,
    over: (state: State) => state.fallen || state.steps >= stepsMax,
    score: (state: State) => [state.steps],
    measure,
  };
}
