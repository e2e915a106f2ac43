import type { Outcome } from "../evaluation/evaluation.ts";
import type { Genome } from "../genome/genome.ts";
import type { Trace } from "./trace.ts";

/** What a genome does in the world: the port through which capabilities are put to the test. */
export interface Proving {
  /**
   * Plays genomes on cases that the search has not seen, drawn anew for each seed (from 0), and on the training cases of
   * the campaign where `seed` is "train". One performance a genome, in their order; faults are outcomes.
   */
  play(genomes: readonly Genome[], seed: number | "train"): Promise<readonly Performance[]>;
}

/** What a genome did, and what came of it. */
export interface Performance {
  readonly outcome: Outcome;
  /** One a case; none where it failed. */
  readonly traces: readonly Trace[];
}
