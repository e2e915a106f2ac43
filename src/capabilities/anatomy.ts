import type { Genome } from "../genome/genome.ts";
import type { Random } from "../std/random.ts";
import type { Dissection } from "../variation/dissection.ts";

/** What the proof of a capability asks of a kind of genomes, in the world of a scenario. */
export interface Anatomy {
  /** How many genomes may be played until the responsible parts are found. */
  readonly searchMax: number;
  dissected(genome: Genome): Dissection;
  /** How large a genome is, or a part of one by itself. */
  sizeOf(genome: Genome): number;
  /** A part by itself in a simpler form, which may do something else; undefined where there is none. */
  simplified(part: Genome): Genome | undefined;
  /** A part by itself as people read it, in the names that its parts have in the whole. */
  textOf(part: Genome, whole: Genome): string;
  /** What the scenario says about the inputs that a part reads. */
  inputsOf(part: Genome): readonly string[];
  readsInput(genome: Genome): boolean;
  /** The largest number, whatever its sign, that a genome is written to give back. */
  largestConstant(genome: Genome): number;
  /** How a part is put elsewhere; undefined where it cannot stand by itself. */
  graftingOf(part: Genome, random: Random): Grafting | undefined;
}

/** Puts a part into strangers, and other parts for comparison. */
export interface Grafting {
  /**
   * A stranger with the part in it, in several ways; then, in the same ways, with random parts that are about as large.
   * Undefined where it has no place for the part.
   */
  into(
    host: Genome,
    random: { readonly beds: Random; readonly shams: Random },
  ): readonly (readonly Genome[])[] | undefined;
}

/** How many sham parts a stranger gets, one after the other. */
export const shamsEach = 2;
