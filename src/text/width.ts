import stringWidth from "string-width";
import { type Symbols, unicode } from "./symbols.ts";

/** How a text is fitted to a column: its side, and whose ellipsis marks what was cut off. */
export interface Fit {
  readonly align?: "left" | "right";
  readonly symbols?: Symbols;
}

// Characters of one code unit and one column each: ASCII, Latin-1, the arrows, and what pictures are made of.
const plain = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff\u2026\u2190-\u2193\u2500-\u25fc\u2800-\u28ff]*$/;
// A character with the marks and modifiers that follow it: what is never cut apart.
const clusters = /\P{M}?(?:\p{M}|\p{Emoji_Modifier}|\u200d\P{M})*/gsu;

/** How many columns of a terminal the text takes; characters of ambiguous width take one. */
export function widthOf(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text);
}

/** The text in characters as people count them: each with the marks that belong to it. */
export function characters(text: string): readonly string[] {
  return (text.match(clusters) ?? []).filter((part) => part !== "");
}

/** The text, or its beginning with an ellipsis, in at most so many columns. */
export function cut(text: string, columns: number, symbols: Symbols = unicode): string {
  if (columns <= 0) return "";
  if (widthOf(text) <= columns) return text;
  return columns === 1 ? symbols.ellipsis : head(text, columns - 1) + symbols.ellipsis;
}

/** The text cut or padded with spaces to exactly so many columns. */
export function fit(text: string, columns: number, { align = "left", symbols = unicode }: Fit = {}): string {
  const shown = cut(text, columns, symbols);
  const space = " ".repeat(Math.max(0, columns - widthOf(shown)));
  return align === "left" ? shown + space : space + shown;
}

/** The longest beginning of the text that takes at most so many columns; marks stay with their character. */
export function head(text: string, columns: number): string {
  if (columns <= 0) return "";
  if (plain.test(text)) return text.slice(0, columns);
  // No character takes more than two columns, but some take none: look at a bounded stretch.
  const parts = characters(text.slice(0, 64 + columns * 16));
  let end = 0;
  for (let width = 0; end < parts.length; end++) {
    width += widthOf(parts[end]!);
    if (width > columns) break;
  }
  // Characters that join to others are now and then wider together than apart.
  let start = parts.slice(0, end).join("");
  while (widthOf(start) > columns) start = parts.slice(0, --end).join("");
  return start;
}
