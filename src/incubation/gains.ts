import { scoreOf } from "../capabilities/proving.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import { type Objective, oriented } from "../scenario/scenario.ts";

/** No gain counts for more than the whole of what the champion scores, so that luck with a draw does not carry far. */
export const gainMax = 1;
/** A loss of twice what the champion scores is what bets are made for; larger ones count in full. */
export const lossMax = 2;

/**
 * How much better one did than the other on the same cases, as a share of `unit`. Who fails has lost twice what the
 * champion scores; against somebody who fails there is nothing to be gained.
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
  return Math.min(gainMax, gain);
}
