import type { Case, Judgement } from "../../src/scenario/scenario.ts";

/** Larger errors count as this one, so that their means stay finite. */
const errorMax = 1e100;

/** The absolute error of an answer. Throws when it is no finite number. */
export function judge(answer: unknown, one: Case): Judgement {
  return { scores: [absoluteError(numberOf(answer), one)] };
}

/** The absolute errors of the outputs after linear scaling. Throws when an answer is no finite number. */
export function judgeScaled(answers: readonly unknown[], cases: readonly Case[]): readonly Judgement[] {
  return scaledOutputs(answers, cases).map((output, i) => ({ scores: [absoluteError(output, cases[i]!)] }));
}

/**
 * The outputs a + b · answer, with the a and b that make the squares of the errors over these cases least (linear
 * scaling; Keijzer, EuroGP 2003). Throws when an answer is no finite number.
 */
export function scaledOutputs(answers: readonly unknown[], cases: readonly Case[]): readonly number[] {
  const outputs = answers.map(numberOf);
  const expected = cases.map((one) => one.expected as number);
  const outputMean = mean(outputs);
  const expectedMean = mean(expected);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < outputs.length; i++) {
    const deviation = outputs[i]! - outputMean;
    covariance += deviation * (expected[i]! - expectedMean);
    variance += deviation * deviation;
  }
  // Constant outputs, and those too large for their squares, are worth no more than the mean.
  const ratio = covariance / variance;
  const slope = variance > 0 && Number.isFinite(ratio) && Number.isFinite(outputMean) ? ratio : 0;
  return outputs.map((output) => (slope === 0 ? expectedMean : expectedMean + slope * (output - outputMean)));
}

function absoluteError(output: number, one: Case): number {
  return Math.min(Math.abs((one.expected as number) - output), errorMax);
}

function numberOf(answer: unknown): number {
  if (typeof answer !== "number" || !Number.isFinite(answer)) throw new Error("not a finite number");
  return answer;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}
