/** What became of the claim that an agent is better than another: the record of its incubation, plain data. */
export interface Incubation {
  readonly schema: "lamarck/incubation@1";
  /** The first 16 hexadecimal digits of the SHA-256 of what was claimed, of whom, and in which world. */
  readonly id: string;
  readonly about: string;
  readonly scenario: {
    readonly path: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly hash: string;
  };
  /** Who it is about, as the hypothesis names them, and the hashes of their genomes. */
  readonly innovation: { readonly name: string; readonly genome: string };
  readonly champion: { readonly name: string; readonly genome: string };
  /** The gain that was claimed and the least that is worth it, as shares of what the champion scores. */
  readonly claim: { readonly gain: number; readonly least: number };
  /** The normal prior of the mean gain: centred at 0, so wide, and why. */
  readonly prior: { readonly mean: 0; readonly scale: number; readonly from: "hypothesis" | "history" | "default" };
  readonly seed: number;
  readonly evaluations: { readonly budget: number; readonly used: number };
  /** In order, to the first that was not passed. */
  readonly phases: readonly Phase[];
  readonly graduated: boolean;
  /** What to do now; empty for what graduated. */
  readonly next_steps: readonly string[];
}

export type PhaseName = "functionality" | "benchmark" | "generalisation" | "readiness";

/** A phase: passed where all of its checks are. */
export interface Phase {
  readonly name: PhaseName;
  readonly passed: boolean;
  readonly evaluations: number;
  readonly checks: readonly Check[];
  readonly comparisons: readonly Comparison[];
}

export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** What was found, in words; figures of time may be others another time. */
  readonly found: string;
}

/** Paired gains over somebody, as shares of what the champion scores. */
export interface Comparison {
  readonly arena: "training" | "held-out" | "scaled";
  readonly against: "champion" | "random search";
  /** How many pairs there were: draws of cases, or single cases where they are always the same. */
  readonly pairs: number;
  /** The largest evidence that there is a gain; 20 is asked for. */
  readonly e_value: number;
  /** The largest evidence that the gain is less than what is asked for; at 20 it is given up. */
  readonly e_against: number;
  /** Mean and standard deviation of the posterior, and its probability that the gain is as large as asked for. */
  readonly posterior: { readonly mean: number; readonly deviation: number; readonly atLeast: number };
  /** `open`: it was not decided yet when another comparison was found futile. */
  readonly ended: "shown" | "futile" | "open" | "budget" | "no more cases";
}
