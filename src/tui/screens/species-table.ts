import { number } from "../../text/figures.ts";
import { type Column, cutRow, tableRows } from "../../text/layout.ts";
import { type Row, row, span } from "../../text/row.ts";
import type { SpeciesRow } from "../../view/species.ts";
import { sizeUnit } from "../../view/genome-text.ts";
import type { Scene } from "../screen.ts";
import { counted, nameOf } from "./variant-words.ts";

/** How a table of species is shown. */
export interface SpeciesRequest {
  readonly columns: number;
  /** Rows that there is room for, the header among them; where it is short the last one says how many are left out. */
  readonly rows: number;
  /** The place of the species that is shown as selected. */
  readonly selected?: number;
}

/** A row a species under a header. */
export function speciesTable(
  scene: Scene,
  all: readonly SpeciesRow[],
  { columns, rows, selected }: SpeciesRequest,
): readonly Row[] {
  if (all.length === 0 || rows < 2) return [];
  const isShort = all.length + 1 > rows;
  const current = selected === undefined ? undefined : all[selected];
  const room = isShort ? Math.max(1, rows - 2) : all.length;
  const top = Math.max(0, Math.min((selected ?? 0) - Math.floor(room / 2), all.length - room));
  const table = tableRows(columnsOf(scene, current), all.slice(top, top + room), {
    columns,
    symbols: scene.symbols,
    gap: 1,
    selected: selected === undefined ? undefined : selected - top,
  });
  if (!isShort || rows < 3) return table;
  const hidden = row(span(`${counted(all.length - room, "other")} of ${all.length} species`, "dim"));
  return [...table, cutRow(hidden, columns, scene.symbols)];
}

function columnsOf({ model, symbols }: Scene, current: SpeciesRow | undefined): readonly Column<SpeciesRow>[] {
  const { state, variants } = model.view;
  const island: Column<SpeciesRow> = {
    title: "ISL",
    width: 3,
    align: "right",
    drop: 5,
    cell: ({ best }) => String(best.island),
  };
  const sign: Column<SpeciesRow> = {
    title: "",
    width: 2,
    drop: 0,
    cell: (one) => (one === current ? symbols.cursor : ""),
  };
  return [
    ...(current === undefined ? [] : [sign]),
    { title: "SPECIES", width: 7, align: "right", drop: 0, cell: ({ species }) => nameOf(species) },
    ...(state.spec.islands.count > 1 ? [island] : []),
    { title: "SIZE", width: 4, align: "right", drop: 0, cell: ({ members }) => String(members.length) },
    {
      title: "BEST",
      width: 8,
      align: "right",
      drop: 0,
      cell: ({ best }) => span(number(best.score), best.id === state.best?.id ? "strong" : "plain"),
    },
    { title: "MEDIAN", width: 8, align: "right", drop: 2, cell: (one) => number(one.median) },
    {
      title: sizeUnit(state.spec.kind).toUpperCase(),
      width: 7,
      align: "right",
      drop: 4,
      cell: ({ size }) => number(size),
    },
    { title: "AGE", width: 4, align: "right", drop: 1, cell: ({ age }) => String(age) },
    { title: "STAG", width: 4, align: "right", drop: 3, cell: ({ stagnation }) => String(stagnation) },
    {
      title: "BEST IS",
      width: 8,
      widthMax: 60,
      drop: 6,
      cell: ({ best }) => {
        const born = variants.row(best.id);
        const from =
          born === undefined || born.parents.length === 0 ? "" : ` < ${born.parents.map(nameOf).join(" x ")}`;
        return `${nameOf(best.id)} ${born?.operator ?? ""}${from}`;
      },
    },
  ];
}
