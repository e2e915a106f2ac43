import { assemble } from "../campaign/assemble.ts";
import { type CampaignSpec, kindsOf } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import { isNetwork } from "../genome/kinds.ts";
import { calibrate } from "../inference/backend.ts";
import { requireProvider } from "../inference/providers.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";
import { number } from "../text/figures.ts";
import { checkMeeting, isMeeting } from "./meeting.ts";
import { checkNetworkMemory } from "./network-memory.ts";

/** A spec that names what runs its networks. */
export interface Settled {
  readonly spec: CampaignSpec;
  /** How that was found out, where it was. */
  readonly note?: string;
}

/** Networks that engines are tried on. */
const trialNetworks = 64;

/**
 * Chooses the engine of a campaign that leaves it open, by a short trial on the networks that it begins with. From then
 * on it is part of the spec: another engine computes the same within its tolerance, but not bit for bit. Throws
 * `UserError` where this machine has not what the named engine needs, or not the memory for the networks, and where
 * networks are to meet programs and cannot.
 */
export async function settleEngine(spec: CampaignSpec, scenario: Scenario, jobs: number): Promise<Settled> {
  const { engine: named } = spec;
  if (!kindsOf(spec).some((kind) => isNetwork({ kind }))) return { spec };
  checkNetworkMemory(spec, scenario, jobs);
  const meets = isMeeting(spec, scenario);
  const genomes = meets || named === "auto" ? firstNetworks(spec, scenario) : [];
  // At once, not when they first meet.
  if (meets) checkMeeting(spec, scenario, genomes);
  if (named === "webgpu" || named === "cuda") await requireProvider(named);
  if (named !== "auto") return { spec };
  const columns = scenario.cases("train", randomFromSeed(spec.seed)).length;
  const { engine, rates } = await calibrate(genomes, columns);
  const found = rates.map(([name, rate]) => `${name} ${number(rate / 1e6)} million`).join(", ");
  return { spec: { ...spec, engine }, note: `engine ${engine}: ${found} forward passes a second in a short trial` };
}

/** Some of the networks that a campaign begins with; no more than are born at once, since there is memory for these. */
function firstNetworks(spec: CampaignSpec, scenario: Scenario): readonly Genome[] {
  const { emitter } = assemble(spec, scenario);
  const count = Math.min(trialNetworks, spec.births);
  const proposals = [...emitter.ask([], count, randomFromSeed(spec.seed).fork("calibration"))];
  return proposals.map(({ genome }) => genome).filter(isNetwork);
}
