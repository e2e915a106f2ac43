import { merged } from "./layout.ts";
import { type Row, type Size, span, type Style } from "./row.ts";
import type { Symbols } from "./symbols.ts";

/** How a line is drawn: its style, and which dashes it has by its place among the lines. */
export interface Stroke {
  readonly style: Style;
  readonly index: number;
}

/** A drawing surface of cells. Where lines meet, the one drawn last gives the style. */
export interface Canvas {
  /** A line through heights (0 at the bottom to 1 at the top) at even distances over the whole width; gaps where not finite. */
  line(heights: readonly number[], stroke: Stroke): void;
  rows(): Row[];
}

/** Of how many dot columns in a row the first ones are drawn, by the line's place among the lines. */
const dashes = [
  { drawn: 1, cycle: 1 },
  { drawn: 4, cycle: 6 },
  { drawn: 1, cycle: 4 },
] as const;

/** A surface with 2 x 4 dots a cell where the symbols have braille, else one mark a cell. */
export function createCanvas({ columns, rows }: Size, symbols: Symbols): Canvas {
  const fine = symbols.name === "unicode";
  const [across, down] = fine ? [2, 4] : [1, 1];
  const [width, height] = [columns * across, rows * down];
  const dots = new Uint8Array(columns * rows);
  const styles: (Style | undefined)[] = [];

  const mark = (x: number, y: number, { style, index }: Stroke): void => {
    const cell = Math.floor(y / down) * columns + Math.floor(x / across);
    const { drawn, cycle } = dashes[Math.min(index, 2)]!;
    if (fine && x % cycle >= drawn) return;
    dots[cell] = fine ? dots[cell]! | brailleDot(x % 2, y % 4) : 1 + Math.min(index, 2);
    styles[cell] = style;
  };
  const segment = (from: Point, to: Point, stroke: Stroke): void => {
    for (let x = from.x; x <= to.x; x++) {
      // The heights that the line passes on this column of dots, up to half way to the next.
      const [a, b] = [x - 0.5, x + 0.5].map((at) => {
        const share =
          to.x === from.x ? (at < from.x ? 0 : 1) : Math.min(1, Math.max(0, (at - from.x) / (to.x - from.x)));
        return Math.round(from.y + (to.y - from.y) * share);
      }) as [number, number];
      for (let y = Math.min(a, b); y <= Math.max(a, b); y++) mark(x, y, stroke);
    }
  };
  return {
    line(heights, stroke) {
      const step = heights.length > 1 ? (width - 1) / (heights.length - 1) : 0;
      let last: Point | undefined;
      for (const [i, share] of heights.entries()) {
        if (!Number.isFinite(share)) {
          last = undefined;
          continue;
        }
        const y = Math.round((1 - Math.min(1, Math.max(0, share))) * (height - 1));
        const point = { x: Math.round(i * step), y };
        segment(last ?? point, point, stroke);
        last = point;
      }
    },
    rows: () =>
      Array.from({ length: rows }, (_, y) =>
        merged(
          Array.from({ length: columns }, (_unused, x) => {
            const found = dots[y * columns + x]!;
            const text = fine
              ? found === 0
                ? " "
                : String.fromCharCode(0x2800 + found)
              : [" ", ...symbols.strokes][found]!;
            return span(text, styles[y * columns + x]);
          }),
        ),
      ),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The bit of a dot in a braille character. */
function brailleDot(x: number, y: number): number {
  return y === 3 ? 0x40 << x : 1 << (y + 3 * x);
}
