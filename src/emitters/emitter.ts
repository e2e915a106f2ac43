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

/** What became of a proposal. */
export interface Told {
  readonly island: number;
  /** As members have it; absent where it failed. */
  readonly fitness?: number;
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
}
