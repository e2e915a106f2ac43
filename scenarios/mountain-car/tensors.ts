import { type Arithmetic, clamp, type Stepped } from "../../src/scenario/flow.ts";
import type { Tensors } from "../../src/scenario/tensors.ts";

const power = 0.0015;
const slope = 0.0025;
const speedMax = 0.07;
const leftEnd = -1.2;
const rightEnd = 0.6;
const goal = 0.45;
const stepsMax = 999;

/** How networks drive the car: two inputs of about -1 to 1, and the force as the output. */
export const tensors: Tensors = {
  inputs: 2,
  outputs: 1,
  encode(observation, into, at, stride) {
    into[at] = (Number(observation[0]) + 0.3) / 0.9;
    into[at + stride] = Number(observation[1]) / speedMax;
  },
  decode: (outputs, at) => outputs[at]!,
  flow: { state: 7, steps: stepsMax, begin, observe, step, score, measure },
};

/** Position and velocity; then steps, whether it has arrived, fuel and forces summed up, and how far left it was. */
function begin(instance: unknown): readonly number[] {
  const { start } = instance as { readonly start: number };
  return [start, 0, 0, 0, 0, 0, start];
}

function observe<V>({ of, add, div }: Arithmetic<V>, [position, velocity]: readonly V[]): readonly V[] {
  return [div(add(position!, of(0.3)), of(0.9)), div(velocity!, of(speedMax))];
}

/** The arithmetic of `world`, operation by operation. */
function step<V>(to: Arithmetic<V>, state: readonly V[], [output]: readonly V[]): Stepped<V> {
  const { of, add, sub, mul } = to;
  const [position, velocity, steps, , fuel, forces, leftmost] = state as readonly [V, V, V, V, V, V, V];
  const force = clamp(to, output!, 1);
  const hill = mul(of(slope), to.cos(mul(of(3), position)));
  const driven = clamp(to, sub(add(velocity, mul(force, of(power))), hill), speedMax);
  const place = to.min(of(rightEnd), to.max(of(leftEnd), add(position, driven)));
  const isBack = to.greater(of(0), driven);
  // Against the wall on the left it stops.
  const speed = to.where(to.greater(place, of(leftEnd)), driven, to.where(isBack, of(0), driven));
  const taken = add(steps, of(1));
  const stays = to.where(to.greater(of(0), speed), of(0), of(1));
  const arrived = to.where(to.greater(of(goal), place), of(0), stays);
  return {
    state: [
      place,
      speed,
      taken,
      arrived,
      add(fuel, mul(mul(of(0.1), force), force)),
      add(forces, to.abs(force)),
      to.min(leftmost, place),
    ],
    over: to.max(arrived, to.greater(taken, of(stepsMax - 0.5))),
  };
}

function score([, , , arrived, fuel]: readonly number[]): readonly number[] {
  return [(arrived === 1 ? 100 : 0) - fuel!];
}

function measure([, , steps, , , forces, leftmost]: readonly number[]): readonly number[] {
  return [forces! / Math.max(1, steps!), leftmost!];
}
