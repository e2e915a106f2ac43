import type { Row } from "../../text/row.ts";
import { row } from "../../text/row.ts";

/** A part of a screen that is as high as its room allows. */
export interface Part {
  /** Where the room is short, parts with the lowest number go first. */
  readonly keep: number;
  /** Rows below which it is left out. */
  readonly least: number;
  /** Rows beyond which it does not grow. */
  readonly most: number;
  /** At most so many rows. */
  draw(rows: number): readonly Row[];
}

/** A part of rows that are known. */
export function fixed(keep: number, rows: readonly Row[]): Part {
  return { keep, least: rows.length, most: rows.length, draw: () => rows };
}

/** An empty row, the first thing to go. */
export function gap(): Part {
  return fixed(0, [row()]);
}

/** Parts below each other in at most so many rows: the dearest grow first. */
export function stacked(parts: readonly Part[], rows: number): readonly Row[] {
  const kept = chosen(
    parts.filter(({ most }) => most > 0),
    rows,
  );
  const heights = new Map(kept.map((part) => [part, part.least]));
  let spare = rows - sum(kept);
  for (const part of kept.toSorted((a, b) => b.keep - a.keep)) {
    const more = Math.min(spare, part.most - part.least);
    heights.set(part, part.least + more);
    spare -= more;
  }
  return kept.flatMap((part) => part.draw(heights.get(part)!).slice(0, heights.get(part))).slice(0, rows);
}

/** The dearest parts that fit together, in their order; no empty row follows another. */
function chosen(parts: readonly Part[], rows: number): readonly Part[] {
  const kept = new Set<Part>();
  let room = rows;
  for (const part of parts.toSorted((a, b) => b.keep - a.keep)) {
    if (part.least > room) continue;
    kept.add(part);
    room -= part.least;
  }
  const inOrder = parts.filter((part) => kept.has(part));
  return inOrder.filter((part, i) => part.keep > 0 || (inOrder[i + 1]?.keep ?? 0) > 0);
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { least }) => total + least, 0);
}
