/** Whether something still holds with no more than these items; several lists are asked about at once. */
export type Holds<T> = (lists: readonly (readonly T[])[]) => Promise<readonly boolean[]>;

/**
 * Some of the items with which it still holds, where it would hold without none of them. Delta debugging (ddmin): A. Zeller
 * and R. Hildebrandt, IEEE Transactions on Software Engineering 28 (2002); only complements are tried, those of one size
 * together.
 */
export async function ddmin<T>(items: readonly T[], holds: Holds<T>): Promise<readonly T[]> {
  let kept = items;
  for (let pieces = 1; kept.length > 0;) {
    const rests = complements(kept, pieces);
    const held = await holds(rests);
    const first = held.indexOf(true);
    if (first < 0) {
      if (pieces >= kept.length) return kept;
      pieces = Math.min(2 * pieces, kept.length);
    } else {
      const loose = rests.filter((_, i) => held[i] === true);
      const common = kept.filter((item) => loose.every((rest) => rest.includes(item)));
      kept = loose.length > 1 && (await holds([common]))[0] === true ? common : rests[first]!;
      pieces = Math.min(pieces, kept.length);
    }
  }
  return kept;
}

/** What remains where each of so many pieces in turn is left out. */
function complements<T>(items: readonly T[], pieces: number): readonly (readonly T[])[] {
  const end = (piece: number) => Math.round((piece * items.length) / pieces);
  return Array.from({ length: pieces }, (_, i) => [...items.slice(0, end(i)), ...items.slice(end(i + 1))]);
}
