/** The characters that pictures are made of; `ascii` where a terminal or a font cannot show the others. */
export interface Symbols {
  readonly name: "unicode" | "ascii";
  /** Eighths of a cell from the bottom, from empty to full: nine of them. */
  readonly levels: readonly string[];
  /** Eighths of a cell from the left, from empty to full. */
  readonly parts: readonly string[];
  /** Shades from nothing to full. */
  readonly shades: readonly string[];
  /** Horizontal, vertical, then the corners: top left, top right, bottom left, bottom right; then tees: left, right. */
  readonly box: readonly [string, string, string, string, string, string, string, string];
  /** How the first, the second and all further lines of a chart are drawn. */
  readonly strokes: readonly [string, string, string];
  /** A branch that another one follows, the last branch, and the line that passes by a branch: three columns each. */
  readonly tree: { readonly branch: string; readonly last: string; readonly pass: string };
  /** What can be opened, and what is open. */
  readonly fold: { readonly closed: string; readonly open: string };
  readonly plusMinus: string;
  readonly ellipsis: string;
  readonly arrow: { readonly up: string; readonly down: string; readonly right: string; readonly left: string };
  readonly bullet: string;
  readonly cursor: string;
}

/** For terminals that show block characters, braille and box lines. */
export const unicode: Symbols = {
  name: "unicode",
  levels: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
  parts: [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
  shades: ["·", "░", "▒", "▓", "█"],
  box: ["─", "│", "┌", "┐", "└", "┘", "├", "┤"],
  strokes: ["─", "┄", "·"],
  tree: { branch: "├─ ", last: "└─ ", pass: "│  " },
  fold: { closed: "▸", open: "▾" },
  plusMinus: "±",
  ellipsis: "…",
  arrow: { up: "↑", down: "↓", right: "→", left: "←" },
  bullet: "•",
  cursor: ">",
};

/** For all others. */
export const ascii: Symbols = {
  name: "ascii",
  levels: [" ", ".", ".", ":", "-", "=", "+", "*", "#"],
  parts: [" ", " ", "-", "-", "-", "=", "=", "=", "#"],
  shades: [".", "-", "+", "*", "#"],
  box: ["-", "|", "+", "+", "+", "+", "+", "+"],
  strokes: ["*", ".", "+"],
  tree: { branch: "|- ", last: "`- ", pass: "|  " },
  fold: { closed: "+", open: "-" },
  plusMinus: "~",
  ellipsis: "~",
  arrow: { up: "^", down: "v", right: ">", left: "<" },
  bullet: "*",
  cursor: ">",
};
