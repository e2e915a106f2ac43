import { type Arithmetic, type Flow, rungeKutta, type Stepped } from "../../src/scenario/flow.ts";
import { xLimit } from "../cart-pole/cart.ts";
import type { Instance } from "./world.ts";

const gravity = -9.8;
const seconds = 0.01;
const forceMax = 10;
const massCart = 1;
const frictionCart = 0.0005;
const frictionPole = 0.000002;
const poles = [
  { mass: 0.1, half: 0.5 },
  { mass: 0.01, half: 0.05 },
] as const;
const leanLimit = (36 * Math.PI) / 180;
/** So many steps before the end tell how calm it was. */
const calmSteps = 100;

/** How restless the steps before the first one were. */
const nothing = Array.from({ length: calmSteps }, () => 0);
/** Numbers of the state before those. */
const head = 11;

/** What the scenario was asked for. */
export interface FlowOptions {
  readonly steps: number;
  /** Which numbers of the motion networks see, and what these are divided by. */
  readonly shown: readonly number[];
  readonly widths: readonly number[];
}

type Motion<V> = readonly [x: V, v: V, theta1: V, omega1: V, theta2: V, omega2: V];

/**
 * The arithmetic of `world`, operation by operation. The state is the motion; then steps, forces and distances of the cart
 * summed up; what the instance says, how many steps there are and whether damping counts; then how restless the last hundred
 * steps were, the oldest first.
 */
export function flowOf({ steps, shown, widths }: FlowOptions): Flow {
  return {
    state: head + calmSteps,
    steps,
    begin(instance) {
      const { start, steps: limit, damped } = instance as Instance;
      return [...start, 0, 0, 0, limit, damped ? 1 : 0].concat(nothing);
    },
    observe: ({ of, div }, state) => shown.map((place, i) => div(state[place]!, of(widths[i]!))),
    step: (to, state, [answer]) => stepped(to, state, answer!),
    score(state) {
      const [taken, , , limit, damped] = state.slice(6) as [number, number, number, number, number];
      const restless = state.slice(head);
      // In the order in which the world sums: by the steps' numbers modulo 100.
      const unrest = restless.reduce((sum, _, place) => sum + restless.at(place - (taken % calmSteps))!, 0);
      const calm = taken < calmSteps ? 0 : Math.min(1, 0.75 / unrest);
      const fitness = (0.1 * taken) / limit + 0.9 * calm;
      return damped === 1 ? [fitness, taken] : [taken, fitness];
    },
    measure: ([, , , , , , taken, forces, offsets]) => [offsets! / Math.max(1, taken!), forces! / Math.max(1, taken!)],
  };
}

function stepped<V>(to: Arithmetic<V>, state: readonly V[], answer: V): Stepped<V> {
  const { of, add, mul, div, abs, greater } = to;
  const [taken, forces, offsets, limit, damped] = state.slice(6, head) as [V, V, V, V, V];
  const within = to.where(greater(answer, of(-1)), answer, of(-1));
  const force = mul(of(forceMax), to.where(greater(answer, of(1)), of(1), within));
  const move = (motion: Motion<V>): Motion<V> => rungeKutta(to, motion, seconds, (now) => change(to, now, force));
  const moved = move(move(state.slice(0, 6) as unknown as Motion<V>));
  const [x, v, theta1, omega1, theta2] = moved;
  const next = add(taken, of(1));
  const out = greater(abs(x), of(xLimit));
  const fallen = to.max(greater(abs(theta1), of(leanLimit)), greater(abs(theta2), of(leanLimit)));
  return {
    state: [
      ...moved,
      next,
      add(forces, div(abs(force), of(forceMax))),
      add(offsets, to.min(of(1), div(abs(x), of(xLimit)))),
      limit,
      damped,
      ...state.slice(head + 1),
      add(add(add(abs(x), abs(v)), abs(theta1)), abs(omega1)),
    ],
    over: to.max(to.max(out, fallen), greater(next, to.sub(limit, of(0.5)))),
  };
}

/** The derivative of the motion: Wieland's equations. */
function change<V>(to: Arithmetic<V>, [, v, theta1, omega1, theta2, omega2]: Motion<V>, force: V): Motion<V> {
  const { of, add, sub, mul, div, greater } = to;
  const sign = to.where(greater(v, of(0)), of(1), to.where(greater(of(0), v), of(-1), v));
  let drive = sub(force, mul(of(frictionCart), sign));
  let mass = of(massCart);
  const pulls = (
    [
      [theta1, omega1],
      [theta2, omega2],
    ] as const
  ).map(([theta, omega], i) => {
    const pole = poles[i]!;
    const [sin, cos] = [to.sin(theta), to.cos(theta)];
    const friction = div(mul(of(frictionPole), omega), of(pole.mass * pole.half));
    const pull = add(friction, mul(of(gravity), sin));
    const swing = mul(mul(mul(of(pole.half), omega), omega), sin);
    drive = add(drive, mul(of(pole.mass), add(swing, mul(mul(of(0.75), cos), pull))));
    mass = add(mass, mul(of(pole.mass), sub(of(1), mul(mul(of(0.75), cos), cos))));
    return { cos, pull, half: pole.half };
  });
  const acceleration = div(drive, mass);
  const [turn1, turn2] = pulls.map(({ cos, pull, half }) => mul(of(-0.75 / half), add(mul(acceleration, cos), pull)));
  return [v, acceleration, omega1, turn1!, omega2, turn2!];
}
