import type { Outcome } from "./evaluation.ts";

/** An outcome without what was merely observed. */
export function decided(outcome: Outcome): Outcome {
  const { observed: _, ...rest } = outcome;
  return rest;
}

/** What an outcome decides, as text: equal for equal outcomes, bit for bit. */
export function decidedText(outcome: Outcome): string {
  return JSON.stringify(decided(outcome));
}
