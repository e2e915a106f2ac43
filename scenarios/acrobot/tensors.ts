import { type Arithmetic, rungeKutta, type Stepped } from "../../src/scenario/flow.ts";
import type { Tensors } from "../../src/scenario/tensors.ts";

const gravity = 9.8;
const seconds = 0.2;
const speedMax = [4 * Math.PI, 9 * Math.PI] as const;
const stepsMax = 500;
const turn = 2 * Math.PI;

/** How networks bend the acrobot: six inputs of -1 to 1; the largest output chooses where the motor turns. */
export const tensors: Tensors = {
  inputs: 6,
  outputs: 3,
  names: { outputs: ["clockwise", "none", "counterClockwise"] },
  encode(observation, into, at, stride) {
    for (let i = 0; i < 4; i++) into[at + i * stride] = Number(observation[i]);
    into[at + 4 * stride] = Number(observation[4]) / speedMax[0];
    into[at + 5 * stride] = Number(observation[5]) / speedMax[1];
  },
  decode(outputs, at, stride) {
    const [clockwise, none, counter] = [outputs[at]!, outputs[at + stride]!, outputs[at + 2 * stride]!];
    return counter > none && counter > clockwise ? 1 : clockwise > none ? -1 : 0;
  },
  flow: { state: 8, steps: stepsMax, begin, observe, step, score, measure },
};

type Motion<V> = readonly [theta1: V, theta2: V, omega1: V, omega2: V];

/** Both angles, their speeds; then steps, the last torque, and torques and changes of their direction summed up. */
function begin(instance: unknown): readonly number[] {
  const { start } = instance as { readonly start: readonly number[] };
  return [...start, 0, 0, 0, 0];
}

function observe<V>(to: Arithmetic<V>, state: readonly V[]): readonly V[] {
  const [theta1, theta2, omega1, omega2] = state as readonly [V, V, V, V];
  const angles = [to.cos(theta1), to.sin(theta1), to.cos(theta2), to.sin(theta2)];
  return [...angles, to.div(omega1, to.of(speedMax[0])), to.div(omega2, to.of(speedMax[1]))];
}

/** The arithmetic of `world`, operation by operation. */
function step<V>(to: Arithmetic<V>, state: readonly V[], outputs: readonly V[]): Stepped<V> {
  const { of, add, mul } = to;
  const [theta1, theta2, omega1, omega2, steps, torqueBefore, torques, switches] = state as Eight<V>;
  const torque = chosen(to, outputs);
  const motion: Motion<V> = [theta1, theta2, omega1, omega2];
  const moved = rungeKutta(to, motion, seconds, (now) => change(to, now, torque));
  const [angle1, angle2] = [wrapped(to, moved[0]), wrapped(to, moved[1])];
  const taken = add(steps, of(1));
  const feet = to.sub(mul(of(-1), to.cos(angle1)), to.cos(add(angle1, angle2)));
  return {
    state: [
      angle1,
      angle2,
      within(to, moved[2], speedMax[0]),
      within(to, moved[3], speedMax[1]),
      taken,
      torque,
      add(torques, to.abs(torque)),
      add(switches, to.greater(of(0), mul(torque, torqueBefore))),
    ],
    over: to.max(to.greater(feet, of(1)), to.greater(taken, of(stepsMax - 0.5))),
  };
}

function chosen<V>(to: Arithmetic<V>, outputs: readonly V[]): V {
  const [clockwise, none, counter] = outputs as readonly [V, V, V];
  const other = to.where(to.greater(clockwise, none), to.of(-1), to.of(0));
  const most = to.where(to.greater(counter, clockwise), to.of(1), other);
  return to.where(to.greater(counter, none), most, other);
}

/** The derivative of the motion. */
function change<V>(to: Arithmetic<V>, [theta1, theta2, omega1, omega2]: Motion<V>, torque: V): Motion<V> {
  const { of, add, sub, mul, div } = to;
  const cos = to.cos(theta2);
  const sin = to.sin(theta2);
  const inertia1 = add(of(3.5), cos);
  const inertia12 = add(of(1.25), mul(of(0.5), cos));
  const pull2 = mul(of(0.5 * gravity), to.sin(add(theta1, theta2)));
  const swing = mul(mul(add(mul(of(0.5), omega2), omega1), omega2), sin);
  const pull1 = sub(add(mul(of(1.5 * gravity), to.sin(theta1)), pull2), swing);
  const share = div(inertia12, inertia1);
  const bend = sub(add(torque, mul(share, pull1)), mul(mul(mul(of(0.5), omega1), omega1), sin));
  const alpha2 = div(sub(bend, pull2), sub(of(1.25), mul(inertia12, share)));
  const alpha1 = div(mul(of(-1), add(mul(inertia12, alpha2), pull1)), inertia1);
  return [omega1, omega2, alpha1, alpha2];
}

function wrapped<V>({ of, add, sub, mul, div, floor }: Arithmetic<V>, angle: V): V {
  return sub(angle, mul(of(turn), floor(div(add(angle, of(Math.PI)), of(turn)))));
}

function within<V>(to: Arithmetic<V>, value: V, limit: number): V {
  return to.min(to.of(limit), to.max(to.of(-limit), value));
}

function score([, , , , steps]: readonly number[]): readonly number[] {
  return [steps!];
}

function measure([, , , , steps, , torques, switches]: readonly number[]): readonly number[] {
  const taken = Math.max(1, steps!);
  return [torques! / taken, switches! / taken];
}

type Eight<V> = readonly [V, V, V, V, V, V, V, V];
