import type { Genome } from "../genome/genome.ts";
import { parseGenome, type StoredGenome, withBase } from "./genome-lines.ts";
import { lineAt, tailOf } from "./tail.ts";

/** The genomes of a run, read when they are asked for. */
export interface Genomes {
  /** The genome of a hash; undefined where it is not on the disk. Throws `WorldError` where the file is damaged. */
  find(hash: string): Genome | undefined;
}

const heldMax = 64;
/** So many digits of the hash are kept: two genomes that share them are told apart by reading. */
const keyDigits = 12;

/**
 * Opens the file of a run's genomes, which need not be there yet. It is indexed by hash as it grows; the genomes asked
 * for last are kept in memory.
 */
export function openGenomes(path: string): Genomes {
  const index = createIndex(path);
  const held = new Map<string, Genome>();
  function find(hash: string, isBase = false): Genome | undefined {
    let genome = held.get(hash);
    if (genome === undefined) {
      const stored = lookUp(path, index.places(hash), hash);
      // A base has none itself, so a damaged file cannot lead in circles.
      if (stored === undefined || (isBase && stored.base !== undefined)) return undefined;
      genome = withBase(stored, (base) => find(base, true), path);
    }
    held.delete(hash);
    held.set(hash, genome);
    for (const oldest of held.keys()) {
      if (held.size <= heldMax) break;
      held.delete(oldest);
    }
    return genome;
  }

  return { find: (hash) => find(hash) };
}

/** Where in the file the lines are whose hashes begin alike. */
interface Index {
  places(hash: string): readonly number[];
}

function createIndex(path: string): Index {
  const tail = tailOf(path);
  let known = new Map<number, number | readonly number[]>();
  let restarts = 0;
  let lines = 0;

  function grow(): void {
    tail.read((line, at) => {
      if (tail.restarts() > restarts) [known, lines] = [new Map(), 0];
      restarts = tail.restarts();
      const key = keyOf(hashOf(line, ++lines, path));
      const before = known.get(key);
      known.set(key, before === undefined ? at : [before, at].flat());
      return true;
    });
  }

  return {
    places(hash) {
      const key = keyOf(hash);
      if (!known.has(key)) grow();
      return [known.get(key) ?? []].flat();
    },
  };
}

function keyOf(hash: string): number {
  const key = Number.parseInt(hash.slice(0, keyDigits), 16);
  return Number.isNaN(key) ? -1 : key;
}

const hashMark = Buffer.from('"hash":"');

/** The hash in a line, without reading all of it where the line is as it is always written. */
function hashOf(line: Buffer, number: number, path: string): string {
  const at = line.subarray(0, 64).indexOf(hashMark) + hashMark.length;
  const isUsual = at >= hashMark.length && line[at + 64] === 0x22 && line.at(-1) === 0x7d;
  return isUsual ? line.toString("latin1", at, at + 64) : parseGenome(line.toString("utf8"), number, path).hash;
}

/** The genome at one of these places. */
function lookUp(path: string, places: readonly number[], hash: string): StoredGenome | undefined {
  for (const place of places) {
    const genome = genomeIn(lineAt(path, place));
    if (genome?.hash === hash) return genome;
  }
  return undefined;
}

/** Undefined where the file is another one than when it was indexed. */
function genomeIn(line: string): StoredGenome | undefined {
  try {
    return JSON.parse(line) as StoredGenome;
  } catch {
    return undefined;
  }
}
