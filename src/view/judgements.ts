import type { Outcome } from "../evaluation/evaluation.ts";
import type { Event } from "../events/event.ts";
import { oneLine } from "../text/sanitize.ts";

/** What agents did on the cases that the search did not see, as far as the log has come. */
export interface Judgements {
  apply(event: Event): void;
  /** The outcome of each agent on the test cases: the champion first, then the references. */
  readonly test: ReadonlyMap<number | string, Outcome>;
}

/** Gathers judgements from events; a campaign that goes on makes the earlier ones void. */
export function createJudgements(): Judgements {
  const test = new Map<number | string, Outcome>();
  return {
    test,
    apply(event) {
      if (event.type === "generation-finished") test.clear();
      if (event.type !== "agent-judged" || event.split !== "test") return;
      const agent = typeof event.agent === "string" ? oneLine(event.agent, 60) : event.agent;
      test.set(agent, printable(event.outcome as Outcome));
    },
  };
}

function printable(outcome: Outcome): Outcome {
  if (outcome.status === "scored") return outcome;
  return { ...outcome, fault: { ...outcome.fault, message: oneLine(outcome.fault.message) } };
}
