import type { Random } from "../std/random.ts";

/**
 * A world with one seat as plain arithmetic over values of any sort `V`: numbers in double precision, vectors of them, or
 * tensors on a device. Those have single precision, so that chaotic worlds drift from their `world` there.
 */
export interface Flow {
  /** How many numbers the state has. */
  readonly state: number;
  /** Steps of an episode at most. */
  readonly steps: number;
  /** The state at the start. */
  begin(instance: unknown, random: Random): readonly number[];
  observe<V>(to: Arithmetic<V>, state: readonly V[]): readonly V[];
  step<V>(to: Arithmetic<V>, state: readonly V[], outputs: readonly V[]): Stepped<V>;
  /** The scores of an episode that ended in this state. */
  score(state: readonly number[]): readonly number[];
  measure(state: readonly number[]): readonly number[];
}

/** What a step gives. */
export interface Stepped<V> {
  readonly state: readonly V[];
  /** Whether the episode is over (1) or not (0). */
  readonly over: V;
}

/** Arithmetic, number by number. Truth is 1 and 0. */
export interface Arithmetic<V> {
  of(value: number): V;
  add(a: V, b: V): V;
  sub(a: V, b: V): V;
  mul(a: V, b: V): V;
  div(a: V, b: V): V;
  min(a: V, b: V): V;
  max(a: V, b: V): V;
  abs(a: V): V;
  floor(a: V): V;
  sin(a: V): V;
  cos(a: V): V;
  /** 1 where a > b. */
  greater(a: V, b: V): V;
  /** `yes` where the condition is 1, `no` where it is 0. */
  where(condition: V, yes: V, no: V): V;
}

/** Arithmetic on plain numbers, in double precision. */
export const numbers: Arithmetic<number> = {
  of: (value) => value,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  floor: Math.floor,
  sin: Math.sin,
  cos: Math.cos,
  greater: (a, b) => (a > b ? 1 : 0),
  where: (condition, yes, no) => (condition === 1 ? yes : no),
};

/** A value cut to plus or minus a limit; what is no number is the lower one. */
export function clamp<V>(to: Arithmetic<V>, value: V, limit: number): V {
  const above = to.where(to.greater(value, to.of(-limit)), value, to.of(-limit));
  return to.where(to.greater(value, to.of(limit)), to.of(limit), above);
}

/** A step of the classical Runge-Kutta method: the motion after so many seconds, where `change` gives its derivative. */
export function rungeKutta<V, Motion extends readonly V[]>(
  { of, add, mul }: Arithmetic<V>,
  motion: Motion,
  seconds: number,
  change: (motion: Motion) => Motion,
): Motion {
  const each = (value: (i: number) => V): Motion => motion.map((_, i) => value(i)) as readonly V[] as Motion;
  const from = (slope: Motion, time: number): Motion => each((i) => add(motion[i]!, mul(of(time), slope[i]!)));
  const first = change(motion);
  const second = change(from(first, seconds / 2));
  const third = change(from(second, seconds / 2));
  const fourth = change(from(third, seconds));
  return each((i) => {
    const sum = add(add(add(first[i]!, mul(of(2), second[i]!)), mul(of(2), third[i]!)), fourth[i]!);
    return add(motion[i]!, mul(of(seconds / 6), sum));
  });
}
