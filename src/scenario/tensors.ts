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
  /**
   * The same world with one seat, so many episodes side by side: faster, since nothing is made in a step. It must be the
   * same bit for bit.
   */
  episodes?(count: number): Episodes;
  /** The same world as a function of tensors, so that whole episodes can run inside an inference graph. */
  readonly flow?: Flow;
}

/** Episodes of a world with one seat, side by side in arrays. */
export interface Episodes {
  begin(episode: number, instance: unknown, random: Random): void;
  /** Writes a network's inputs to `at`, `at + stride` and so on. */
  observe(episode: number, into: Float32Array, at: number, stride: number): void;
  /** One step with the outputs at `at`, `at + stride` and so on; true when the episode is over. */
  step(episode: number, outputs: Float32Array, at: number, stride: number): boolean;
  score(episode: number): readonly number[];
  measure(episode: number): readonly number[];
}

/**
 * A world with one seat as plain arithmetic over values of any sort `V`: numbers, or tensors with one number an episode.
 * It uses single precision where it runs in a graph, so chaotic worlds drift from their `world`.
 */
export interface Flow {
  /** How many numbers the state has. */
  readonly state: number;
  /** Steps of an episode at most. */
  readonly steps: number;
  /** The state at the start. */
  begin(instance: unknown, random: Random): readonly number[];
  observe<V>(to: Arithmetic<V>, state: readonly V[]): readonly V[];
  /** The next state, what is added to the first objective's score, and whether the episode is over (1) or not (0). */
  step<V>(
    to: Arithmetic<V>,
    state: readonly V[],
    outputs: readonly V[],
  ): { readonly state: readonly V[]; readonly reward: V; readonly over: V };
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
  sin(a: V): V;
  cos(a: V): V;
  /** 1 where a > b. */
  greater(a: V, b: V): V;
  /** `yes` where the condition is 1, `no` where it is 0. */
  where(condition: V, yes: V, no: V): V;
}
