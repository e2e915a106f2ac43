import type { Random } from "../std/random.ts";
import type { Standing } from "./capability.ts";
import { embeddingOf } from "./embedding.ts";
import { kindsOf } from "./kinds.ts";
import { noveltyOf } from "./novelty.ts";
import type { Specimen } from "./specimen.ts";

/** What the variants that were looked at did, as places on a map: plain data, kept beside the log. */
export interface BehaviourMap {
  readonly schema: "lamarck/behaviours@1";
  /** In order of birth. */
  readonly variants: readonly MappedVariant[];
  /** By kind of behaviour, how well it comes back when variants are drawn again: the mean Jaccard index, from 0.75 to 1. */
  readonly stabilities: readonly number[];
  /** How many clusters were none, since they did not come back so well. */
  readonly unstable: number;
  /** By capability, the variants that show it. */
  readonly shown: Readonly<Record<string, readonly number[]>>;
}

/** What a variant did. */
export interface MappedVariant {
  readonly id: number;
  readonly generation: number;
  /** The kind of its behaviour, from 1 in the order in which they appeared; absent where it is of none. */
  readonly kind?: number;
  /** Its place along the two directions in which behaviours differ most. */
  readonly at: readonly [x: number, y: number];
  /** How new it was when it appeared: a percentile, from 0 to 1; absent for the first 15. */
  readonly novelty?: number;
}

/** Maps what some variants did, who come in order of birth; what they show is not known yet. */
export function behaviourMapOf(specimens: readonly Specimen[], random: Random): BehaviourMap {
  const points = embeddingOf(specimens, random.fork("embedding"));
  const { of, stabilities, unstable } = kindsOf(points, random.fork("kinds"));
  const novelty = noveltyOf(points);
  const coordinate = (point: number, k: number): number =>
    k < points.dimensions ? rounded(points.values[point * points.dimensions + k]!) : 0;
  const variants = specimens.map(({ id, generation }, i) => ({
    id,
    generation,
    ...(of[i] === -1 ? {} : { kind: of[i]! + 1 }),
    at: [coordinate(i, 0), coordinate(i, 1)] as const,
    ...(Number.isNaN(novelty[i]) ? {} : { novelty: rounded(novelty[i]!) }),
  }));
  return { schema: "lamarck/behaviours@1", variants, stabilities: stabilities.map(rounded), unstable, shown: {} };
}

/** Where those who show something stand on the map, and how new it was what the first of them did. */
export function standingOf(
  { variants, stabilities }: BehaviourMap,
  { first, carriers }: { readonly first: number; readonly carriers: ReadonlySet<number> },
): Standing {
  const novelty = variants.find(({ id }) => id === first)?.novelty;
  const counts = new Map<number, number>();
  for (const { id, kind } of variants) {
    if (kind !== undefined && carriers.has(id)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return {
    ...(novelty === undefined ? {} : { novelty }),
    carriers: carriers.size,
    kinds: [...counts].toSorted(([a, x], [b, y]) => y - x || a - b),
    of: stabilities.length,
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
