import type { Member } from "../archives/member.ts";
import type { Genome } from "../genome/genome.ts";
import type { Random } from "../std/random.ts";
import type { Usage } from "../variation/calls.ts";

/** A child that an emitter proposes. */
export interface Proposal {
  readonly genome: Genome;
  /** The operator's name. */
  readonly operator: string;
  /** The ids of its parents, in the operator's order. */
  readonly parents: readonly number[];
  readonly island: number;
  /** Who is to write the child, where that is a language model: this proposal takes its place where nothing comes of it. */
  readonly draft?: Draft;
}

/** A child that is still to be written, by somebody who takes their time. */
export interface Draft {
  /** The name of the model operator. */
  readonly operator: string;
  /** The model that is asked, by its name. */
  readonly model: string;
  /** Counts the drafts of a generation, from 0. */
  readonly turn: number;
  /** Whom to ask about: the first, and where nothing new comes of it the next; from 1 to 4. */
  readonly tries: readonly DraftTry[];
}

export interface DraftTry {
  /** As many as the operator takes. */
  readonly parents: readonly Member[];
  /** Others worth a look, from other niches. */
  readonly inspirations: readonly Member[];
}

/** What became of a proposal. */
export interface Told {
  readonly island: number;
  /** As members have it; absent where it failed. */
  readonly fitness?: number;
  /** Who made it; absent where nobody asks. */
  readonly operator?: string;
  /** The fitness to beat: of its best living parent, or of the worst who lives where it has none. */
  readonly parent?: number;
  /** Who was to write it and at what cost; `operator` is another where nothing came of it. No calls, no cost. */
  readonly draft?: DraftTold;
}

/** What was spent on a draft. */
export interface DraftTold {
  readonly operator: string;
  readonly model: string;
  readonly calls: number;
  readonly usage: Usage;
  readonly usd: number;
}

/** Who is proposed next (ask and tell; telling is the fold of events into the members and the memory). */
export interface Emitter<Memory = unknown> {
  readonly name: string;
  /**
   * Exactly `count` proposals, each made when it is taken, so that the first can be evaluated while the next are bred.
   * Pure in its arguments. `members` is empty in the first generation, and an absent memory is the one at the start.
   */
  ask(members: readonly Member[], count: number, random: Random, memory?: Memory): Iterable<Proposal>;
  /** For emitters that know more than who lives, such as a distribution to sample from. */
  readonly memory?: EmitterMemory<Memory>;
}

/** What an emitter remembers: a fold of what was told, so that the log alone brings it back. Memories never change. */
export interface EmitterMemory<Memory> {
  readonly start: Memory;
  /**
   * The memory after a generation. `told` has one entry a proposal, in their order, fewer where the budget cut it
   * short; `random` is the one that `ask` had, so that it can make the same proposals again, of which the log has no more
   * than the hash. Pure.
   */
  after(memory: Memory, told: readonly Told[], random: Random): Memory;
  /** The searches that go on in it, in figures for people. Absent where there is none to tell of. Pure. */
  searches?(memory: Memory): readonly Search[];
}

/** How a search around a mean stands: what samples are drawn with next. It decides nothing. */
export interface Search {
  readonly island: number;
  /** The standard deviation of a sample's numbers; with a covariance the step size, of which that is a multiple. */
  readonly sigma: number;
  /** The longest axis of the covariance over the shortest, from 1; absent where no covariance is learnt. */
  readonly axisRatio?: number;
  /** How often it began anew, and generations without progress since; absent where it never would. */
  readonly restarts?: number;
  readonly idle?: number;
}
