import type { Genome } from "../genome/genome.ts";
import { genomeKinds } from "../genome/kinds.ts";
import { wholeNetwork } from "../genome/kinds/network.ts";
import { assert } from "../std/errors.ts";

/** A genome as entries keep it, by itself: programs are their text, others say their kind too. */
export type Written = string | { readonly kind: string; readonly text: string };

/** A genome as entries keep it. */
export function writtenOf(genome: Genome): Written {
  const { kind, bytes } = wholeNetwork(genome);
  return kind === "program" ? bytes : { kind, text: bytes };
}

/** The carrier that a capability's evidence is about. */
export function carrierOf({ kind, program }: { readonly kind?: string; readonly program: string }): Genome {
  return genomeIn(kind === undefined ? program : { kind, text: program });
}

/** The genome that an entry keeps. Throws `UserError` where it is none. */
export function genomeIn(written: Written): Genome {
  const { kind, text } = typeof written === "string" ? { kind: "program", text: written } : written;
  const found = genomeKinds.find(({ name }) => name === kind);
  assert(found !== undefined, `there are no genomes of the kind ${kind}`);
  return found.parse(text);
}
