import type { Member } from "../archives/member.ts";
import type { Proposal } from "../emitters/emitter.ts";
import type { Batch, CaseSet } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Event } from "../events/event.ts";
import type { Fold } from "../events/state.ts";
import type { Genome } from "../genome/genome.ts";
import type { Campaign } from "./assemble.ts";
import type { CampaignPorts } from "./ports.ts";

/** Emits an event, with the genome that a birth brings. */
export type Emit = (event: Event, genome?: Genome) => void;

/** Makes batches of the campaign's scenario, and knows what the log already holds of the open generation. */
export interface Evaluator {
  recorded(generation: number, id: number): Outcome | undefined;
  batch(cases: CaseSet, genomes: readonly Genome[], rivals: readonly Genome[]): Batch;
}

/** What the steps of the loop share. */
export interface Tools {
  readonly campaign: Campaign;
  readonly ports: CampaignPorts;
  readonly fold: Fold;
  readonly emit: Emit;
  readonly evaluator: Evaluator;
  /** Calls of models that the log says were left unpaid, in the generation that was interrupted. */
  readonly unpaid: ReadonlySet<string>;
}

/** A generation to come. */
export interface Generation {
  readonly generation: number;
  readonly proposals: Iterable<Proposal>;
  /** Members that are evaluated again, because their rivals are new. */
  readonly again: readonly Member[];
  readonly rivals: readonly Member[];
}
