import type { Builder } from "../../graph/builder.ts";
import type { Value } from "../../graph/graph.ts";
import { float32Tensor, sizeOf } from "../../graph/tensor.ts";
import type { Activation } from "../../../genome/kinds/network/shape.ts";
import type { Brain } from "../engine.ts";

/** A matrix that each network has one of: weights, or truths (one byte each) about its nodes. */
export interface Matrix {
  readonly name: string;
  readonly element: "float32" | "bool";
  readonly rows: number;
  readonly columns: number;
  /** What convolutions take them as, in which the rows of all places are one dimension. */
  readonly layout?: "filters" | "biases";
}

/** What networks remember from step to step: as many rows, each as wide as there are observations a step. */
export interface Memory {
  readonly name: string;
  readonly rows: number;
}

/** How networks of one sort are computed together. It follows from a network alone, never from those beside it. */
export interface StepPlan {
  /** The same for networks that one graph computes. */
  readonly key: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Each network has these for itself. */
  readonly matrices: readonly Matrix[];
  /** All networks have these in common. */
  readonly shared: readonly Matrix[];
  readonly memories: readonly Memory[];
  /** Adds one step of P networks to a graph. */
  step(build: Builder, given: StepInputs): StepOutputs;
}

/** A plan with how a `T` says a network. */
export interface Plan<T = Brain> extends StepPlan {
  /** Writes a network's matrices, row by row, into arrays of zeros. */
  pack(network: T, into: readonly (Float32Array | Uint8Array)[]): void;
}

/** What a step is given: inputs as [P, I, columns], matrices as `shapeOf` has them, shared ones as [rows, columns]. */
export interface StepInputs {
  readonly inputs: Value;
  readonly matrices: readonly Value[];
  readonly shared: readonly Value[];
  readonly memories: readonly Value[];
}

/** What a step gives: outputs as [P, O, columns], and the memories of the next step. */
export interface StepOutputs {
  readonly outputs: Value;
  readonly memories: readonly Value[];
}

/** The shape of the tensor that holds a matrix of each of so many places: [places, rows, columns] unless laid out. */
export function shapeOf({ rows, columns, layout }: Matrix, places: number): readonly number[] {
  switch (layout) {
    case undefined:
      return [places, rows, columns];
    case "filters":
      return [places * rows, columns, 1, 1];
    case "biases":
      return [places * rows];
    default:
      return layout satisfies never;
  }
}

/** The numbers of a network's matrices. */
export function numbersOf({ matrices }: StepPlan): number {
  return matrices.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}

/** The most rows or columns of any matrix: about as many values are there at once for each observation. */
export function widthOf({ matrices, shared }: StepPlan): number {
  return Math.max(...[...matrices, ...shared].flatMap(({ rows, columns }) => [rows, columns]));
}

/** Adds an activation to a graph. */
export function activated(build: Builder, activation: Activation, sums: Value): Value {
  switch (activation) {
    case "tanh":
      return build.tanh(sums);
    case "sigmoid":
      return build.sigmoid(sums);
    case "relu":
      return build.relu(sums);
    case "linear":
      return sums;
    default:
      return activation satisfies never;
  }
}

/** A row of ones beneath the inputs, which the biases are the weights of. */
export function onesBelow(build: Builder, inputs: Value): Value {
  const [networks, , columns] = inputs.shape as readonly number[];
  const shape = [networks!, 1, columns!];
  return build.constant(float32Tensor(new Float32Array(sizeOf(shape)).fill(1), shape));
}
