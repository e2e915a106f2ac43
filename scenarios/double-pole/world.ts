import type { World } from "../../src/scenario/scenario.ts";

/** The cart's place and speed, then angle and angular speed of the long pole and of the short one. */
export type Motion = [x: number, v: number, theta1: number, omega1: number, theta2: number, omega2: number];

/** One start, how many steps there are, and whether the agent sees the speeds. */
export interface Instance {
  readonly start: Motion;
  readonly steps: number;
  readonly velocities: boolean;
  /** Whether Gruau's damped fitness comes before the number of steps. */
  readonly damped: boolean;
}

/** The cart, its poles, and what was counted on the way. */
export interface State {
  readonly instance: Instance;
  motion: Motion;
  steps: number;
  fallen: boolean;
  /** The last force, -10 to 10 N. */
  force: number;
  forces: number;
  offsets: number;
  /** How restless the last hundred steps were, each in the place of its number modulo 100. */
  restless: number[];
}

/**
 * Two poles on a cart (Wieland, IJCNN 1991), integrated by the classical Runge-Kutta method in steps of 0.01 s with an
 * action each second one. Runs in the sandbox: refers to nothing outside itself.
 */
export function world(): World {
  const gravity = -9.8;
  const seconds = 0.01;
  const forceMax = 10;
  const massCart = 1;
  const frictionCart = 0.0005;
  const frictionPole = 0.000002;
  const poles = [
    { mass: 0.1, half: 0.5, at: 2 },
    { mass: 0.01, half: 0.05, at: 4 },
  ] as const;
  const xLimit = 2.4;
  const leanLimit = (36 * Math.PI) / 180;

  // Made once: a step makes nothing.
  const slopes: readonly Motion[] = [0, 1, 2, 3].map(() => [0, 0, 0, 0, 0, 0]);
  const times = [seconds / 2, seconds / 2, seconds];
  const between: Motion = [0, 0, 0, 0, 0, 0];
  const cosines = [0, 0];
  const pulls = [0, 0];

  /** Writes the derivative of the motion: Wieland's equations. */
  function change(motion: Motion, force: number, slope: Motion): void {
    let drive = force - frictionCart * Math.sign(motion[1]);
    let mass = massCart;
    for (let i = 0; i < 2; i++) {
      const pole = poles[i]!;
      const omega = motion[pole.at + 1]!;
      const sin = Math.sin(motion[pole.at]);
      const cos = Math.cos(motion[pole.at]);
      const pull = (frictionPole * omega) / (pole.mass * pole.half) + gravity * sin;
      drive += pole.mass * (pole.half * omega * omega * sin + 0.75 * cos * pull);
      mass += pole.mass * (1 - 0.75 * cos * cos);
      cosines[i] = cos;
      pulls[i] = pull;
    }
    slope[0] = motion[1];
    slope[1] = drive / mass;
    for (let i = 0; i < 2; i++) {
      const { at, half } = poles[i]!;
      slope[at] = motion[at + 1]!;
      slope[at + 1] = (-0.75 / half) * (slope[1] * cosines[i]! + pulls[i]!);
    }
  }

  function move(motion: Motion, force: number): void {
    const [first, second, third, fourth] = slopes as [Motion, Motion, Motion, Motion];
    change(motion, force, first);
    for (let k = 0; k < 3; k++) {
      for (let i = 0; i < 6; i++) between[i] = motion[i]! + times[k]! * slopes[k]![i]!;
      change(between, force, slopes[k + 1]!);
    }
    for (let i = 0; i < 6; i++) {
      motion[i]! += (seconds / 6) * (first[i]! + 2 * second[i]! + 2 * third[i]! + fourth[i]!);
    }
  }

  function step(state: State, actions: readonly number[]): void {
    const action = actions[0]!;
    // What is no number pushes to the left.
    const force = forceMax * (action > 1 ? 1 : action > -1 ? action : -1);
    move(state.motion, force);
    move(state.motion, force);
    const [x, v, theta1, omega1, theta2] = state.motion;
    state.fallen = Math.abs(x) > xLimit || Math.abs(theta1) > leanLimit || Math.abs(theta2) > leanLimit;
    state.restless[state.steps % 100] = Math.abs(x) + Math.abs(v) + Math.abs(theta1) + Math.abs(omega1);
    state.steps++;
    state.force = force;
    state.forces += Math.abs(force) / forceMax;
    state.offsets += Math.min(1, Math.abs(x) / xLimit);
  }

  function score({ instance, steps, restless }: State): readonly number[] {
    const unrest = restless.reduce((sum, one) => sum + one, 0);
    const calm = steps < 100 ? 0 : Math.min(1, 0.75 / unrest);
    const damped = (0.1 * steps) / instance.steps + 0.9 * calm;
    return instance.damped ? [damped, steps] : [steps, damped];
  }

  return {
    begin: (instance: Instance): State => ({
      instance,
      motion: [...instance.start],
      steps: 0,
      fallen: false,
      force: 0,
      forces: 0,
      offsets: 0,
      restless: [],
    }),
    observe: ({ instance, motion }: State) => (instance.velocities ? [...motion] : [motion[0], motion[2], motion[4]]),
    step,
    over: ({ instance, steps, fallen }: State) => fallen || steps >= instance.steps,
    score,
    measure: ({ offsets, forces, steps }: State) => [offsets / Math.max(1, steps), forces / Math.max(1, steps)],
  };
}
