import type { Objective } from "../scenario/scenario.ts";
import { failures } from "../view/progress.ts";
import { meanScore, scoreOf } from "../view/score.ts";
import type { SittingEnd } from "./display.ts";
import type { Comparison, ErrorLimit } from "./flags.ts";
import { holds } from "./flags.ts";
import { exitCodes } from "./terminal.ts";

/** What a sitting is held to when it has ended. */
export interface Demands {
  readonly errorLimit: ErrorLimit;
  readonly assertion: Comparison | undefined;
}

/** The exit code of a sitting that ended so; `say` is told why where a demand is not met. */
export function exitOf(
  { errorLimit, assertion }: Demands,
  objective: Objective,
  { reason, state, test: outcomes }: Omit<SittingEnd, "exit">,
  say: (message: string) => void,
): number {
  if (reason === "SIGINT" || reason === "SIGTERM") return exitCodes[reason];
  const failed = failures(state);
  const total = state.evaluations + state.reused;
  if (
    errorLimit !== undefined &&
    ("share" in errorLimit ? failed > errorLimit.share * total : failed > errorLimit.count)
  ) {
    say(`${failed} of ${total} evaluations failed, more than --fail-on-error allows`);
    return exitCodes.errorRate;
  }
  if (assertion === undefined) return exitCodes.done;
  const champion = outcomes.get(state.finished?.champion ?? -1);
  const best = state.best === undefined ? undefined : scoreOf(objective, state.best.cases);
  const test = champion?.status === "scored" ? meanScore(champion) : undefined;
  const actual = assertion.quantity === "best" ? best : test;
  if (actual !== undefined && holds(assertion, actual)) return exitCodes.done;
  say(
    `--assert ${assertion.quantity}${assertion.compare}${assertion.value} does not hold: it is ${actual ?? "not known"}`,
  );
  return exitCodes.assertion;
}
