import type { Outcome } from "../evaluation/evaluation.ts";

/** What outcomes decide, as text: equal for equal ones, bit for bit. */
export function decidedText(outcomes: readonly Outcome[]): string {
  return JSON.stringify(outcomes, (key, value: unknown) => (key === "observed" ? undefined : value));
}
