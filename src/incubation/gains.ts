import { scoreOf } from "../capabilities/proving.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import { type Objective, oriented } from "../scenario/scenario.ts";

/**
 * No gain counts for more than the whole of what the champion scores, no loss for more than twice that. Gains are cut
 * sooner than losses, so that cutting rather hides a gain than makes one.
 */
export const gainMax = 1;
export const lossMax = 2;

/**
 * How much better one did than the other on the same cases, as a share of `unit`, from -2 to 1. Who fails has lost as
 * much as there is to lose; against somebody who fails there is nothing to be gained.
 */
export function gainOf(objective: Objective, one: Outcome, other: Outcome, unit: number): number {
  const [score, less] = [scoreOf(one), scoreOf(other)];
  if (score === undefined) return -lossMax;
  if (less === undefined) return 0;
  return cut((oriented(objective, score) - oriented(objective, less)) / unit);
}

/** The same case by case; none where somebody failed. */
export function caseGains(objective: Objective, one: Outcome, other: Outcome, unit: number): readonly number[] {
  if (one.status === "failed" || other.status === "failed") return [];
  return one.scores.map(([score], i) =>
    cut((oriented(objective, score!) - oriented(objective, other.scores[i]![0]!)) / unit),
  );
}

function cut(gain: number): number {
  return Math.max(-lossMax, Math.min(gainMax, gain));
}
