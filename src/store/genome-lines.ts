import type { Genome } from "../genome/genome.ts";
import { WorldError } from "../std/errors.ts";

/** A genome as it stands on the disk: its base is a line of its own, before it. */
export interface StoredGenome extends Omit<Genome, "base"> {
  /** The hash of the base. */
  readonly base?: string;
}

/** Writes genomes as lines. */
export interface GenomeLines {
  /** The lines that store a genome: its base's first, where that was not written here yet. */
  linesOf(genome: Genome): readonly string[];
}

/** Starts writing; who starts again may write a base again. */
export function genomeLines(): GenomeLines {
  const bases = new Set<string>();
  let latest = "";
  return {
    linesOf(genome) {
      const { kind, hash, bytes, base } = genome;
      if (base === undefined) {
        latest = hash;
        return [JSON.stringify({ kind, hash, bytes })];
      }
      const line = JSON.stringify({ kind, hash, bytes, base: base.hash });
      if (base.hash === latest || bases.has(base.hash)) {
        bases.add(base.hash);
        return [line];
      }
      bases.add(base.hash);
      return [JSON.stringify(base), line];
    },
  };
}

/** A line of stored genomes; lines count from 1. Throws `WorldError` where it is none. */
export function parseGenome(text: string, line: number, log: string): StoredGenome {
  let genome: StoredGenome | undefined;
  try {
    genome = JSON.parse(text) as StoredGenome;
  } catch {
    // Said below.
  }
  if (typeof genome?.hash === "string" && typeof genome.bytes === "string") return genome;
  throw damagedError(log, line, "a genome");
}

/** The genome with its base, which `find` looks up. Throws `WorldError` where that is not there. */
export function withBase(stored: StoredGenome, find: (hash: string) => Genome | undefined, log: string): Genome {
  const { kind, hash, bytes, base: name } = stored;
  if (name === undefined) return { kind, hash, bytes };
  const base = find(name);
  if (base !== undefined) return { kind, hash, bytes, base };
  throw new WorldError(
    "genome-missing",
    `${log} has the genome ${hash}, but not ${name}, which it is relative to`,
    "Restore the file from a copy.",
  );
}

/** What is said of a file of lines that is damaged before its end; lines count from 1. */
export function damagedError(log: string, line: number, expected: string): WorldError {
  return new WorldError(
    "log-damaged",
    `${log} is damaged at line ${line}: expected ${expected}`,
    "A torn last line is cut by itself; damage before the end is not. Restore the file from a copy.",
  );
}
