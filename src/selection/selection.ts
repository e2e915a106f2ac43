import type { Member } from "../archives/member.ts";
import type { Random } from "../std/random.ts";

/** Decides who breeds. */
export interface Selection {
  readonly name: string;
  /**
   * Looks once at the members (never empty) and returns a chooser that picks one parent a call.
   * What is drawn once a generation, such as the cases of a down-sample, comes from `random` here.
   */
  prepare(members: readonly Member[], random: Random): (random: Random) => Member;
}
