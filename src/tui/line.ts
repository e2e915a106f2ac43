import { characters } from "../text/width.ts";
import { isPrinted } from "./keys.ts";
import type { Key } from "./screen.ts";

/** A line of text that is being typed; the cursor counts characters from its start. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
}

const lengthMax = 500;

/** A line with its cursor at the end. */
export function lineOf(text: string): Line {
  const kept = characters(text).slice(0, lengthMax);
  return { text: kept.join(""), cursor: kept.length };
}

/** The line with the text at its cursor. */
function insert({ text, cursor }: Line, added: string): Line {
  const letters = characters(text);
  const before = lineOf(letters.slice(0, cursor).join("") + added);
  const after = letters.slice(cursor).join("");
  return letters.length >= lengthMax ? { text, cursor } : { text: before.text + after, cursor: before.cursor };
}

/** What the key makes of the line; undefined for keys that do not edit. */
export function edit(line: Line, key: Key): Line | undefined {
  if (isPrinted(key)) return insert(line, key);
  const { text, cursor } = line;
  const letters = characters(text);
  const without = (from: number, to: number): Line => ({
    text: letters.toSpliced(from, to - from).join(""),
    cursor: from,
  });
  switch (key) {
    case "backspace":
      return without(Math.max(0, cursor - 1), cursor);
    case "delete":
    case "ctrl-d":
      return without(cursor, Math.min(letters.length, cursor + 1));
    case "left":
    case "ctrl-b":
      return { text, cursor: Math.max(0, cursor - 1) };
    case "right":
    case "ctrl-f":
      return { text, cursor: Math.min(letters.length, cursor + 1) };
    case "home":
    case "ctrl-a":
      return { text, cursor: 0 };
    case "end":
    case "ctrl-e":
      return { text, cursor: letters.length };
    case "ctrl-u":
      return without(0, cursor);
    case "ctrl-k":
      return without(cursor, letters.length);
    case "ctrl-w":
      return without(
        characters(
          letters
            .slice(0, cursor)
            .join("")
            .replace(/\S*\s*$/, ""),
        ).length,
        cursor,
      );
    default:
      return undefined;
  }
}
