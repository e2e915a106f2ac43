import { kindOn, kindsOf } from "../../events/spec.ts";
import { number, percent } from "../../text/figures.ts";
import { type Column, tableRows } from "../../text/layout.ts";
import { type Row, row, span } from "../../text/row.ts";
import { type IslandRow, islandRows } from "../../view/archive.ts";
import type { RunView } from "../../view/model.ts";
import type { Scene } from "../screen.ts";

/** How many rows the table of islands has in full: none where there is one population, or nobody lives yet. */
export function islandTableRows({ state }: RunView): number {
  return state.spec.islands.count < 2 || state.members.length === 0 ? 0 : state.spec.islands.count + 1;
}

/** A row an island under a header; where the room is short the last row says how many are left out. */
export function islandTable({ model, symbols }: Scene, columns: number, rows: number): readonly Row[] {
  const wanted = islandTableRows(model.view);
  if (wanted === 0 || rows < 2) return [];
  const all = islandRows(model.view);
  const shown = wanted <= rows ? all : all.slice(0, Math.max(1, rows - 2));
  const table = tableRows(islandColumns(model.view), shown, { columns, symbols });
  const hidden = all.length - shown.length;
  if (hidden === 0 || rows < 3) return table;
  return [...table, row(span(`${hidden} more of ${all.length} islands: screen 4 shows them all`, "dim"))];
}

function islandColumns({ state }: RunView): readonly Column<IslandRow>[] {
  const { resetAfter } = state.spec.islands;
  const kinds: Column<IslandRow> = {
    title: "KIND",
    width: 7,
    drop: 1,
    cell: ({ island }) => kindOn(state.spec, island),
  };
  return [
    { title: "ISLAND", width: 6, align: "right", drop: 0, cell: ({ island }) => String(island) },
    ...(kindsOf(state.spec).length > 1 ? [kinds] : []),
    { title: "SIZE", width: 5, align: "right", drop: 4, cell: ({ size }) => String(size) },
    {
      title: "BEST",
      width: 9,
      align: "right",
      drop: 0,
      cell: ({ best }) => span(number(best?.score), best?.id === state.best?.id ? "strong" : "plain"),
    },
    { title: "MEDIAN", width: 9, align: "right", drop: 2, cell: ({ median }) => number(median) },
    {
      title: "DIV",
      width: 6,
      align: "right",
      drop: 3,
      cell: ({ size, diversity }) => (size === 0 ? "-" : percent(diversity, 1)),
    },
    {
      title: "STAG",
      width: 4,
      align: "right",
      drop: 1,
      cell: ({ stagnation }) => {
        const isOld = resetAfter > 0 && (stagnation ?? 0) > 0.8 * resetAfter;
        return span(stagnation === undefined ? "-" : String(stagnation), isOld ? "warn" : "plain");
      },
    },
    { title: "BEST IS", width: 8, widthMax: 60, drop: 0, cell: bestText },
  ];
}

function bestText({ best, operator, parent, isGuest }: IslandRow): string {
  if (best === undefined) return "nobody lives here";
  const from = parent === undefined ? "" : ` < #${parent}`;
  return `#${best.id} ${operator}${from}${isGuest ? ", a guest" : ""}`;
}
