import type { Member } from "../archives/member.ts";
import type { FaultKind, Outcome, Scored } from "../evaluation/evaluation.ts";
import { type Objective, oriented } from "../scenario/scenario.ts";
import type { CampaignSpec } from "./spec.ts";

/** What a member is judged by. */
export type Merits = Pick<Member, "fitness" | "cases" | "measures">;

/** What an outcome came to; the outcome itself would take five times the memory. */
export type Result = Merits | FaultKind;

/** What merits depend on beside the outcome. */
interface Standard {
  readonly state: { readonly spec: Pick<CampaignSpec, "parsimony"> };
  readonly objective: Objective;
}

/** What the outcome of a genome of this size came to. */
export function resultOf(outcome: Outcome, size: number, standard: Standard): Result {
  return outcome.status === "failed" ? outcome.fault.kind : meritsOf(outcome, size, standard);
}

/** The merits of a genome of this size. */
export function meritsOf({ scores, measures }: Scored, size: number, { state, objective }: Standard): Merits {
  const cases = scores.map((row) => oriented(objective, row[0]!));
  let total = 0;
  for (const score of cases) total += score;
  return { cases, measures, fitness: total / cases.length - state.spec.parsimony * size };
}
