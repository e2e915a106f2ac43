import type { Flow } from "./flow.ts";

/** How an observation becomes a network's inputs, and its outputs an action. It runs at home. */
export interface Tensors {
  /** Numbers that an observation becomes, from 1; best between about -1 and 1. */
  readonly inputs: number;
  /** Numbers that a network answers with, from 1. */
  readonly outputs: number;
  /** What people call them, one name each; else inputs have the names of as many parameters, and an output the function's. */
  readonly names?: { readonly inputs?: readonly string[]; readonly outputs?: readonly string[] };
  /** Whether what is seen is not all that matters, so that networks remember unless told otherwise (`network.recurrent`). */
  readonly memory?: boolean;
  /** Writes the inputs to `at`, `at + stride` and so on. */
  encode(observation: readonly unknown[], into: Float32Array, at: number, stride: number): void;
  /** The action that the outputs at `at`, `at + stride` and so on mean. */
  decode(outputs: Float32Array, at: number, stride: number): number;
  /** The same world with one seat as arithmetic, the same bit for bit: many times as fast, since it can be compiled. */
  readonly flow?: Flow;
}
