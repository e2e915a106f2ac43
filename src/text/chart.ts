import { createCanvas } from "./canvas.ts";
import { number } from "./figures.ts";
import { merged } from "./layout.ts";
import { type Row, row, type Size, type Span, span, type Style } from "./row.ts";
import type { Symbols } from "./symbols.ts";
import { fit, widthOf } from "./width.ts";

/** One line of a chart: values at even distances, oldest first; what is not finite is a gap. */
export interface Series {
  readonly values: readonly number[];
  readonly style: Style;
  /** Its name in the legend. */
  readonly label?: string;
}

/** What stands at the edges of a chart. */
export interface Axis {
  /** How a value of the y axis is written; five significant digits when absent. */
  readonly format?: (value: number) => string;
  /** What stands under the first and under the last value; no row is spent on it when absent. */
  readonly ends?: readonly [string, string];
  /** Fixed ends of the y axis; else those of the values. */
  readonly low?: number;
  readonly high?: number;
}

export interface LineChartOptions {
  readonly size: Size;
  readonly symbols: Symbols;
  readonly axis?: Axis;
}

/**
 * Lines over a y axis, in exactly the rows asked for. The first series is drawn through, the others are dashed, so
 * that they are told apart without colour; where they meet, the first is on top.
 */
export function lineChart(series: readonly Series[], { size, symbols, axis = {} }: LineChartOptions): Row[] {
  const blank = Array.from({ length: Math.max(0, size.rows) }, () => row());
  const plotRows = size.rows - (axis.ends === undefined ? 0 : 1);
  const finite = series.flatMap(({ values }) => values.filter(Number.isFinite));
  if (plotRows < 1 || size.columns < 4 || finite.length === 0) return blank;
  const [low, high] = ends(finite, axis);
  const labels = yLabels(low, high, plotRows, axis.format ?? number);
  const labelColumns = Math.min(Math.max(...labels.map(widthOf)), Math.floor(size.columns / 2));
  const plotColumns = size.columns - labelColumns - 1;
  const canvas = createCanvas({ columns: plotColumns, rows: plotRows }, symbols);
  for (const [index, { values, style }] of [...series.entries()].toReversed()) {
    canvas.line(
      values.map((value) => shareOf(value, low, high)),
      { style, index },
    );
  }
  const rows = canvas.rows().map((line, y) => {
    const label = labels[y]!;
    const edge = label === "" ? symbols.box[1] : symbols.box[7];
    return [span(fit(label, labelColumns, { align: "right", symbols }) + edge, "dim"), ...line];
  });
  return axis.ends === undefined ? rows : [...rows, xLabels(axis.ends, labelColumns + 1, plotColumns)];
}

/** The ends of the y axis: never the same number, whatever the values are. */
function ends(values: readonly number[], axis: Axis): readonly [number, number] {
  let low = axis.low ?? values.reduce((a, b) => Math.min(a, b));
  let high = axis.high ?? values.reduce((a, b) => Math.max(a, b));
  if (!isApart(low, high)) {
    const margin = Math.abs(low) * 0.05 || 1;
    [low, high] = [low - margin, low + margin];
  }
  return [low, high];
}

/** Half the distance of two values; halved first, since the distance of large numbers is no number. */
function halfway(low: number, high: number): number {
  return high / 2 - low / 2;
}

/** Whether two values differ by more than what rounding does to a mean. */
function isApart(low: number, high: number): boolean {
  return halfway(low, high) > Math.max(Math.abs(low), Math.abs(high)) * 1e-12;
}

/** Where a value lies between two others that are apart. */
function shareOf(value: number, low: number, high: number): number {
  return halfway(low, value) / halfway(low, high);
}

/** A label for every third row or so, from the top; empty texts between them. */
function yLabels(low: number, high: number, rows: number, format: (value: number) => string): string[] {
  const steps = Math.max(1, Math.floor((rows - 1) / (rows > 8 ? 3 : 2)));
  const labels = Array.from({ length: rows }, () => "");
  if (rows === 1) return [format(high)];
  for (let step = 0; step <= steps; step++) {
    const y = Math.round((step * (rows - 1)) / steps);
    const share = y / (rows - 1);
    labels[y] = format(high * (1 - share) + low * share);
  }
  return labels;
}

function xLabels([first, last]: readonly [string, string], indent: number, columns: number): Row {
  const right = fit(last, Math.max(0, Math.min(columns - widthOf(first) - 1, widthOf(last))), { align: "right" });
  const left = fit(first, columns - widthOf(right));
  return row(span(" ".repeat(indent) + left + right, "dim"));
}

/** The names of the lines with how each is drawn. */
export function legend(series: readonly Series[], symbols: Symbols): Row {
  const strokes = symbols.strokes;
  return series.flatMap(({ label, style }, i) =>
    label === undefined ? [] : [span(strokes[Math.min(i, strokes.length - 1)]!, style), span(` ${label}  `, "dim")],
  );
}

/** The latest values as a line of small bars, one a column where there is room, else one an even stretch. */
export function sparkline(values: readonly number[], columns: number, symbols: Symbols): string {
  const means = condensed(values, columns);
  const finite = means.filter(Number.isFinite);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  return means
    .map((value) => {
      if (!Number.isFinite(value)) return " ";
      const level = isApart(low, high) ? 1 + Math.round(shareOf(value, low, high) * 7) : 4;
      return symbols.levels[level]!;
    })
    .join("");
}

/** At most so many values: means over even stretches of the finite ones. */
function condensed(values: readonly number[], columns: number): readonly number[] {
  if (values.length <= columns) return values;
  return Array.from({ length: Math.max(0, columns) }, (_, i) => {
    const from = Math.floor((i * values.length) / columns);
    const part = values.slice(from, Math.floor(((i + 1) * values.length) / columns)).filter(Number.isFinite);
    return part.reduce((sum, value) => sum + value / part.length, part.length === 0 ? Number.NaN : 0);
  });
}

/** A share (0 to 1) as a bar of exactly so many columns. */
export function bar(share: number, columns: number, symbols: Symbols): string {
  const eighths = Math.round(Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share)) * Math.max(0, columns) * 8);
  const full = Math.floor(eighths / 8);
  const part = eighths % 8 === 0 ? "" : symbols.parts[eighths % 8]!;
  return symbols.parts[8]!.repeat(full) + part + symbols.shades[1]!.repeat(Math.max(0, columns - full - part.length));
}

export interface HeatMapOptions {
  readonly size: Size;
  readonly symbols: Symbols;
  /** The values of the coldest and of the hottest colour; the ends of the values when absent. */
  readonly low?: number;
  readonly high?: number;
  /** The cell that is marked. */
  readonly cursor?: { readonly row: number; readonly column: number };
}

const cellRowsMax = 4;
const heats: readonly Style[] = ["heat-1", "heat-2", "heat-3", "heat-4", "heat-5"];

/**
 * A grid of values (undefined: an empty cell), first row on top, by colour and by shade. Each cell is twice as many
 * columns wide as rows high, up to eight by four, or one by one where the room is short; a grid that is too large is
 * drawn with several cells in one, at their highest.
 */
export function heatMap(cells: readonly (readonly (number | undefined)[])[], options: HeatMapOptions): Row[] {
  const { size, symbols, cursor } = options;
  const across = Math.max(0, ...cells.map((line) => line.length));
  if (across === 0 || size.columns < 1 || size.rows < 1) return [];
  const tall = Math.max(
    1,
    Math.min(cellRowsMax, Math.floor(size.columns / (2 * across)), Math.floor(size.rows / cells.length)),
  );
  const wide = across * 2 <= size.columns ? 2 * tall : 1;
  const byColumn = Math.ceil((across * wide) / size.columns);
  const byRow = Math.ceil(cells.length / size.rows);
  const values = cells.flat().filter((value) => value !== undefined && Number.isFinite(value)) as number[];
  const low = options.low ?? values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = options.high ?? values.reduce((a, b) => Math.max(a, b), -Infinity);
  const draw = (y: number, x: number): Span => {
    const marked = cursor && Math.floor(cursor.row / byRow) === y && Math.floor(cursor.column / byColumn) === x;
    const block = cells.slice(y * byRow, (y + 1) * byRow).map((line) => line.slice(x * byColumn, (x + 1) * byColumn));
    const highest = Math.max(-Infinity, ...block.flat().map((value) => value ?? -Infinity));
    if (marked) return span(wide === 1 ? "X" : `[${" ".repeat(wide - 2)}]`, "selected");
    if (!Number.isFinite(highest)) return span(symbols.shades[0]!.padEnd(wide), "dim");
    const share = isApart(low, high) ? shareOf(highest, low, high) : 1;
    const step = Math.min(4, Math.max(0, Math.floor(share * 5)));
    return span(symbols.shades[Math.min(4, step + 1)]!.repeat(wide), heats[step]);
  };
  return Array.from({ length: Math.ceil(cells.length / byRow) }, (_, y) =>
    merged(Array.from({ length: Math.ceil(across / byColumn) }, (_unused, x) => draw(y, x))),
  ).flatMap((line) => Array.from({ length: tall }, () => line));
}

/** How many of the finite values fall into each of so many even bins between their ends. */
export function binned(values: readonly number[], bins: number): { counts: number[]; low: number; high: number } {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const counts = Array.from({ length: Math.max(1, bins) }, () => 0);
  for (const value of finite) {
    const share = isApart(low, high) ? shareOf(value, low, high) : 0.5;
    counts[Math.min(counts.length - 1, Math.floor(share * counts.length))]! += 1;
  }
  return { counts, low, high };
}

/** Upright bars, in exactly the rows asked for, one or more columns a bar; the longest reaches the top. */
export function histogram(counts: readonly number[], size: Size, symbols: Symbols): Row[] {
  const shown = counts.slice(0, Math.max(0, size.columns));
  const wide = Math.max(1, Math.floor(size.columns / Math.max(1, shown.length)));
  const most = Math.max(1e-9, ...shown.filter(Number.isFinite));
  return Array.from({ length: Math.max(0, size.rows) }, (_, y) => {
    const base = (size.rows - 1 - y) * 8;
    const line = shown.map((value) => {
      const eighths = Number.isFinite(value) ? Math.round((value / most) * size.rows * 8) : 0;
      // What is there at all is seen.
      const height = value > 0 ? Math.max(1, eighths) : 0;
      return symbols.levels[Math.min(8, Math.max(0, height - base))]!.repeat(wide);
    });
    return row(span(line.join(""), "series-1"));
  });
}
