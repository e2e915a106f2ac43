import { ascii, unicode } from "./symbols.ts";
import { widthOf } from "./width.ts";

const substitutes: Readonly<Record<string, string>> = {
  "…": "~",
  "±": "~",
  "×": "x",
  "·": ".",
  "•": "*",
  "–": "-",
  "—": "-",
  "−": "-",
  "≤": "<",
  "≥": ">",
  "≈": "~",
  "↑": "^",
  "↓": "v",
  "→": ">",
  "←": "<",
  "↗": "/",
  "↘": "\\",
  "▲": "^",
  "▼": "v",
  "▸": ">",
  "▾": "v",
  "►": ">",
  "◄": "<",
  "▶": ">",
  "◀": "<",
  "●": "o",
  "○": "o",
  "◆": "*",
  "■": "#",
  "□": "o",
  "✓": "y",
  "✗": "x",
  Δ: "d",
  µ: "u",
  "°": "o",
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "─": "-",
  "━": "-",
  "┄": ".",
  "═": "=",
  "│": "|",
  "┃": "|",
  "║": "|",
  "╱": "/",
  "╲": "\\",
  "░": "-",
  "▒": "+",
  "▓": "*",
  "▀": '"',
  "▐": "#",
};

/** The text in printable ASCII, as many columns wide: known signs by their like, all others as `?`. */
export function toAscii(text: string): string {
  return text.replace(/[^\u0020-\u007e]/gu, (found) => {
    const known =
      substitutes[found] ?? ascii.levels[unicode.levels.indexOf(found)] ?? ascii.parts[unicode.parts.indexOf(found)];
    if (known !== undefined) return known;
    if (found >= "\u2800" && found <= "\u28ff") return strokeOf(found.charCodeAt(0) & 0xff);
    if (found >= "\u2500" && found <= "\u257f") return "+";
    return "?".repeat(widthOf(found));
  });
}

/** A braille pattern by its shape: the line that its dots make. */
function strokeOf(dots: number): string {
  const [left, right] = [heightsOf(dots & 0x47), heightsOf(dots & 0xb8)];
  if (dots === 0) return " ";
  if (left.length + right.length > 6) return "#";
  if (left.length === 0 || right.length === 0) {
    const one = left.length === 0 ? right : left;
    return one.length > 1 ? "|" : one[0]! > 1 ? "'" : ".";
  }
  const lean = middle(right) - middle(left);
  if (Math.abs(lean) >= 1) return lean > 0 ? "/" : "\\";
  if (left.length + right.length > 3) return "|";
  return middle(left) > 2 ? '"' : middle(left) < 1 ? "_" : "-";
}

/** How high the dots of one column of a braille pattern are, from 0 below. */
function heightsOf(dots: number): number[] {
  return [0xc0, 0x24, 0x12, 0x09].flatMap((row, height) => ((dots & row) === 0 ? [] : [height]));
}

function middle(heights: readonly number[]): number {
  return heights.reduce((sum, height) => sum + height, 0) / heights.length;
}
