import type { Genome } from "../genome/genome.ts";
import { type CampaignSpec, kindsOf } from "../events/spec.ts";
import { isNetwork } from "../genome/kinds.ts";
import { networkAsProgram, withoutMemory } from "../inference/network-program.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** Whether networks and programs of a campaign are to be rivals. */
export function isMeeting(spec: CampaignSpec, scenario: Scenario): boolean {
  const kinds = kindsOf(spec);
  const isMixed = kinds.includes("program") && kinds.some((kind) => isNetwork({ kind }));
  return isMixed && (scenario.rivals ?? 0) > 0;
}

/** Throws `UserError` where the networks that such a campaign begins with cannot be rivals of programs. */
export function checkMeeting(spec: CampaignSpec, scenario: Scenario, networks: readonly Genome[]): void {
  // The first networks that grow have no memory yet, but may get one.
  if (kindsOf(spec).includes("neat") && spec.network?.recurrent === true) throw withoutMemory();
  for (const network of networks) networkAsProgram(network, scenario);
}
