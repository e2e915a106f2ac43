import type { Scored } from "../evaluation/evaluation.ts";
import type { Objective } from "../scenario/scenario.ts";
import { oriented } from "../scenario/scenario.ts";
import { mean } from "../std/statistics.ts";

/** The first objective on each case, in its own direction. */
export function caseScores({ scores }: Pick<Scored, "scores">): number[] {
  return scores.map((row) => row[0]!);
}

/** The mean of the first objective over the cases, in its own direction. */
export function meanScore(outcome: Pick<Scored, "scores">): number {
  return mean(caseScores(outcome));
}

/** The mean of a member's oriented case scores, in the objective's own direction. */
export function scoreOf(objective: Objective, cases: readonly number[]): number {
  return oriented(objective, mean(cases));
}

/** The 97.5 % quantiles of Student's t for 1 to 12 degrees of freedom. */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179];

/** Half of the 95 % interval (Student's t) of the mean of some values; NaN for fewer than two. */
export function halfInterval(values: readonly number[], average: number): number {
  const freedom = values.length - 1;
  let squares = 0;
  for (const value of values) squares += (value - average) ** 2;
  return tQuantile(freedom) * Math.sqrt(squares / freedom / values.length);
}

/** Beyond the table the two leading terms of the expansion around the normal quantile are right to three digits. */
function tQuantile(freedom: number): number {
  return quantiles[freedom - 1] ?? 1.96 + 2.3725 / freedom + 2.8225 / freedom ** 2;
}
