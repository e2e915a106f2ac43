import { Tensor } from "onnxruntime-node";
import { WorldError } from "../../../std/errors.ts";
import type { Uploader } from "../../session.ts";
import type { Crew } from "./crews.ts";
import { type Matrix, numbersOf, type Plan, shapeOf, type StepPlan } from "./plan.ts";

/**
 * The matrices of a crew's networks, out of all of these, by name, where the graph computes.
 * Throws `WorldError` where they are too large.
 */
export function packed<T>(crew: Crew<Plan<T>>, all: readonly T[], uploader: Uploader): Record<string, Tensor> {
  const { plan, networks, places } = crew;
  expectRoom(plan, places);
  const arrays = plan.matrices.map((matrix) => arrayFor(matrix, places));
  for (const [place, network] of networks.entries()) {
    const parts = arrays.map((array, m) => partOf(array, plan.matrices[m]!, place));
    plan.pack(all[network]!, parts);
  }
  const tensors: Record<string, Tensor> = {};
  for (const [m, matrix] of plan.matrices.entries()) {
    tensors[matrix.name] = uploader.upload(new Tensor(matrix.element, arrays[m]!, shapeOf(matrix, places)));
  }
  return tensors;
}

/** The most numbers of one crew's matrices: 1 GiB of them. */
const numbersOfCrewMax = 1 << 28;

function expectRoom(plan: StepPlan, places: number): void {
  const numbers = numbersOf(plan) * places;
  if (numbers <= numbersOfCrewMax) return;
  throw new WorldError(
    "no-memory",
    `${places} networks as matrices are ${numbers} numbers, more than ${numbersOfCrewMax}`,
    "Use the engine `kernel`, which keeps connections only.",
  );
}

function arrayFor({ element, rows, columns }: Matrix, places: number): Float32Array | Uint8Array {
  const size = places * rows * columns;
  return element === "bool" ? new Uint8Array(size) : new Float32Array(size);
}

function partOf<A extends Float32Array | Uint8Array>(array: A, { rows, columns }: Matrix, place: number): A {
  return array.subarray(place * rows * columns, (place + 1) * rows * columns) as A;
}
