import { alphabetOf } from "../capabilities/trace.ts";
import { type CampaignSpec, kindsOf } from "../events/spec.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";

/** Throws `UserError` where there is nothing that could be mined. */
export function checkMinable(spec: CampaignSpec, scenario: Scenario): void {
  alphabetOf(scenario);
  if (kindsOf(spec).some((kind) => kind !== "vector")) return;
  throw new UserError(
    "nothing-to-mine",
    `A campaign of ${spec.scenario.path} that evolves lists of numbers cannot be mined: parts of programs and networks can be told apart, parts of those cannot`,
    "Mine a run with `--kind program`, `--kind network` or `--kind neat`.",
  );
}
