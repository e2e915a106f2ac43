import type { Arithmetic, Episodes, Tensors } from "../../src/scenario/tensors.ts";

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
  episodes,
  flow: { state: 4, steps: stepsMax, begin, observe, step },
};

/** The arithmetic of `world`, operation by operation, on arrays with one number an episode. */
function episodes(count: number): Episodes {
  const numbers = (): Float64Array => new Float64Array(count);
  const [x, xDot, theta, thetaDot] = [numbers(), numbers(), numbers(), numbers()];
  const [steps, pushes, switches, offsets] = [numbers(), numbers(), numbers(), numbers()];

  return {
    begin(episode, instance) {
      [x[episode], xDot[episode], theta[episode], thetaDot[episode]] = startOf(instance);
      for (const counted of [steps, pushes, switches, offsets]) counted[episode] = 0;
    },
    observe(episode, into, at, stride) {
      into[at] = x[episode]! * scales[0];
      into[at + stride] = xDot[episode]! * scales[1];
      into[at + 2 * stride] = theta[episode]! * scales[2];
      into[at + 3 * stride] = thetaDot[episode]! * scales[3];
    },
    step(episode, outputs, at, stride) {
      const push = outputs[at + stride]! > outputs[at]! ? 1 : -1;
      const angle = theta[episode]!;
      const turning = thetaDot[episode]!;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const drive = (push * force + massPole * halfLength * turning * turning * sin) / massTotal;
      const thetaAcc = (gravity * sin - cos * drive) / (halfLength * (4 / 3 - (massPole * cos * cos) / massTotal));
      const xAcc = drive - (massPole * halfLength * thetaAcc * cos) / massTotal;
      const place = x[episode]! + seconds * xDot[episode]!;
      const lean = angle + seconds * turning;
      x[episode] = place;
      xDot[episode]! += seconds * xAcc;
      theta[episode] = lean;
      thetaDot[episode] = turning + seconds * thetaAcc;
      offsets[episode]! += Math.min(1, Math.abs(place) / xLimit);
      if (push === -pushes[episode]!) switches[episode]!++;
      pushes[episode] = push;
      return ++steps[episode]! >= stepsMax || Math.abs(place) > xLimit || Math.abs(lean) > thetaLimit;
    },
    score: (episode) => [steps[episode]!],
    measure(episode) {
      const taken = Math.max(1, steps[episode]!);
      return [offsets[episode]! / taken, switches[episode]! / taken];
    },
  };
}

function startOf(instance: unknown): [number, number, number, number] {
  return (instance as { readonly start: [number, number, number, number] }).start;
}

function begin(instance: unknown): readonly number[] {
  return startOf(instance);
}

function observe<V>({ of, mul }: Arithmetic<V>, state: readonly V[]): readonly V[] {
  return scales.map((scale, i) => mul(state[i]!, of(scale)));
}

/** The arithmetic of `world`, operation by operation. */
function step<V>(to: Arithmetic<V>, state: readonly V[], outputs: readonly V[]): Stepped<V> {
  const { of, add, sub, mul, div } = to;
  const [x, xDot, theta, thetaDot] = state as readonly [V, V, V, V];
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
  const out = to.greater(to.abs(place), of(xLimit));
  const fallen = to.greater(to.abs(lean), of(thetaLimit));
  return {
    state: [place, add(xDot, mul(of(seconds), xAcc)), lean, add(thetaDot, mul(of(seconds), thetaAcc))],
    reward: of(1),
    over: to.max(out, fallen),
  };
}

interface Stepped<V> {
  readonly state: readonly V[];
  readonly reward: V;
  readonly over: V;
}
