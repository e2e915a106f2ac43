import type { Campaign } from "../../src/campaign/assemble.ts";
import type { CampaignPorts } from "../../src/campaign/ports.ts";
import type { Ending } from "../../src/campaign/run.ts";
import { run } from "../../src/campaign/run.ts";
import type { Event } from "../../src/events/event.ts";
import { hashedText } from "../../src/events/event.ts";
import type { Fold, State } from "../../src/events/state.ts";
import { createFold } from "../../src/events/state.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { runningHash } from "../../src/std/hash.ts";
import { calmBackend } from "./hostile-backend.ts";

/** A campaign that was played in memory. */
export interface Played {
  readonly ending: Ending;
  readonly state: State;
  readonly events: readonly Event[];
  readonly genomes: ReadonlyMap<string, Genome>;
}

/** Plays a campaign in memory: from the start, or on from a log that ends with a whole generation. */
export async function play(campaign: Campaign, ports: Partial<CampaignPorts> = {}, before?: Played): Promise<Played> {
  const genomes = new Map(before?.genomes);
  const events: Event[] = [...(before?.events ?? [])];
  const journal = {
    store: (genome: Genome) => void genomes.set(genome.hash, genome),
    append: (event: Event) => void events.push(event),
    commit() {},
  };
  const fold = foldOf(campaign, events, genomes);
  let ms = 0;
  const world = { backend: calmBackend(), journal, clock: () => (ms += 10), now: () => "then" };
  const ending = await run(campaign, { ...world, ...ports }, fold, []);
  return { ending, state: fold.state, events, genomes };
}

/** Folds a log whose genomes are all known. */
export function foldOf(
  { spec, scenario }: Campaign,
  events: readonly Event[],
  genomes: ReadonlyMap<string, Genome>,
): Fold {
  const fold = createFold(spec, scenario.objectives[0], (hash) => genomes.get(hash)!);
  for (const event of events) fold.apply(event);
  return fold;
}

/** The hash of a log. */
export function hashOf(events: Iterable<Event>): string {
  const hash = runningHash();
  for (const event of events) hash.update(`${hashedText(event)}\n`);
  return hash.digest();
}
