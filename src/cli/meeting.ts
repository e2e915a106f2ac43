import { assemble } from "../campaign/assemble.ts";
import { type CampaignSpec, kindsOf } from "../events/spec.ts";
import { isNetwork } from "../genome/kinds.ts";
import { networkAsProgram, withoutMemory } from "../inference/network-program.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";

/** Throws `UserError` where networks and programs are to be rivals and cannot: at once, not when they first meet. */
export function checkMeeting(spec: CampaignSpec, scenario: Scenario): void {
  const kinds = kindsOf(spec);
  const isMixed = kinds.includes("program") && kinds.some((kind) => isNetwork({ kind }));
  if (!isMixed || (scenario.rivals ?? 0) === 0) return;
  // The first networks that grow have no memory yet, but may get one.
  if (kinds.includes("neat") && spec.network?.recurrent === true) throw withoutMemory();
  const { emitter } = assemble(spec, scenario);
  for (const { genome } of emitter.ask([], kinds.length * 2, randomFromSeed(spec.seed).fork("meeting"))) {
    if (isNetwork(genome)) networkAsProgram(genome, scenario);
  }
}
