import type { Draft } from "../emitters/emitter.ts";
import type { Fault } from "../evaluation/evaluation.ts";
import type { Failure, State } from "../events/state.ts";
import type { Genome } from "../genome/genome.ts";
import type { Cost, ModelCall } from "../variation/calls.ts";

/** Has children written by language models: the port that `src/llm` implements. */
export interface Author {
  /** The most that one call costs, whatever it asks. */
  readonly callMost: Cost;
  /** The most calls that one draft, or the lessons, may take. */
  readonly callsMost: number;
  /**
   * Has one child written. Whatever models do is told in the calls; rejects only where the desk does, or with a
   * `WorldError` where replies cannot be kept. The same draft and desk give the same child, once replies are kept.
   */
  write(draft: Draft, desk: Desk): Promise<Manuscript>;
  /** Has lessons drawn from the campaign so far; none where nothing came of it. */
  learn(desk: Desk): Promise<Lessons>;
  /** What is under way, for displays. */
  status(): AuthorStatus;
  /** Gives up what is under way. Idempotent. */
  close(): Promise<void>;
}

/** What an author works with in one generation: the campaign as it was when the generation began. */
export interface Desk {
  readonly state: State;
  readonly lessons: readonly string[];
  readonly failures: readonly Failure[];
  /**
   * Leave to spend this much at most; undefined where the budget does not bear it. The leave is to be settled with what
   * it came to, before the next one is asked for. `call` is the hash of what is to be asked. Rejects when the campaign
   * stops.
   */
  permit(most: Cost, call: string): Promise<Leave | undefined>;
  /** Why a genome is not worth an evaluation on all cases; undefined where it is. */
  refusal(genome: Genome): Promise<Refusal | undefined>;
}

export interface Leave {
  /** The reply may only come out of the record: nothing new is paid for. */
  readonly recordOnly: boolean;
  settle(cost: Cost): void;
}

export type Refusal =
  /** An equal genome was evaluated before. */
  | { readonly kind: "duplicate"; readonly of: number }
  /** It scores on a few cases just as a member does. */
  | { readonly kind: "same-behaviour"; readonly as: number }
  /** It fails on a few cases. */
  | { readonly kind: "failed"; readonly fault: Fault };

/** What came of a draft: the child, where there is one, and all calls in their order. */
export interface Manuscript {
  readonly child?: { readonly genome: Genome; readonly parents: readonly number[] };
  readonly calls: readonly ModelCall[];
}

export interface Lessons {
  /** At most five; absent where there are none. */
  readonly lessons?: readonly string[];
  readonly calls: readonly ModelCall[];
}

/** What models are doing, for displays. */
export interface AuthorStatus {
  readonly inFlight: number;
  /** Calls that wait for a place among those in flight. */
  readonly queued: number;
  /** Replies so far in this sitting that came out of the record, and over the network. */
  readonly recorded: number;
  readonly asked: number;
  /** Tries that were refused for their number (429), and for an overloaded provider (529, 5xx). */
  readonly limited: number;
  readonly overloaded: number;
  /** Milliseconds until the next try of a call that waits after a refusal; absent where none does. */
  readonly retryMs?: number;
}
