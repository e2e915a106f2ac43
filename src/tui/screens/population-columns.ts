import { dollars } from "../../text/figures.ts";
import { type Column, tableRows } from "../../text/layout.ts";
import { type Row, type Size, type Span, span } from "../../text/row.ts";
import type { SortKey, VariantRow } from "../../view/model.ts";
import { asksModels } from "../../view/money.ts";
import type { Scene } from "../screen.ts";
import { figuresFor, gainSpan, nameOf, signed, signsOf, stateSpan } from "./variant-words.ts";

/** Which variants are shown, in how much room, and by what they are sorted. */
export interface TableRequest {
  readonly rows: readonly VariantRow[];
  readonly size: Size;
  /** Absent where the order is another one than that of a column. */
  readonly sort?: SortKey;
}

/** A table of variants; where the room is short, columns are left out from the least telling one on. */
export function variantTable(scene: Scene, { rows, size, sort }: TableRequest): Row[] {
  // Which end comes first is said in the heading; an arrow here would be taken for where the better scores are.
  const columns = columnsFor(scene, rows).map((column) =>
    sort === undefined || column.by !== sort ? column : { ...column, title: `${column.title}${scene.symbols.bullet}` },
  );
  const selected = rows.findIndex(({ id }) => id === scene.selected);
  return tableRows(columns, rows, {
    columns: size.columns,
    symbols: scene.symbols,
    selected: selected < 0 ? undefined : selected,
    gap: 1,
  }).slice(0, Math.max(0, size.rows));
}

interface VariantColumn extends Column<VariantRow> {
  /** The order that sorts by it. */
  readonly by?: SortKey;
}

function columnsFor(scene: Scene, rows: readonly VariantRow[]): VariantColumn[] {
  const { model } = scene;
  const { state, variants } = model.view;
  const times = figuresFor(
    rows.map(({ ms }) => ms),
    3,
  );
  const id = Math.max(5, nameOf(variants.count).length);
  const operator = Math.max(8, ...[...state.operators.keys()].map((name) => Math.min(26, name.length)));
  return [
    { title: "", width: 2, drop: 0, cell: (one) => signsOf(scene, one.id) },
    { title: "ID", ...right, width: id, drop: 0, by: "id", cell: (one) => nameOf(one.id) },
    ...scoreColumns(scene, rows),
    {
      title: "GEN",
      ...right,
      width: Math.max(4, String(state.generation).length),
      drop: 2,
      by: "generation",
      cell: (one) => String(one.generation),
    },
    ...(state.spec.islands.count === 1 ? [] : [{ title: "ISL", ...right, width: 3, drop: 6, cell: islandCell }]),
    { title: "OPERATOR", width: Math.min(12, operator), widthMax: operator, drop: 1, cell: (one) => one.operator },
    {
      title: "PARENTS",
      width: 8,
      widthMax: 2 * id + 3,
      drop: 4,
      cell: ({ parents }) => dim(parents.map(nameOf).join(" x ")),
    },
    { title: "SIZE", ...right, width: 5, drop: 7, by: "size", cell: ({ size }) => String(size) },
    { title: "STATE", width: 10, widthMax: 11, drop: 0, cell: (one) => stateSpan(model, one) },
    ...(asksModels(state) ? paidColumns : []),
    { title: "KIDS", ...right, width: 5, drop: 8, by: "children", cell: ({ children }) => String(children) },
    { title: "MS", ...right, width: 7, drop: 9, by: "ms", cell: ({ ms }) => dim(times(ms)) },
    { title: "SAME AS", width: 8, drop: 10, cell: ({ from }) => dim(from === undefined ? "" : nameOf(from)) },
  ];
}

/** What was paid for a variant, and to whom. */
const paidColumns: readonly VariantColumn[] = [
  {
    title: "COST",
    align: "right",
    width: 8,
    drop: 4,
    by: "usd",
    cell: ({ usd }) => dim(usd === undefined || usd === 0 ? "" : dollars(usd)),
  },
  { title: "MODEL", width: 10, widthMax: 26, drop: 8, cell: ({ model }) => dim(model ?? "") },
];

/** The score with its interval and its gain. A number that is cut would be another number, so these are as wide as it takes. */
function scoreColumns({ symbols }: Scene, rows: readonly VariantRow[]): VariantColumn[] {
  const scores = figuresFor(rows.map(({ score }) => score));
  const intervals = figuresFor(rows.map(({ interval }) => interval));
  const gains = figuresFor(rows.map(({ gain }) => gain));
  const widest = (least: number, text: (one: VariantRow) => string): number =>
    rows.reduce((width, one) => Math.max(width, text(one).length), least);
  const [score, interval, gain] = [
    widest(8, (one) => scores(one.score)),
    widest(7, (one) => intervals(one.interval)),
    widest(8, (one) => signed(gains, one.gain)),
  ];
  return [
    { title: "SCORE", ...right, width: score, drop: 0, by: "score", cell: (one) => span(scores(one.score), "strong") },
    {
      title: `${symbols.plusMinus}CI`,
      ...right,
      width: interval,
      drop: 5,
      cell: (one) => dim(intervals(one.interval)),
    },
    { title: "GAIN", ...right, width: gain, drop: 3, by: "gain", cell: (one) => gainSpan(gains, one.gain) },
  ];
}

const right = { align: "right" } as const;

function islandCell({ island }: VariantRow): string {
  return String(island);
}

function dim(text: string): Span {
  return span(text, "dim");
}
