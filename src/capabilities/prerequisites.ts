import type { Pattern } from "./pattern.ts";
import { shows } from "./shows.ts";
import type { Specimen } from "./specimen.ts";

/**
 * For each pattern, which of the others (by index) were shown before it in every lineage that shows it. Relatives by
 * first parents are one lineage.
 */
export function prerequisitesOf(
  patterns: readonly Pattern[],
  specimens: readonly Specimen[],
): readonly (readonly number[])[] {
  const firsts = patterns.map((pattern) => {
    const first = new Map<number, number>();
    for (const { id, root, traces } of specimens) {
      if (shows(pattern, traces)) first.set(root, Math.min(id, first.get(root) ?? Infinity));
    }
    return first;
  });
  return firsts.map((own) =>
    [...firsts.keys()].filter((other) => {
      const before = firsts[other]!;
      return own.size > 0 && [...own].every(([root, id]) => (before.get(root) ?? Infinity) < id);
    }),
  );
}
