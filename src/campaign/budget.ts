import type { CampaignFinished } from "../events/event.ts";
import type { Target } from "../scenario/target.ts";
import type { Budget } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import type { Objective } from "../scenario/scenario.ts";
import { oriented } from "../scenario/scenario.ts";

/** Why a campaign is over, or undefined while it may go on. Asked after each generation. */
export function reasonToFinish(state: State, objective: Objective): CampaignFinished["reason"] | undefined {
  const { budget } = state.spec;
  if (state.generation >= 0 && state.members.length === 0) return "no-survivor";
  if (budget.target !== undefined && isReached(budget.target, state, objective)) return "target";
  if (budget.evaluations !== undefined && state.evaluations + state.reused >= budget.evaluations) return "evaluations";
  if (budget.generations !== undefined && state.generation + 1 >= budget.generations) return "generations";
  if (budget.seconds !== undefined && state.elapsedMs >= budget.seconds * 1000) return "time";
  return undefined;
}

/** How many of the next generation's births the budget still allows. */
export function birthsAllowed(state: State): number {
  const { births, budget } = state.spec;
  const left = budget.evaluations === undefined ? births : budget.evaluations - state.evaluations - state.reused;
  return Math.max(1, Math.min(births, left));
}

/** How much of the budget is used, from 0 to 1, by whichever limit is nearest; undefined where there is none. */
export function budgetUsed(budget: Budget, state: State): number | undefined {
  const shares = [
    budget.evaluations === undefined ? 0 : (state.evaluations + state.reused) / budget.evaluations,
    budget.generations === undefined ? 0 : (state.generation + 1) / budget.generations,
    budget.seconds === undefined ? 0 : state.elapsedMs / (budget.seconds * 1000),
  ];
  const nearest = Math.max(...shares);
  const limited = budget.evaluations ?? budget.generations ?? budget.seconds;
  return limited === undefined ? undefined : Math.min(1, nearest);
}

function isReached({ over, compare, value }: Target, state: State, objective: Objective): boolean {
  const { best } = state;
  if (best === undefined) return false;
  const scores = best.cases.map((score) => oriented(objective, score));
  const worst = oriented(objective, Math.min(...best.cases));
  const reached = over === "worst" ? worst : scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return compare === "<=" ? reached <= value : reached >= value;
}
