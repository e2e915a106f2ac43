import { UserError } from "../std/errors.ts";
import { expectNumber } from "../std/expect.ts";
import { bounded } from "./points.ts";

/** How a mean follows the estimates of a gradient. */
export interface AscentOptions {
  /** Adam (Kingma and Ba, arXiv 1412.6980) unless told; or gradient ascent with momentum. */
  readonly optimiser?: "adam" | "sgd";
  /** From 0 to 1,000. With Adam, about how far each number moves in a generation. */
  readonly learningRate: number;
  /** Of `sgd`: how much of a step the next one keeps, from 0 to 0.999; 0.9 unless told. */
  readonly momentum?: number;
  /** How much smaller all numbers get in a generation, times the learning rate; from 0 to 1, and 0 unless told. */
  readonly weightDecay?: number;
}

/** A mean on its way up: an immutable value. */
export interface Ascent<Numbers extends Float64Array | Float32Array = Float64Array> {
  readonly mean: Numbers;
  /** Adam's first moment, or the velocity. */
  readonly first: Float32Array;
  /** Adam's second moment; empty for `sgd`. */
  readonly second: Float32Array;
  readonly steps: number;
}

/** Checks the options. Throws `UserError`. */
export function expectAscent({
  optimiser = "adam",
  learningRate,
  momentum = 0.9,
  weightDecay = 0,
}: AscentOptions): void {
  if (optimiser !== "adam" && optimiser !== "sgd") {
    throw new UserError(
      "bad-setting",
      `Expected \`optimiser\` to be \`adam\` or \`sgd\`, got \`${String(optimiser)}\``,
      "Use one of these.",
    );
  }
  expectNumber("learningRate", learningRate, 0, 1000);
  expectNumber("momentum", momentum, 0, 0.999);
  expectNumber("weightDecay", weightDecay, 0, 1);
}

/** An ascent that has not moved yet. */
export function ascentFrom<Numbers extends Float64Array | Float32Array>(
  mean: Numbers,
  { optimiser = "adam" }: AscentOptions,
): Ascent<Numbers> {
  const second = new Float32Array(optimiser === "adam" ? mean.length : 0);
  return { mean, first: new Float32Array(mean.length), second, steps: 0 };
}

/** The ascent after one step along a gradient, which is as long as the mean. */
export function ascended<Numbers extends Float64Array | Float32Array>(
  ascent: Ascent<Numbers>,
  gradient: Float64Array,
  options: AscentOptions,
): Ascent<Numbers> {
  const { learningRate, momentum = 0.9, weightDecay = 0 } = options;
  // Weight decay apart from the gradient, as in AdamW (Loshchilov and Hutter, arXiv 1711.05101).
  const kept = 1 - learningRate * weightDecay;
  const mean = ascent.mean.slice() as Numbers;
  const first = ascent.first.slice();
  const second = ascent.second.slice();
  const steps = ascent.steps + 1;
  if (second.length === 0) {
    for (let i = 0; i < mean.length; i++) {
      first[i] = momentum * first[i]! + gradient[i]!;
      mean[i] = kept * mean[i]! + learningRate * first[i]!;
    }
  } else {
    const rate = (learningRate * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps);
    for (let i = 0; i < mean.length; i++) {
      first[i] = beta1 * first[i]! + (1 - beta1) * gradient[i]!;
      second[i] = beta2 * second[i]! + (1 - beta2) * gradient[i]! * gradient[i]!;
      mean[i] = kept * mean[i]! + (rate * first[i]!) / (Math.sqrt(second[i]!) + epsilon);
    }
  }
  return { mean: bounded(mean), first, second, steps };
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;
