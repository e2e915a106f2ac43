import type { Backend } from "../evaluation/backend.ts";
import type { Event } from "../events/event.ts";
import type { Budget } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import type { Author } from "./author.ts";

/** What the loop needs of the world around it. */
export interface CampaignPorts {
  readonly backend: Backend;
  /** Writes the children that language models are to write; where absent, what else was proposed is born instead. */
  readonly author?: Author;
  /** Takes events and genomes; what `commit` was called for is never lost. */
  readonly journal: Journal;
  /** Milliseconds since some moment; only for what is merely observed. */
  readonly clock: () => number;
  /** The date and time as text, likewise. */
  readonly now: () => string;
  /** Ends the loop soon, without an event: the campaign can be resumed. */
  readonly signal?: AbortSignal;
  /**
   * Another budget than the log's, which takes effect between two generations; but models are paid no more than it
   * bears from now on.
   */
  readonly budget?: () => Budget | undefined;
  /** Told of every event after it was folded. It can only look. */
  readonly subscriber?: (event: Event) => void;
}

export interface Journal {
  /** Stores a genome before the event that names it. */
  store(genome: Genome): void;
  append(event: Event): void;
  /** Makes what was appended durable. */
  commit(): void;
}
