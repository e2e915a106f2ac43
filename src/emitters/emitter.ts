import type { Member } from "../archives/member.ts";
import type { Genome } from "../genome/genome.ts";
import type { Random } from "../std/random.ts";

/** A child that an emitter proposes. */
export interface Proposal {
  readonly genome: Genome;
  /** The operator's name. */
  readonly operator: string;
  /** The ids of its parents, in the operator's order. */
  readonly parents: readonly number[];
  readonly island: number;
}

/** Who is proposed next (ask and tell; telling is the fold of events into the members). */
export interface Emitter {
  readonly name: string;
  /**
   * Exactly `count` proposals, each made when it is taken, so that the first can be evaluated while the next are bred.
   * Pure in its arguments. `members` is empty in the first generation.
   */
  ask(members: readonly Member[], count: number, random: Random): Iterable<Proposal>;
}
