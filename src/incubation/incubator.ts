import type { Proving } from "../capabilities/trial.ts";
import type { Comparison } from "../capabilities/incubation.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Genome } from "../genome/genome.ts";

/** Where agents are compared: on training cases, on held-out ones, or on those of a larger world. */
export type Arena = Comparison["arena"];

/** A draw of cases: those of other numbers, from 0, are drawn anew, and nobody has seen any of them. */
export interface Draw {
  readonly arena: Arena;
  readonly number: number;
}

/** What came of a draw. */
export interface Played {
  /** Equal for equal lists of cases. */
  readonly cases: string;
  /** One a genome, in their order. */
  readonly outcomes: readonly Outcome[];
}

/** What an incubation does in the world: the port through which innovations are put to the test. */
export interface Incubator extends Proving {
  /** Plays genomes, one after the other, on the cases of a draw. */
  draw(genomes: readonly Genome[], draw: Draw): Promise<Played>;
  /** How many milliseconds an evaluation on a draw takes each genome: the least of so many, in turns. */
  times(genomes: readonly Genome[], draw: Draw, repeats: number): Promise<readonly number[]>;
  /** The outcome on training cases, played alone in a fresh sandbox. */
  alone(genome: Genome): Promise<Outcome>;
  /** On how many of so many inputs at the edges of their types each genome fails. */
  edgeFaults(genomes: readonly Genome[], inputs: number): Promise<readonly number[]>;
  /** Whether a population of these genomes that was saved is restored bit for bit after others were put in its place. */
  restores(saved: readonly Genome[], others: readonly Genome[]): Promise<boolean>;
}
