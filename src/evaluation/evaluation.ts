/** Whose fault a failed evaluation was, in one word; failures are data and never a score of 0. */
export type FaultKind =
  /** The program threw, or its process died under it. */
  | "crashed"
  /** It used up its fuel, time or memory. */
  | "exhausted"
  /** It returned something that is not an answer: the wrong type, a number that is not finite. */
  | "bad-action"
  /** The static gate does not let it in: syntax, size, forbidden words. */
  | "refused";

export interface Fault {
  readonly kind: FaultKind;
  /** The case on which it happened; absent where no case was played. */
  readonly case?: string;
  /** At most 200 characters; the same in every run. */
  readonly message: string;
}

/** What was merely seen and decides nothing: it may differ from run to run. */
export interface Observed {
  readonly ms?: number;
  /** Which path ran it: many to a call in a shared realm, or alone in a fresh isolate. */
  readonly speed?: "shared" | "alone";
  /** What ended it, where it was ended: which limit, how many tries. */
  readonly note?: string;
}

export interface Scored {
  readonly status: "scored";
  /** One row a case, one number an objective, in the scenario's own direction. */
  readonly scores: readonly (readonly number[])[];
  /** Means over the cases, one number a measure. */
  readonly measures: readonly number[];
  readonly observed?: Observed;
}

export interface Failed {
  readonly status: "failed";
  readonly fault: Fault;
  readonly observed?: Observed;
}

/** One variant on a list of cases. */
export type Outcome = Scored | Failed;
