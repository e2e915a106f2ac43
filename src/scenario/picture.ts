/** A surface for pictures of a world: texts in cells and, finer, dots of which 2 × 4 make a cell. Texts hide dots. */
export interface Picture {
  readonly columns: number;
  readonly rows: number;
  /** Writes a text from a cell to the right, from the upper left; what would lie outside is left out. */
  write(column: number, row: number, text: string): void;
  /** Sets a dot; `x` counts two a column, `y` four a row. */
  dot(x: number, y: number): void;
  /** A straight line of dots. */
  line(from: Point, to: Point): void;
  /** The picture without spaces at the ends of its lines. */
  lines(): readonly string[];
}

/** A place in dots. */
export type Point = readonly [x: number, y: number];

/** No line has more dots. */
const dotsMax = 10_000;

/** An empty picture of this size. */
export function createPicture(columns: number, rows: number): Picture {
  const texts = Array.from({ length: rows }, (): (string | undefined)[] => []);
  const dots = Array.from({ length: rows }, () => new Uint8Array(columns));
  const dot = (x: number, y: number): void => {
    const [left, top] = [Math.round(x), Math.round(y)];
    const [column, row] = [left >> 1, top >> 2];
    // A comparison is false for what is no number.
    if (left >= 0 && column < columns && top >= 0 && row < rows) dots[row]![column]! |= braille(left & 1, top & 3);
  };
  return {
    columns,
    rows,
    dot,
    write(column, row, text) {
      const line = texts[Math.round(row)];
      if (line === undefined) return;
      let at = Math.round(column);
      for (const character of text) {
        if (at >= 0 && at < columns) line[at] = character;
        at++;
      }
    },
    line([x0, y0], [x1, y1]) {
      const steps = Math.min(dotsMax, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1)));
      for (let i = 0; i <= steps; i++) dot(x0 + ((x1 - x0) * i) / steps, y0 + ((y1 - y0) * i) / steps);
    },
    lines: () =>
      texts.map((line, row) =>
        Array.from(
          dots[row]!,
          (bits, column) => line[column] ?? (bits === 0 ? " " : String.fromCharCode(0x2800 + bits)),
        )
          .join("")
          .trimEnd(),
      ),
  };
}

/** The bit of a dot within its cell, as the Unicode block of braille patterns numbers them. */
function braille(x: number, y: number): number {
  return y === 3 ? 0x40 << x : 1 << (y + 3 * x);
}

/** A bar whose length is a share (0 to 1) of these columns, in eighths of a cell. */
export function bar(share: number, columns: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * columns * 8) || 0;
  return "█".repeat(eighths >> 3) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths & 7]!;
}

/** As many of the texts, from the first, as fit into one line beside each other. */
export function inLine(texts: readonly string[], columns: number): string {
  let line = texts[0] ?? "";
  for (const text of texts.slice(1)) {
    const longer = `${line}   ${text}`;
    if (longer.length > columns) break;
    line = longer;
  }
  return line.slice(0, columns);
}

/** A number with its sign; nothing but a space before what is shown as zero. */
export function signed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? ` ${text.replace("-", "")}` : value > 0 ? `+${text}` : text;
}

/** A scale in the middle of a row between two labels, with a mark where `share` is (-1 to 1); nothing without room. */
export function gauge(picture: Picture, row: number, share: number, [left, right]: readonly [string, string]): void {
  const width = Math.min(61, picture.columns - left.length - right.length);
  if (width < 11) return;
  const middle = (width - 1) / 2;
  const scale = Array.from({ length: width }, () => "─");
  scale[0] = "├";
  scale[width - 1] = "┤";
  scale[Math.round(middle)] = "┼";
  scale[Math.round(middle + Math.min(1, Math.max(-1, share)) * middle)] = "●";
  const start = (picture.columns - left.length - width - right.length) / 2;
  picture.write(Math.floor(start), row, left + scale.join("") + right);
}
