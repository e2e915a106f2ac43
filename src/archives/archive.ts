import type { Random } from "../std/random.ts";
import type { Member } from "./member.ts";

/** What an archive is asked to place. */
export interface Placement {
  readonly generation: number;
  readonly members: readonly Member[];
  /** Scored newcomers of this generation, in order of birth, on the islands of their parents. */
  readonly newcomers: readonly Member[];
  readonly random: Random;
}

/** Decides who lives. Pure: it holds no state, the members are the state. */
export interface Archive {
  readonly name: string;
  /** The most members it ever holds. */
  readonly capacity: number;
  readonly islands: number;
  /** The number of an island where some live but nobody is born and nobody breeds, where there is one. */
  readonly apart?: number;
  /** The members after this generation, each with its island and niche, in an order that is part of the result. */
  place(placement: Placement): readonly Member[];
}
