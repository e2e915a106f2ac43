import assert from "node:assert/strict";
import type { Genome, GenomeKind } from "../genome/genome.ts";
import { UserError } from "../std/errors.ts";

/** What the laws of a genome kind are tried on. */
export interface GenomeKindSamples {
  /** Texts of this kind, at least two of them different genomes. */
  readonly texts: readonly string[];
  /** Texts that are not of this kind. */
  readonly wrong: readonly string[];
}

/**
 * The laws of a genome kind: bytes read back as the same genome, wrong texts are refused with a `UserError`, sizes are
 * whole numbers from 1, and distances are 0 for equal genomes, symmetric and at most 1. Throws at the first broken law.
 */
export async function checkGenomeKind(kind: GenomeKind, { texts, wrong }: GenomeKindSamples): Promise<void> {
  assert.match(kind.name, /^[a-z][a-z0-9-]*$/, `The kind's name is \`${kind.name}\`, not in kebab case`);
  const genomes = texts.map((text) => checkText(kind, text));
  const different = new Set(genomes.map(({ hash }) => hash)).size;
  assert.ok(different > 1, "The samples must hold two different genomes, or the laws of distance are not tried");
  assert.ok(wrong.length > 0, "The samples must hold a wrong text, or refusal is not tried");
  for (const text of wrong) {
    const refusal = `The kind \`${kind.name}\` must refuse ${JSON.stringify(text.slice(0, 80))} with a UserError`;
    assert.throws(() => kind.parse(text), UserError, refusal);
  }
  for (const a of genomes) for (const b of genomes) checkDistance(kind, a, b);
}

function checkText(kind: GenomeKind, text: string): Genome {
  const genome = kind.parse(text);
  const shown = JSON.stringify(text.slice(0, 80));
  assert.equal(genome.kind, kind.name, `The genome of ${shown} has another kind than the one that made it`);
  assert.match(genome.hash, /^[0-9a-f]{64}$/, `The hash of ${shown} is not 64 hexadecimal digits`);
  const again = kind.parse(genome.bytes);
  assert.equal(again.bytes, genome.bytes, `The canonical bytes of ${shown} do not read back as the same bytes`);
  assert.equal(again.hash, genome.hash, `Equal bytes of ${shown} have different hashes`);
  const size = kind.size(genome);
  assert.ok(Number.isSafeInteger(size) && size >= 1, `The size of ${shown} is ${size}, not a whole number from 1`);
  assert.equal(kind.size(again), size, `The size of ${shown} changes when it is read again`);
  return genome;
}

function checkDistance(kind: GenomeKind, a: Genome, b: Genome): void {
  const distance = kind.distance(a, b);
  const pair = `${JSON.stringify(a.bytes.slice(0, 60))} and ${JSON.stringify(b.bytes.slice(0, 60))}`;
  assert.ok(distance >= 0 && distance <= 1, `The distance of ${pair} is ${distance}, not between 0 and 1`);
  assert.equal(kind.distance(b, a), distance, `The distance of ${pair} is not symmetric`);
  assert.equal(kind.distance(a, kind.parse(a.bytes)), 0, `A genome is not at distance 0 from itself: ${pair}`);
}
