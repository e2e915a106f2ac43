import { quantile } from "../../std/statistics.ts";
import { binned, histogram } from "../../text/chart.ts";
import { number } from "../../text/figures.ts";
import { cutRow, sideBySide, spread } from "../../text/layout.ts";
import { type Row, row, type Size, span } from "../../text/row.ts";
import { oneLine } from "../../text/sanitize.ts";
import type { Resident } from "../../view/archive.ts";
import type { Key, Scene, Step } from "../screen.ts";
import { type ArchiveState, listed } from "./archive-state.ts";
import { detailOf } from "./population-detail.ts";
import { variantTable } from "./population-columns.ts";
import { betterIs, counted } from "./variant-words.ts";
import { listMoves } from "./list-keys.ts";

/** How the scores of those who live are distributed, and who they are, best first. */
export function listRows(scene: Scene, state: ArchiveState): readonly Row[] {
  const { columns, rows } = scene.size;
  const living = listed(scene, state);
  const isBeside = columns >= 120;
  const asideColumns = isBeside ? Math.floor(columns * 0.36) : 0;
  const tableColumns = columns - (isBeside ? asideColumns + 2 : 0);
  const chartSize = isBeside
    ? { columns: asideColumns, rows: Math.min(rows - 1, 14) }
    : { columns, rows: chartRows(rows) };
  const chart = distribution(scene, living, chartSize);
  const table = tableOf(scene, living, { columns: tableColumns, rows: roomOf(scene.size) + 1 });
  const detailSize = { columns: asideColumns, rows: rows - chartSize.rows - 2 };
  const aside = isBeside ? [...chart, row(), ...currentDetail(scene, living, detailSize)] : [];
  const blocks = [
    { rows: table, columns: tableColumns },
    { rows: aside, columns: asideColumns },
  ];
  const body = isBeside ? sideBySide(blocks, 2, scene.symbols) : [...chart, ...table];
  return [listHeading(scene, state, living), ...body].map((one) => cutRow(one, columns, scene.symbols)).slice(0, rows);
}

/** A closer look at the selected one. */
function currentDetail(scene: Scene, living: readonly Resident[], size: Size): readonly Row[] {
  const current = scene.model.view.variants.row(living[placeOf(scene, living)]?.id ?? -1);
  return current === undefined || size.rows < 3 ? [] : detailOf(scene, current, { base: "parent", size });
}

function listHeading({ model, size, symbols }: Scene, { island }: ArchiveState, living: readonly Resident[]): Row {
  const { islands } = model.view.state.spec;
  const where =
    island === undefined ? (islands.count > 1 ? ` on ${islands.count} islands` : "") : ` on island ${island}`;
  const left = row(span(` ${counted(living.length, "living variant")}`, "strong"), where);
  return spread(left, row(span(`  best first, ${betterIs(model, symbols)} `, "dim")), size.columns, symbols);
}

/** Rows of the chart above the list; none where the room is short. */
function chartRows(rows: number): number {
  return rows < 14 ? 0 : Math.min(8, Math.floor(rows / 3));
}

/** How many of the living are listed at once. */
function roomOf({ columns, rows }: Size): number {
  return Math.max(1, rows - 2 - (columns >= 120 ? 0 : chartRows(rows)));
}

function tableOf(scene: Scene, living: readonly Resident[], { columns, rows }: Size): Row[] {
  const at = placeOf(scene, living);
  const top = Math.max(0, Math.min(at - Math.floor((rows - 1) / 2), living.length - (rows - 1)));
  const shown = living.slice(top, top + rows - 1).flatMap(({ id }) => scene.model.view.variants.row(id) ?? []);
  const current = living[at];
  const seen = current === undefined ? scene : { ...scene, selected: current.id };
  return variantTable(seen, { rows: shown, size: { columns, rows } });
}

/** The place of the selected variant among those listed; the first where it is not. */
export function placeOf({ selected }: Scene, living: readonly Resident[]): number {
  return Math.max(
    0,
    living.findIndex(({ id }) => id === selected),
  );
}

/** Upright bars of how many have which score. A long tail of bad ones is left out, and told. */
export function distribution(scene: Scene, living: readonly Resident[], { columns, rows }: Size): Row[] {
  const { model, symbols } = scene;
  if (rows < 3 || columns < 12 || living.length === 0) return [];
  const [objective] = model.view.facts.scenario.objectives;
  const scores = living.map(({ score }) => score);
  const best = scores[0]!;
  const sign = objective.direction === "minimize" ? 1 : -1;
  // How much worse than the best each one is; those far beyond nine tenths of all would squeeze the others together.
  const distances = scores.map((score) => sign * (score - best));
  const usual = quantile(distances, 0.9);
  const reach = distances.some((distance) => distance > 4 * usual) ? usual : Infinity;
  const shown = scores.filter((_, i) => distances[i]! <= reach);
  const bars = Math.max(4, Math.min(40, Math.floor((columns - 1) / 2)));
  const { counts, low, high } = binned(shown, bars);
  const picture = histogram(counts, { columns: columns - 1, rows: rows - 2 }, symbols);
  const width = Math.floor((columns - 1) / bars) * bars;
  const name = oneLine(objective.name, 20);
  const rest = living.length - shown.length;
  const title = `how many have which ${name}${rest === 0 ? "" : `; ${rest} much worse not drawn`}`;
  const space = " ".repeat(Math.max(1, width - number(low).length - number(high).length));
  return [
    row(span(` ${title}`, "dim")),
    ...picture.map((line) => [span(" "), ...line]),
    row(span(` ${number(low)}${space}${number(high)}`, "dim")),
  ].map((line) => cutRow(line, columns, symbols));
}

/** What a key does in the list. */
export function pressList(key: Key, scene: Scene, state: ArchiveState): Step<ArchiveState> | undefined {
  const living = listed(scene, state);
  const page = Math.max(1, roomOf(scene.size) - 1);
  const by = listMoves(page).get(key);
  if (by === undefined) return undefined;
  const id = living[Math.max(0, Math.min(living.length - 1, placeOf(scene, living) + by))]?.id;
  return id === undefined ? { act: { do: "say", text: "Nobody lives yet." } } : { act: { do: "select", id } };
}
