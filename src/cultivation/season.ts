import { assemble } from "../campaign/assemble.ts";
import type { CampaignPorts } from "../campaign/ports.ts";
import { run } from "../campaign/run.ts";
import type { Backend } from "../evaluation/backend.ts";
import type { CampaignSpec } from "../events/spec.ts";
import { createFold } from "../events/state.ts";
import type { Genome } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";

/** A stretch of evolution. */
export interface Season {
  /** Its settings, but for what begins and ends it. */
  readonly spec: CampaignSpec;
  readonly scenario: Scenario;
  readonly backend: Backend;
  readonly signal: AbortSignal;
  /** After the first, which consists of those that it begins with; from 1. */
  readonly generations: number;
}

/**
 * Who lives after so many generations of an ordinary campaign that begins with these genomes, and with random ones where
 * they are too few. Nothing of it is written anywhere. Undefined where it was stopped.
 */
export async function evolved(start: readonly Genome[], season: Season): Promise<readonly Genome[] | undefined> {
  const { spec, scenario, backend, signal, generations } = season;
  const campaign = assemble({ ...spec, start: start.map(({ bytes }) => bytes), budget: {} }, scenario);
  const fold = createFold(campaign.spec, scenario.objectives[0], nameless, campaign.emitter.memory);
  // Over when its generations are, and not as campaigns end: nobody asks for a champion.
  const over = new AbortController();
  const ports: CampaignPorts = {
    backend,
    journal: { store() {}, append() {}, commit() {} },
    clock: () => 0,
    now: () => "",
    signal: AbortSignal.any([signal, over.signal]),
    subscriber(event) {
      if (event.type === "generation-finished" && event.generation === generations) over.abort();
    },
  };
  await run(campaign, ports, fold, []);
  return signal.aborted ? undefined : fold.state.members.map(({ genome }) => genome);
}

function nameless(hash: string): Genome {
  return assert(false, `genome ${hash} was born here`) as never;
}
