import { type Arithmetic, clamp, type Stepped } from "../../src/scenario/flow.ts";
import type { Tensors } from "../../src/scenario/tensors.ts";

const gravity = 10;
const seconds = 0.05;
const torqueMax = 2;
const speedMax = 8;
const stepsMax = 200;
const turn = 2 * Math.PI;

/** How networks turn the pendulum: cosine, sine and speed, and an output of 1 for the largest torque. */
export const tensors: Tensors = {
  inputs: 3,
  outputs: 1,
  encode(observation, into, at, stride) {
    into[at] = Number(observation[0]);
    into[at + stride] = Number(observation[1]);
    into[at + 2 * stride] = Number(observation[2]) / speedMax;
  },
  decode: (outputs, at) => torqueMax * outputs[at]!,
  flow: { state: 6, steps: stepsMax, begin, observe, step, score, measure },
};

/** The angle and its speed; then steps, costs, torques and steps near upright, summed up. */
function begin(instance: unknown): readonly number[] {
  const { start } = instance as { readonly start: readonly number[] };
  return [...start, 0, 0, 0, 0];
}

function observe<V>(to: Arithmetic<V>, [theta, thetaDot]: readonly V[]): readonly V[] {
  return [to.cos(theta!), to.sin(theta!), to.div(thetaDot!, to.of(speedMax))];
}

/** The arithmetic of `world`, operation by operation. */
function step<V>(to: Arithmetic<V>, state: readonly V[], [output]: readonly V[]): Stepped<V> {
  const { of, add, sub, mul, div } = to;
  const [theta, thetaDot, steps, cost, torques, upright] = state as readonly [V, V, V, V, V, V];
  const torque = clamp(to, mul(of(torqueMax), output!), torqueMax);
  const turns = to.floor(div(add(theta, of(Math.PI)), of(turn)));
  const lean = sub(theta, mul(of(turn), turns));
  const moving = add(mul(lean, lean), mul(mul(of(0.1), thetaDot), thetaDot));
  const paid = add(moving, mul(mul(of(0.001), torque), torque));
  const acceleration = add(mul(of(1.5 * gravity), to.sin(theta)), mul(of(3), torque));
  const speed = clamp(to, add(thetaDot, mul(of(seconds), acceleration)), speedMax);
  const angle = add(theta, mul(of(seconds), speed));
  const taken = add(steps, of(1));
  return {
    state: [
      angle,
      speed,
      taken,
      add(cost, paid),
      add(torques, div(to.abs(torque), of(torqueMax))),
      add(upright, to.greater(to.cos(angle), of(0.9))),
    ],
    over: to.greater(taken, of(stepsMax - 0.5)),
  };
}

function score([, , , cost]: readonly number[]): readonly number[] {
  return [-cost!];
}

function measure([, , steps, , torques, upright]: readonly number[]): readonly number[] {
  const taken = Math.max(1, steps!);
  return [upright! / taken, torques! / taken];
}
