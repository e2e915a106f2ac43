import type { CampaignSpec } from "../events/spec.ts";
import { casesOf } from "../scenario/cases.ts";
import type { Case, Scenario } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";

/** What all requests of a campaign are about. */
export interface Problem {
  readonly scenario: Scenario;
  /** The training cases, in the order of the members' scores. */
  readonly cases: readonly Case[];
  readonly sizeMax: number;
  readonly parsimony: number;
}

/** The problem of a campaign. Throws `UserError` where the scenario has no cases to show. */
export function problemOf({ seed, scenario: { path }, sizeMax, parsimony }: CampaignSpec, scenario: Scenario): Problem {
  const random = randomFromSeed(seed).fork("cases").fork("train");
  return { scenario, cases: casesOf(scenario, "train", random, path), sizeMax, parsimony };
}
