import type { Genome, GenomeKind } from "./genome.ts";
import { neatKind } from "./kinds/neat.ts";
import { networkKind } from "./kinds/network.ts";
import { programKind } from "./kinds/program.ts";
import { vectorKind } from "./kinds/vector.ts";

/** The built-in kinds of genomes. */
export const genomeKinds: readonly GenomeKind[] = [programKind, vectorKind, networkKind, neatKind];

/** Whether a genome is a network, with a fixed topology or an evolved one. */
export function isNetwork({ kind }: Pick<Genome, "kind">): boolean {
  return kind === "network" || kind === "neat";
}
