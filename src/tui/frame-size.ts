import type { Size } from "../text/row.ts";

/** How much a terminal can show: facts in a column, one screen at a time, or panes beside each other. */
export type SizeClass = "tiny" | "small" | "large";

/** The smallest terminal that screens are drawn on. */
const smallest: Size = { columns: 60, rows: 15 };
const large: Size = { columns: 120, rows: 40 };

/** Rows of the frame around a screen's body: header, tabs and line above it; message, line and hints below. */
const frameRows = 6;

/** The class of a terminal of this size. */
export function sizeClass({ columns, rows }: Size): SizeClass {
  if (columns < smallest.columns || rows < smallest.rows) return "tiny";
  return columns >= large.columns && rows >= large.rows ? "large" : "small";
}

/** The room for a screen's body. */
export function bodySize({ columns, rows }: Size): Size {
  return { columns, rows: Math.max(0, rows - frameRows) };
}
