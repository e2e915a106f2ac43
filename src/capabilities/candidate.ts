import type { Pattern } from "./pattern.ts";

/** A behaviour that became more frequent than chance, inheritance and mere change explain. */
export interface Candidate {
  readonly pattern: Pattern;
  /** The variant that showed it first. */
  readonly first: number;
  /** Variants that show it, the best first; at most 50. */
  readonly carriers: readonly number[];
  /** Founders whose descendants show it. */
  readonly lineages: number;
  /** The shares of the variants that show it, in the early and in the late window. */
  readonly early: number;
  readonly late: number;
  readonly evidence: Evidence;
}

/** How likely as much would be if nothing were behind it: p-values, corrected for all patterns that were looked at. */
export interface Evidence {
  /** Early and late exchanged, within lineages. */
  readonly permutation: number;
  /** Traces with the same tokens and the same steps from one to the next, in another order (Markov, order 1). */
  readonly markov: number;
  /** The same operators and population without selection, and how patterns drift there; absent without a shadow run. */
  readonly shadow?: number;
  /** Children given to the better ones by chance: of the whole campaign, and not of a pattern; absent where nobody had any. */
  readonly selection?: number;
}
