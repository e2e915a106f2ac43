import { type Row, row, type Size, type Span, span, type Style } from "./row.ts";
import { type Symbols, unicode } from "./symbols.ts";
import { cut, fit, head, widthOf } from "./width.ts";

/** How many columns a row takes. */
export function rowWidth(line: Row): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** The row in at most so many columns; what was cut off is marked by an ellipsis. */
export function cutRow(line: Row, columns: number, symbols: Symbols = unicode): Row {
  if (rowWidth(line) <= columns) return line;
  const kept: Span[] = [];
  let room = columns;
  for (const { text, style } of line) {
    const width = widthOf(text);
    // What fills the row to its end must leave a column for the ellipsis, since more is to come.
    const shown = width < room ? text : head(text, room - 1) + (room > 0 ? symbols.ellipsis : "");
    if (shown !== "") kept.push(span(shown, style));
    if (width >= room) break;
    room -= width;
  }
  return kept;
}

/** The row in exactly so many columns: cut, or padded with spaces in the given style. */
export function padRow(line: Row, columns: number, options: { symbols?: Symbols; style?: Style } = {}): Row {
  const shown = cutRow(line, columns, options.symbols);
  const space = Math.max(0, columns - rowWidth(shown));
  return space === 0 ? shown : [...shown, span(" ".repeat(space), options.style)];
}

/** The row with its parts all in one style, for example a selected one. */
export function restyle(line: Row, style: Style): Row {
  return line.map(({ text }) => span(text, style));
}

/** Neighbours in one style as one span. */
export function merged(line: Row): Row {
  const parts: Span[] = [];
  for (const part of line) {
    const last = parts.at(-1);
    if (last?.style === part.style) parts[parts.length - 1] = span(last.text + part.text, part.style);
    else parts.push(part);
  }
  return parts;
}

/** Parts at the left and at the right end of one row; the left one gives way. */
export function spread(left: Row, right: Row, columns: number, symbols: Symbols = unicode): Row {
  const end = cutRow(right, columns, symbols);
  return [...padRow(left, columns - rowWidth(end), { symbols }), ...end];
}

/** A line across. */
export function rule(columns: number, symbols: Symbols = unicode): Row {
  return row(span(symbols.box[0].repeat(Math.max(0, columns)), "dim"));
}

/** Rows in a width of their own. */
export interface Block {
  readonly rows: readonly Row[];
  readonly columns: number;
}

/** Blocks beside each other, with so many empty columns between them; short ones are filled up with empty rows. */
export function sideBySide(blocks: readonly Block[], gap: number, symbols: Symbols = unicode): Row[] {
  const height = Math.max(0, ...blocks.map(({ rows }) => rows.length));
  return Array.from({ length: height }, (_, y) =>
    blocks.flatMap(({ rows, columns }, i) => [
      ...(i > 0 && gap > 0 ? [span(" ".repeat(gap))] : []),
      ...padRow(rows[y] ?? [], columns, { symbols }),
    ]),
  );
}

/** The room inside a box of this size. */
export function insideBox(size: Size): Size {
  return { columns: Math.max(0, size.columns - 4), rows: Math.max(0, size.rows - 2) };
}

/** Rows in a frame of exactly this size with its title in the upper line; what does not fit inside is left out. */
export function boxed(title: Row | string, rows: readonly Row[], size: Size, symbols: Symbols = unicode): Row[] {
  const [across, down, topLeft, topRight, bottomLeft, bottomRight] = symbols.box;
  const inside = insideBox(size);
  if (size.columns < 4 || size.rows < 2) return rows.slice(0, size.rows).map((line) => cutRow(line, size.columns));
  const heading = typeof title === "string" ? row(span(title, "title")) : title;
  const shown = heading.length === 0 ? [] : cutRow([span(" "), ...heading, span(" ")], size.columns - 3, symbols);
  const edge = (text: string): Span => span(text, "dim");
  const top = [
    edge(topLeft),
    ...shown,
    edge(across.repeat(Math.max(0, size.columns - 2 - rowWidth(shown)))),
    edge(topRight),
  ];
  const body = Array.from({ length: inside.rows }, (_, y) => [
    edge(`${down} `),
    ...padRow(rows[y] ?? [], inside.columns, { symbols }),
    edge(` ${down}`),
  ]);
  return [top, ...body, [edge(bottomLeft + across.repeat(size.columns - 2) + bottomRight)]];
}

/** One column of a table. */
export interface Column<Item> {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Columns it takes at least. */
  readonly width: number;
  /** Columns it may grow to where there is room; `width` when absent. */
  readonly widthMax?: number;
  /** Where the room is short, columns with the highest number are left out first; 0 stays always. */
  readonly drop: number;
  cell(item: Item): Span | string;
}

/** How a table is laid out. */
export interface TableOptions {
  /** The room: no row is wider. */
  readonly columns: number;
  readonly symbols?: Symbols;
  /** The index of the item that is shown as selected. */
  readonly selected?: number | undefined;
  /** Empty columns between columns; 2 when absent. */
  readonly gap?: number;
}

/** A header and one row an item. Columns are left out in their declared order until the rest fits. */
export function tableRows<Item>(
  columns: readonly Column<Item>[],
  items: readonly Item[],
  { columns: room, symbols = unicode, selected, gap = 2 }: TableOptions,
): Row[] {
  const laid = layColumns(columns, room, gap);
  const space = span(" ".repeat(gap));
  const line = (cells: readonly Span[], style?: Style): Row => {
    const parts = laid.flatMap(({ column, width }, i) => {
      const { text, style: own } = cells[i]!;
      const shown = span(fit(text, width, { align: column.align ?? "left", symbols }), style ?? own);
      return i === 0 ? [shown] : [style === undefined ? space : span(space.text, style), shown];
    });
    return style === "selected" ? padRow(parts, room, { symbols, style }) : cutRow(parts, room, symbols);
  };
  const header = line(
    laid.map(({ column }) => span(column.title)),
    "title",
  );
  return [
    header,
    ...items.map((item, index) => {
      const cells = laid.map(({ column }) => column.cell(item));
      const spans = cells.map((cell) => (typeof cell === "string" ? span(cell) : cell));
      return line(spans, index === selected ? "selected" : undefined);
    }),
  ];
}

interface LaidColumn<Item> {
  readonly column: Column<Item>;
  readonly width: number;
}

function layColumns<Item>(columns: readonly Column<Item>[], room: number, gap: number): LaidColumn<Item>[] {
  const needs = (some: readonly Column<Item>[]): number =>
    some.reduce((sum, { width }) => sum + width, 0) + gap * Math.max(0, some.length - 1);
  let kept = [...columns];
  while (needs(kept) > room) {
    const worst = Math.max(...kept.map(({ drop }) => drop));
    if (worst <= 0) break;
    const last = kept.findLastIndex(({ drop }) => drop === worst);
    kept = kept.filter((_, i) => i !== last);
  }
  let spare = Math.max(0, room - needs(kept));
  return kept.map((column) => {
    const more = Math.min(spare, Math.max(0, (column.widthMax ?? column.width) - column.width));
    spare -= more;
    return { column, width: column.width + more };
  });
}

/** A label and a value, for lists of facts: the label dim and in a column of its own. */
export function fact(label: string, value: Row | string, labelColumns: number): Row {
  const parts = typeof value === "string" ? row(value) : value;
  return [span(`${fit(label, labelColumns)} `, "dim"), ...parts];
}

/** Text in lines of at most so many columns, broken between words where that is possible. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= columns) line = longer;
    else {
      if (line !== "") lines.push(line);
      line = cut(word, columns);
    }
  }
  return line === "" ? lines : [...lines, line];
}
