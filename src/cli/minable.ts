import { alphabetOf } from "../capabilities/trace.ts";
import { type CampaignSpec, kindsOf } from "../events/spec.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";

/** Throws `UserError` where there is nothing that could be mined. */
export function checkMinable(spec: CampaignSpec, scenario: Scenario): void {
  alphabetOf(scenario);
  if (kindsOf(spec).includes("program")) return;
  throw new UserError(
    "no-programs",
    `A campaign of ${spec.scenario.path} that evolves no programs cannot be mined: this version looks for capabilities in programs only`,
    "Mine a run with `--kind program`, or with programs among its kinds.",
  );
}
