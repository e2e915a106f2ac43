/** The alternate screen as lines: only those that changed are written, each at its place. */
export interface Glass {
  show(lines: readonly string[]): void;
  /** Something else has written there: the next picture is written as a whole. */
  forget(): void;
}

const begin = "\u001b[?2026h";
const end = "\u001b[?2026l";

/**
 * Draws pictures that fill the terminal. Ink lays out and measures every line of every frame again, which took more than
 * half of a viewer's processor time; what fills the screen needs no layout.
 */
export function createGlass(write: (text: string) => void): Glass {
  let shown: readonly string[] = [];
  let isForgotten = true;
  return {
    show(lines) {
      let text = "";
      const before = isForgotten ? [] : shown;
      for (let y = 0; y < Math.max(lines.length, before.length); y++) {
        // Cleared first: behind a line that fills the row the cursor stands on its last column.
        if (lines[y] !== before[y]) text += `\u001b[${y + 1};1H\u001b[2K${lines[y]?.trimEnd() ?? ""}`;
      }
      // A terminal that knows these shows all of it at once.
      if (text !== "") write(`${begin}${text}${end}`);
      shown = lines;
      isForgotten = false;
    },
    forget() {
      isForgotten = true;
    },
  };
}
