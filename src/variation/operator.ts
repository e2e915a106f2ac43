import type { Genome } from "../genome/genome.ts";
import type { NetworkShape } from "../genome/kinds/network/shape.ts";
import type { Primitives, Signature } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";

/** What an operator may know about the campaign it works in. */
export interface VariationContext {
  readonly signature: Signature;
  readonly primitives: Primitives;
  /** The largest child that may be made, in the genome kind's unit. */
  readonly sizeMax: number;
  /** The shape of new networks; present where networks evolve. */
  readonly network?: NetworkShape;
}

/** Makes one child from parents. Pure: the same parents and the same random give the same child. */
export interface Operator {
  /** Unique, in kebab case; it is written to the log. */
  readonly name: string;
  /** The genome kind it works on. */
  readonly kind: string;
  readonly about: string;
  /** How many parents it takes. */
  readonly arity: 0 | 1 | 2;
  /** A valid child that is not larger than allowed, or undefined when these parents cannot give one. */
  vary(parents: readonly Genome[], context: VariationContext, random: Random): Genome | undefined;
}
