import { sha256 } from "../std/hash.ts";

/** What an agent is made of: immutable, content-addressed, of one kind. Two genomes are equal when their bytes are. */
export interface Genome {
  /** The name of the genome's kind, for example `program`. */
  readonly kind: string;
  /** SHA-256 over kind and bytes, 64 hexadecimal digits. */
  readonly hash: string;
  /** The canonical text. */
  readonly bytes: string;
  /** The genome that this one's bytes are relative to; absent where they say all. It has none itself. */
  readonly base?: Genome;
}

/** The rules of one kind of genome. */
export interface GenomeKind {
  readonly name: string;
  /**
   * The genome of a text, in canonical form. Throws `UserError` when the text is not of this kind, or is relative to a
   * genome that `find` does not find by its hash.
   */
  parse(text: string, find?: (hash: string) => Genome | undefined): Genome;
  /** How large the genome is, in the kind's own unit (nodes, numbers); a whole number from 1. */
  size(genome: Genome): number;
  /** How far two genomes are apart: 0 for equal ones, symmetric, never negative, at most 1. */
  distance(a: Genome, b: Genome): number;
}

/** Gives canonical bytes their identity. Only a kind calls it, with bytes it knows to be canonical. */
export function genomeOf(kind: string, bytes: string, base?: Genome): Genome {
  const hash = sha256(`${kind}\n${bytes}`);
  return base === undefined ? { kind, hash, bytes } : { kind, hash, bytes, base };
}
