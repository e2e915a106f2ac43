import type { World } from "../../src/scenario/scenario.ts";

/** Angles of both links and their speeds: the first from hanging down, the second from the first link. */
type Motion = [theta1: number, theta2: number, omega1: number, omega2: number];

/** The two links, and what was counted on the way. */
export interface State {
  motion: Motion;
  steps: number;
  /** The last torque: -1, 0 or 1. */
  torque: number;
  torques: number;
  switches: number;
  /** How high the feet are (1 to 4, 0 before the first step), what happened (`trace.ts`), and how it was answered. */
  height: number;
  news: number;
  answer: number;
}

/**
 * The acrobot of Sutton (NIPS 8, 1996) with the dynamics of Sutton and Barto's book, integrated by the classical
 * Runge-Kutta method in steps of 0.2 s as in Gym's Acrobot-v1. Runs in the sandbox: refers to nothing outside itself.
 */
export function world(): World {
  // Links of 1 m and 1 kg with their centres of mass in the middle and moments of inertia of 1 kg m².
  const gravity = 9.8;
  const seconds = 0.2;
  const speedMax = [4 * Math.PI, 9 * Math.PI] as const;
  const stepsMax = 500;

  // Made once: a step makes nothing.
  const slopes: readonly Motion[] = [0, 1, 2, 3].map(() => [0, 0, 0, 0]);
  const times = [seconds / 2, seconds / 2, seconds];
  const between: Motion = [0, 0, 0, 0];

  /** Writes the derivative of the motion. */
  function change([theta1, theta2, omega1, omega2]: Motion, torque: number, slope: Motion): void {
    const cos = Math.cos(theta2);
    const sin = Math.sin(theta2);
    const inertia1 = 3.5 + cos;
    const inertia12 = 1.25 + 0.5 * cos;
    const pull2 = 0.5 * gravity * Math.sin(theta1 + theta2);
    const pull1 = 1.5 * gravity * Math.sin(theta1) + pull2 - (0.5 * omega2 + omega1) * omega2 * sin;
    const share = inertia12 / inertia1;
    const alpha2 = (torque + share * pull1 - 0.5 * omega1 * omega1 * sin - pull2) / (1.25 - inertia12 * share);
    slope[0] = omega1;
    slope[1] = omega2;
    slope[2] = -(inertia12 * alpha2 + pull1) / inertia1;
    slope[3] = alpha2;
  }

  function move(motion: Motion, torque: number): void {
    const [first, second, third, fourth] = slopes as [Motion, Motion, Motion, Motion];
    change(motion, torque, first);
    for (let k = 0; k < 3; k++) {
      for (let i = 0; i < 4; i++) between[i] = motion[i]! + times[k]! * slopes[k]![i]!;
      change(between, torque, slopes[k + 1]!);
    }
    for (let i = 0; i < 4; i++) {
      motion[i]! += (seconds / 6) * (first[i]! + 2 * second[i]! + 2 * third[i]! + fourth[i]!);
    }
  }

  function wrap(angle: number): number {
    return angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
  }

  function step(state: State, actions: readonly number[]): void {
    const torque = actions[0]! > 1 / 3 ? 1 : actions[0]! < -1 / 3 ? -1 : 0;
    const { motion } = state;
    const [, , swing, bending] = motion;
    move(motion, torque);
    motion[0] = wrap(motion[0]);
    motion[1] = wrap(motion[1]);
    motion[2] = Math.min(speedMax[0], Math.max(-speedMax[0], motion[2]));
    motion[3] = Math.min(speedMax[1], Math.max(-speedMax[1], motion[3]));
    state.steps++;
    if (torque * state.torque < 0) state.switches++;
    state.torque = torque;
    state.torques += Math.abs(torque);
    tell(state, swing, torque * bending);
  }

  /** How high the feet are above the bar, in metres. */
  function feet([theta1, theta2]: Motion): number {
    return -Math.cos(theta1) - Math.cos(theta1 + theta2);
  }

  /** Notes what happened in a step that began with this swing and drove so, and how what happened before was answered. */
  function tell(state: State, swing: number, drive: number): void {
    state.answer = state.news === 0 ? 0 : drive > 0 ? 1 : drive < 0 ? 2 : 3;
    const above = feet(state.motion);
    const height = above > 1 ? 4 : above > 0 ? 3 : above > -1 ? 2 : 1;
    if (height !== state.height) state.news = height;
    else state.news = swing * state.motion[2] < 0 ? 5 : 0;
    state.height = height;
  }

  function observe({ motion: [theta1, theta2, omega1, omega2] }: State): readonly number[] {
    return [Math.cos(theta1), Math.sin(theta1), Math.cos(theta2), Math.sin(theta2), omega1, omega2];
  }

  return {
    begin: ({ start }: { start: Motion }): State => ({
      motion: [...start],
      steps: 0,
      torque: 0,
      torques: 0,
      switches: 0,
      height: 0,
      news: 0,
      answer: 0,
    }),
    observe,
    step,
    over: ({ motion, steps }: State) => steps >= stepsMax || feet(motion) > 1,
    score: ({ steps }: State) => [steps],
    measure: ({ torques, switches, steps }: State) => [torques / Math.max(1, steps), switches / Math.max(1, steps)],
  };
}
