import { sparkline } from "../../text/chart.ts";
import { cutRow, sideBySide, spread } from "../../text/layout.ts";
import { type Row, row, span } from "../../text/row.ts";
import { type SpeciesRow, speciesRows } from "../../view/species.ts";
import type { Key, Scene, Step } from "../screen.ts";
import { listMoves } from "./list-keys.ts";
import { detailOf } from "./population-detail.ts";
import { speciesTable } from "./species-table.ts";
import { variantTable } from "./population-columns.ts";
import { betterIs, nameOf, saidRows } from "./variant-words.ts";
import type { ArchiveState } from "./archive-state.ts";

/** The species in figures, then the members of the selected one, or a closer look at its best beside them. */
export function speciesScreen(scene: Scene): readonly Row[] {
  const { columns, rows } = scene.size;
  const all = speciesRows(scene.model.view);
  if (all.length === 0) return saidRows("No species lives: the search begins anew, and its best is kept.", scene.size);
  const at = speciesAt(scene, all);
  const isBeside = columns >= 120;
  const asideColumns = isBeside ? Math.floor(columns * 0.36) : 0;
  const tableColumns = columns - (isBeside ? asideColumns + 2 : 0);
  const tableHeight = Math.min(all.length + 1, Math.max(3, Math.ceil(rows * 0.6)));
  const table = speciesTable(scene, all, { columns: tableColumns, rows: tableHeight, selected: at });
  const members = [row(), ...memberRows(scene, all[at]!, tableColumns, rows - 2 - table.length)];
  const current = scene.model.view.variants.row(all[at]!.best.id);
  const aside =
    current === undefined
      ? []
      : detailOf(scene, current, { base: "parent", size: { columns: asideColumns, rows: rows - 1 } });
  const body = isBeside
    ? sideBySide(
        [
          { rows: [...table, ...members], columns: tableColumns },
          { rows: aside, columns: asideColumns },
        ],
        2,
        scene.symbols,
      )
    : [...table, ...members];
  return [heading(scene, all), ...body].map((one) => cutRow(one, columns, scene.symbols)).slice(0, rows);
}

function heading({ model, size, symbols }: Scene, all: readonly SpeciesRow[]): Row {
  const { archive } = model.view.state.spec;
  const wanted = archive.name === "species" ? `, ${archive.target} wanted  ` : "  ";
  const course = sparkline(
    model.view.generations.map(({ species }) => species),
    20,
    symbols,
  );
  const left = row(span(` ${all.length} species`, "strong"), wanted, span(course, "series-3"));
  return spread(left, row(span(`  ${betterIs(model, symbols)} `, "dim")), size.columns, symbols);
}

/** The selected species: the one whose member is selected, else that of the best. */
function speciesAt({ selected }: Scene, all: readonly SpeciesRow[]): number {
  const found = all.findIndex(({ members }) => members.some(({ id }) => id === selected));
  return Math.max(0, found);
}

function memberRows(scene: Scene, { species, members, best }: SpeciesRow, columns: number, rows: number): Row[] {
  const { variants } = scene.model.view;
  const founder = variants.row(species);
  const from = founder === undefined ? "" : `, founded in generation ${founder.generation} by ${founder.operator}`;
  const title = cutRow(row(span(` species ${nameOf(species)}`, "strong"), span(from, "dim")), columns, scene.symbols);
  const shown = members.slice(0, Math.max(0, rows - 2)).flatMap(({ id }) => variants.row(id) ?? []);
  const isOwn = members.some(({ id }) => id === scene.selected);
  const seen = isOwn ? scene : { ...scene, selected: best.id };
  return rows < 3 ? [] : [title, ...variantTable(seen, { rows: shown, size: { columns, rows: rows - 1 } })];
}

/** What a key does among the species: up and down select the best of another one. */
export function pressSpecies(key: Key, scene: Scene): Step<ArchiveState> | undefined {
  const by = listMoves(5).get(key);
  if (by === undefined) return undefined;
  const all = speciesRows(scene.model.view);
  const to = all[Math.max(0, Math.min(all.length - 1, speciesAt(scene, all) + by))];
  return to && { act: { do: "select", id: to.best.id } };
}
