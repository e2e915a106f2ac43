import { toAscii } from "../text/ascii.ts";
import type { Row } from "../text/row.ts";
import { sanitize } from "../text/sanitize.ts";
import type { Symbols } from "../text/symbols.ts";
import type { Theme } from "./theme.ts";

/**
 * Rows as lines for a terminal: each style switched on before its text and off after it. Whatever a row holds, nothing
 * but the theme's own codes steers the terminal, and with ASCII symbols nothing but printable ASCII is written.
 */
export function paint(rows: readonly Row[], theme: Theme, symbols: Symbols): string[] {
  return rows.map((line) => {
    let painted = "";
    let last = "";
    for (const { text, style } of line) {
      if (text === "") continue;
      const code = theme[style];
      if (code !== last) painted += (last === "" ? "" : "\u001b[0m") + (code === "" ? "" : `\u001b[${code}m`);
      painted += clean(text, symbols);
      last = code;
    }
    return last === "" ? painted : `${painted}\u001b[0m`;
  });
}

const plain = /^[\u0020-\u007e]*$/;

function clean(text: string, symbols: Symbols): string {
  if (plain.test(text)) return text;
  const safe = sanitize(text.replace(/[\n\t]/g, " "));
  return symbols.name === "ascii" ? toAscii(safe) : safe;
}
