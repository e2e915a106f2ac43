import { heatMap } from "../../text/chart.ts";
import { count, number, percent } from "../../text/figures.ts";
import { cutRow, sideBySide, spread } from "../../text/layout.ts";
import { type Row, row, type Size, span } from "../../text/row.ts";
import { oneLine } from "../../text/sanitize.ts";
import { fit, widthOf } from "../../text/width.ts";
import { binRange, type Axis, type Grid, gridOf, residents } from "../../view/archive.ts";
import type { Key, Scene, Step } from "../screen.ts";
import type { ArchiveState, Cell } from "./archive-state.ts";
import { detailOf } from "./population-detail.ts";
import { counted, nameOf } from "./variant-words.ts";

/** The grid in force. */
export function gridIn({ model }: Scene, { x, y, island }: ArchiveState): Grid | undefined {
  return gridOf(model.view, {
    ...(x === undefined ? {} : { x }),
    ...(y === undefined ? {} : { y }),
    ...(island === undefined ? {} : { island }),
  });
}

/** The cell under the cursor: that of the selected variant, unless the cursor was moved since it was selected. */
export function cellOf({ selected, model }: Scene, grid: Grid, { cell }: ArchiveState): Cell {
  if (cell !== undefined && cell.selected === selected) return within(grid, cell);
  const id = selected ?? model.view.state.best?.id;
  const at = grid.cells.findIndex((held) => held?.best.id === id);
  const place = at >= 0 ? at : grid.cells.findIndex((held) => held !== undefined);
  const shown = Math.max(0, place);
  return { column: shown % grid.columns, row: Math.floor(shown / grid.columns), selected };
}

function within({ columns, rows }: Grid, { column, row: line, selected }: Cell): Cell {
  return { column: clamp(column, columns), row: clamp(line, rows), selected };
}

function clamp(at: number, length: number): number {
  return Math.max(0, Math.min(length - 1, at));
}

/** The heat map with the cell under the cursor beside it, or below it where the room is narrow. */
export function gridRows(scene: Scene, state: ArchiveState, grid: Grid): readonly Row[] {
  const { columns, rows } = scene.size;
  const cell = cellOf(scene, grid, state);
  const isBeside = columns >= 76;
  const room = Math.max(1, rows - 1);
  const mapSize = isBeside
    ? { columns: Math.floor(columns * 0.56), rows: room }
    : { columns, rows: Math.max(1, room - 4) };
  const map = mapRows(scene, grid, { ...mapSize, cell });
  const width = Math.max(0, ...map.map((line) => line.reduce((sum, { text }) => sum + widthOf(text), 0)));
  const aside = isBeside
    ? { columns: columns - width - 3, rows: room }
    : { columns: columns - 1, rows: Math.max(0, room - map.length) };
  const info = cellRows(scene, grid, { ...aside, cell });
  const body = isBeside
    ? sideBySide(
        [
          { rows: map, columns: width },
          { rows: info, columns: aside.columns },
        ],
        2,
        scene.symbols,
      )
    : [...map, ...info];
  return [gridHeading(scene, state, grid), ...body].map((one) => cutRow(one, columns, scene.symbols)).slice(0, rows);
}

function gridHeading({ model, size, symbols }: Scene, { island }: ArchiveState, { held, capacity, axes }: Grid): Row {
  const qd = model.view.generations.at(-1)?.qd;
  const where = island === undefined ? "" : `  on island ${island}`;
  const left = row(
    span(` ${count(held)} of ${count(capacity)} cells`, "strong"),
    span(`  ${percent(held, capacity)}${where}`),
    span(qd === undefined ? "" : `  QD ${number(qd)}`, "dim"),
    span(axes.length > 2 ? `  ${axes.length} axes (x X)` : "", "dim"),
  );
  return spread(
    left,
    row(span(`  ${symbols.shades[0]} empty  ${symbols.shades[1]} worst  ${symbols.shades[4]} best `, "dim")),
    size.columns,
    symbols,
  );
}

interface MapRequest extends Size {
  /** The marked cell; none in a pane that has no cursor. */
  readonly cell?: Cell;
}

/** The grid as a picture with its axes, in at most so many rows and columns. */
export function mapRows({ symbols }: Scene, grid: Grid, { columns, rows, cell }: MapRequest): Row[] {
  const { x, y } = grid;
  const labels = y === undefined ? ["", ""] : [number(y.range[1]), number(y.range[0])];
  const gutter = Math.min(10, Math.max(...labels.map(widthOf)));
  const lines = Array.from({ length: grid.rows }, (_, i) => ranks(grid, grid.rows - 1 - i));
  const marked = cell === undefined ? {} : { cursor: { row: grid.rows - 1 - cell.row, column: cell.column } };
  // One row for the upper axis' name, two for the lower axis.
  const size = { columns: columns - gutter - 3, rows: Math.max(1, rows - 3) };
  const picture = heatMap(lines, { size, symbols, low: 0, high: 1, ...marked });
  const width = Math.max(1, ...picture.map((line) => line.reduce((sum, { text }) => sum + text.length, 0)));
  const edge = (label: string): Row => [span(` ${fit(label, gutter, { align: "right" })} ${symbols.box[1]}`, "dim")];
  const drawn = picture.map((line, i) => [
    ...edge(i === 0 ? labels[0]! : i === picture.length - 1 ? labels[1]! : ""),
    ...line,
  ]);
  const indent = " ".repeat(gutter + 3);
  const ends = [number(x.range[0]), number(x.range[1])] as const;
  const space = " ".repeat(Math.max(1, width - ends[0].length - ends[1].length));
  const name = y === undefined ? "" : `${indent}${symbols.arrow.up} ${axisName(y)}`;
  return [
    row(span(name, "accent")),
    ...drawn,
    row(span(`${indent}${ends[0]}${space}${ends[1]}`, "dim")),
    row(span(`${indent}${symbols.arrow.right} ${axisName(x)}`, "accent")),
  ]
    .map((line) => cutRow(line, columns, symbols))
    .slice(0, Math.max(0, rows));
}

function axisName({ name, bins }: Axis): string {
  return `${oneLine(name, 24)} (${counted(bins, "bin")})`;
}

/** The ranks of the scores in one row of the grid, from 0 for the worst to 1 for the best: outliers do not dim the rest. */
function ranks({ cells, columns }: Grid, line: number): (number | undefined)[] {
  const sorted = rankOf(cells);
  return cells
    .slice(line * columns, (line + 1) * columns)
    .map((cell) => (cell === undefined ? undefined : sorted.get(cell.best.fitness)));
}

type Cells = Grid["cells"];
const rankCache = new WeakMap<Cells, ReadonlyMap<number, number>>();

function rankOf(cells: Cells): ReadonlyMap<number, number> {
  const known = rankCache.get(cells);
  if (known !== undefined) return known;
  const values = [...new Set(cells.flatMap((cell) => (cell === undefined ? [] : [cell.best.fitness])))].toSorted(
    (a, b) => a - b,
  );
  const found = new Map(values.map((value, i) => [value, values.length < 2 ? 1 : i / (values.length - 1)]));
  rankCache.set(cells, found);
  return found;
}

/** What the cursor is on: which values the cell spans, and who holds it. */
function cellRows(scene: Scene, grid: Grid, { columns, rows, cell }: Required<MapRequest>): readonly Row[] {
  const { x, y } = grid;
  const nameColumns = Math.max(
    10,
    ...[x, ...(y === undefined ? [] : [y])].map(({ name }) => Math.min(16, widthOf(name))),
  );
  const range = (axis: Axis, bin: number): Row => {
    const [from, to] = binRange(axis, bin);
    return row(span(`${fit(oneLine(axis.name, 24), nameColumns)} `, "dim"), `${number(from)} to ${number(to)}`);
  };
  const held = grid.cells[cell.row * grid.columns + cell.column];
  const where = [range(x, cell.column), ...(y === undefined ? [] : [range(y, cell.row)])];
  if (held === undefined) return [row(span("Empty cell", "strong")), ...where].slice(0, rows);
  const { best, holders } = held;
  const variant = scene.model.view.variants.row(best.id);
  const head = row(
    span(`${nameOf(best.id)}  ${number(best.score)}`, "strong"),
    span(holders > 1 ? `  best of ${holders} here` : "", "dim"),
  );
  const detail =
    variant === undefined || rows < 6
      ? []
      : [row(), ...detailOf(scene, variant, { base: "parent", size: { columns, rows: rows - where.length - 2 } })];
  return [head, ...where, ...detail].slice(0, Math.max(0, rows));
}

/** What a key does on the grid. */
export function pressGrid(key: Key, scene: Scene, state: ArchiveState, grid: Grid): Step<ArchiveState> | undefined {
  const cell = cellOf(scene, grid, state);
  const by = steps.get(key);
  if (by !== undefined) return goTo(state, grid, scene, { column: cell.column + by[0], row: cell.row + by[1] });
  switch (key) {
    case "x":
      return turned(state, grid, { x: nextAxis(grid, grid.x), y: grid.y?.measure });
    case "X":
      return grid.y === undefined
        ? turned(state, grid, {})
        : turned(state, grid, { x: grid.x.measure, y: nextAxis(grid, grid.y) });
    case "g":
    case "home":
    case "G":
    case "end": {
      const living = residents(scene.model.view, state.island);
      const one = key === "g" || key === "home" ? living[0] : living.at(-1);
      const at = grid.cells.findIndex((held) => held?.best.id === one?.id);
      if (at < 0) return one === undefined ? undefined : { act: { do: "select", id: one.id } };
      return goTo(state, grid, scene, { column: at % grid.columns, row: Math.floor(at / grid.columns) });
    }
    default:
      return undefined;
  }
}

const steps: ReadonlyMap<Key, readonly [number, number]> = new Map([
  ["h", [-1, 0]],
  ["left", [-1, 0]],
  ["l", [1, 0]],
  ["right", [1, 0]],
  ["k", [0, 1]],
  ["up", [0, 1]],
  ["j", [0, -1]],
  ["down", [0, -1]],
  ["page-up", [0, 5]],
  ["page-down", [0, -5]],
]);

/** Puts the cursor on a cell, and selects who holds it. */
function goTo(
  state: ArchiveState,
  grid: Grid,
  { selected }: Scene,
  to: Pick<Cell, "column" | "row">,
): Step<ArchiveState> {
  const cell = within(grid, { ...to, selected });
  const id = grid.cells[cell.row * grid.columns + cell.column]?.best.id;
  if (id === undefined) return { state: { ...state, cell } };
  return { state: { ...state, cell: { ...cell, selected: id } }, act: { do: "select", id } };
}

function nextAxis({ axes }: Grid, axis: Axis): number {
  return axes[(axes.findIndex(({ measure }) => measure === axis.measure) + 1) % axes.length]!.measure;
}

/** The same grid along other axes; where both would be the same, they change places. */
function turned(
  state: ArchiveState,
  grid: Grid,
  { x, y }: { readonly x?: number; readonly y?: number | undefined },
): Step<ArchiveState> {
  if (grid.axes.length < 2) return { act: { do: "say", text: "The grid has one axis only." } };
  const [newX, newY] = x === y ? [grid.y?.measure, grid.x.measure] : [x, y];
  return { state: { ...state, x: newX, y: newY, cell: undefined } };
}
