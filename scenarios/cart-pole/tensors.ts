import type { Arithmetic, Stepped } from "../../src/scenario/flow.ts";
import type { Tensors } from "../../src/scenario/tensors.ts";

const gravity = 9.8;
const massPole = 0.1;
const massTotal = 1.1;
const halfLength = 0.5;
const force = 10;
const seconds = 0.02;
const xLimit = 2.4;
const thetaLimit = (12 * 2 * Math.PI) / 360;
const stepsMax = 500;

/** Bring positions to their limits at 1, and speeds to about 1 where they are high. */
const scales = [1 / xLimit, 0.5, 1 / thetaLimit, 0.5] as const;

/** How networks steer the cart: four inputs of about -1 to 1; to the right where the second output is the larger one. */
export const tensors: Tensors = {
  inputs: 4,
  outputs: 2,
  names: { outputs: ["left", "right"] },
  encode(observation, into, at, stride) {
    for (const [i, scale] of scales.entries()) into[at + i * stride] = (observation[i] as number) * scale;
  },
  decode: (outputs, at, stride) => (outputs[at + stride]! > outputs[at]! ? 1 : -1),
  flow: { state: 8, steps: stepsMax, begin, observe, step, score, measure },
};

/** The cart and the pole; then steps, the last push, how often it changed, and how far the cart was out, all summed up. */
function begin(instance: unknown): readonly number[] {
  const { start } = instance as { readonly start: readonly number[] };
  return [...start, 0, 0, 0, 0];
}

function observe<V>({ of, mul }: Arithmetic<V>, [x, xDot, theta, thetaDot]: readonly V[]): readonly V[] {
  const [far, fast, out, swift] = scales;
  return [mul(x!, of(far)), mul(xDot!, of(fast)), mul(theta!, of(out)), mul(thetaDot!, of(swift))];
}

/** The arithmetic of `world`, operation by operation. */
function step<V>(to: Arithmetic<V>, state: readonly V[], outputs: readonly V[]): Stepped<V> {
  const { of, add, sub, mul, div } = to;
  const [x, xDot, theta, thetaDot, steps, pushed, switches, offsets] = state as readonly [V, V, V, V, V, V, V, V];
  const push = to.where(to.greater(outputs[1]!, outputs[0]!), of(1), of(-1));
  const cos = to.cos(theta);
  const sin = to.sin(theta);
  const swing = mul(mul(mul(of(massPole * halfLength), thetaDot), thetaDot), sin);
  const drive = div(add(mul(push, of(force)), swing), of(massTotal));
  const inertia = sub(of(4 / 3), div(mul(mul(of(massPole), cos), cos), of(massTotal)));
  const thetaAcc = div(sub(mul(of(gravity), sin), mul(cos, drive)), mul(of(halfLength), inertia));
  const xAcc = sub(drive, div(mul(mul(of(massPole * halfLength), thetaAcc), cos), of(massTotal)));
  const place = add(x, mul(of(seconds), xDot));
  const lean = add(theta, mul(of(seconds), thetaDot));
  const taken = add(steps, of(1));
  const out = to.greater(to.abs(place), of(xLimit));
  const fallen = to.greater(to.abs(lean), of(thetaLimit));
  return {
    state: [
      place,
      add(xDot, mul(of(seconds), xAcc)),
      lean,
      add(thetaDot, mul(of(seconds), thetaAcc)),
      taken,
      push,
      // Before the first push there is 0, which is no other one.
      add(switches, to.greater(to.abs(sub(push, pushed)), of(1.5))),
      add(offsets, to.min(of(1), div(to.abs(place), of(xLimit)))),
    ],
    over: to.max(to.max(out, fallen), to.greater(taken, of(stepsMax - 0.5))),
  };
}

function score([, , , , steps]: readonly number[]): readonly number[] {
  return [steps!];
}

function measure([, , , , steps, , switches, offsets]: readonly number[]): readonly number[] {
  const taken = Math.max(1, steps!);
  return [offsets! / taken, switches! / taken];
}
