import type { Random } from "../std/random.ts";

/** How an observation becomes a network's inputs, and its outputs an action. It runs at home. */
export interface Tensors {
  /** Numbers that an observation becomes, from 1; best between about -1 and 1. */
  readonly inputs: number;
  /** Numbers that a network answers with, from 1. */
  readonly outputs: number;
  /** What people call them, one name each; else inputs have the names of as many parameters, and an output the function's. */
  readonly names?: { readonly inputs?: readonly string[]; readonly outputs?: readonly string[] };
  /** Writes the inputs to `at`, `at + stride` and so on. */
  encode(observation: readonly unknown[], into: Float32Array, at: number, stride: number): void;
  /** The action that the outputs at `at`, `at + stride` and so on mean. */
  decode(outputs: Float32Array, at: number, stride: number): number;
  /** The same world with one seat as arithmetic, the same bit for bit: many times as fast, since it can be compiled. */
  readonly flow?: Flow;
}

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
  /** The next state, and whether the episode is over (1) or not (0). */
  step<V>(
    to: Arithmetic<V>,
    state: readonly V[],
    outputs: readonly V[],
  ): { readonly state: readonly V[]; readonly over: V };
  /** The scores of an episode that ended in this state. */
  score(state: readonly number[]): readonly number[];
  measure(state: readonly number[]): readonly number[];
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
