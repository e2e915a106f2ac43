import type { EngineName } from "../evaluation/engine-name.ts";
import type { Genome } from "../genome/genome.ts";

/** What was found: the engine to use, and the forward passes a second of each that was tried. */
export interface Calibration {
  readonly engine: EngineName;
  readonly rates: readonly (readonly [name: EngineName, rate: number])[];
}

/** What a lane is asked to try. */
export interface CalibrationTask {
  readonly calibrate: readonly EngineName[];
  readonly genomes: readonly Genome[];
  readonly columns: number;
}

/** The engines that are tried, the one first that is taken unless another is clearly faster. GPUs are asked for by name. */
export const candidates: readonly EngineName[] = ["kernel", "onnx"];
/** Another engine must be so many times as fast, so that noise does not decide. */
const advantage = 1.5;

/** The engine of these that is taken; where none could be tried, the one that every machine has. */
export function chosen(rates: Calibration["rates"]): EngineName {
  const [first, ...others] = rates;
  if (first === undefined) return candidates[0]!;
  const fastest = others.reduce((best, one) => (one[1] > advantage * best[1] ? one : best), first);
  return fastest[0];
}
