import { kindOn, kindsOf } from "../../events/spec.ts";
import { cutRow, fact, padRow, sideBySide, spread } from "../../text/layout.ts";
import { percent } from "../../text/figures.ts";
import { type Row, row, span } from "../../text/row.ts";
import { type IslandRow, islandRows, type Resident, residents } from "../../view/archive.ts";
import type { Key, Scene, Step } from "../screen.ts";
import { placeOf } from "./archive-list.ts";
import { listMoves } from "./list-keys.ts";
import type { ArchiveState } from "./archive-state.ts";
import { betterIs, counted, type Figures, figuresFor, nameOf, signsOf } from "./variant-words.ts";

const factRows = 6;
/** Columns an island takes at least, with one between it and the next. */
const columnsMin = 18;

/** The islands beside each other: each in figures, then who lives there, best first. */
export function islandsRows(scene: Scene, state: ArchiveState): readonly Row[] {
  const { columns, rows } = scene.size;
  const { model, symbols } = scene;
  const islands = islandRows(model.view);
  const current = islandOf(scene, state);
  const fitting = Math.max(1, Math.min(islands.length, Math.floor((columns - 1) / columnsMin)));
  const width = Math.min(28, Math.floor((columns - 1) / fitting)) - 1;
  const first = Math.max(0, Math.min(current - Math.floor(fitting / 2), islands.length - fitting));
  const shown = islands.slice(first, first + fitting);
  const figures = figuresFor(shown.flatMap(({ best, median }) => [best?.score, median]));
  const blocks = shown.map((island) => ({
    rows: islandColumn(scene, island, { figures, isCurrent: island.island === current, width }),
    columns: width,
  }));
  const hidden = islands.length - shown.length;
  const left = row(
    span(` ${counted(islands.length, "island")}`, "strong"),
    span(hidden === 0 ? "" : `  ${shown.length} shown (h l)`, "dim"),
  );
  const heading = spread(left, row(span(`  ${betterIs(model, symbols)} `, "dim")), columns, symbols);
  return [heading, ...sideBySide(blocks, 1, symbols).map((line) => [span(" "), ...line])]
    .map((line) => cutRow(line, columns, symbols))
    .slice(0, rows);
}

/** The island under the cursor: the one chosen, else where the selected variant lives. */
function islandOf({ selected, model }: Scene, { island }: ArchiveState): number {
  const last = model.view.state.spec.islands.count - 1;
  if (island !== undefined) return Math.min(island, last);
  const shown = residents(model.view).find(({ id }) => id === (selected ?? model.view.state.best?.id));
  // Who was kept when all began anew lives on no island that is shown.
  return Math.min(shown?.island ?? 0, last);
}

interface ColumnRequest {
  readonly figures: Figures;
  readonly isCurrent: boolean;
  readonly width: number;
}

function islandColumn(scene: Scene, island: IslandRow, { figures, isCurrent, width }: ColumnRequest): Row[] {
  const { model, size, symbols } = scene;
  const { best, median, diversity, stagnation } = island;
  const living = residents(model.view, island.island);
  const { spec } = model.view.state;
  const kind = kindsOf(spec).length > 1 ? ` ${kindOn(spec, island.island)}` : "";
  const title = `island ${island.island}${kind}${isCurrent ? ` ${symbols.arrow.left}` : ""}`;
  const label = (name: string, value: string): Row => fact(name, value, 8);
  const head = [
    row(span(title, isCurrent ? "accent" : "title")),
    label("living", String(island.size)),
    label("best", figures(best?.score)),
    label("median", figures(median)),
    label("distinct", percent(diversity, 1)),
    label("stagnant", stagnation === undefined ? "-" : counted(stagnation, "gen")),
  ];
  const room = Math.max(0, size.rows - 1 - factRows - 1);
  const at = isCurrent ? placeOf(scene, living) : 0;
  const top = Math.max(0, Math.min(at - Math.floor(room / 2), living.length - room));
  const members = living
    .slice(top, top + room)
    .map((one, i) => memberRow(scene, one, { figures, isCurrent: isCurrent && top + i === at, width }));
  return [...head, row(), ...members].map((line) => padRow(line, width, { symbols }));
}

function memberRow(scene: Scene, { id, score }: Resident, { figures, isCurrent, width }: ColumnRequest): Row {
  const signs = signsOf(isCurrent ? { ...scene, selected: id } : { ...scene, selected: undefined }, id);
  const text = `${nameOf(id).padEnd(7)} ${figures(score)}`;
  if (!isCurrent) return row(signs, text);
  return padRow([span(`${signs.text}${text}`, "selected")], width, { style: "selected" });
}

/** What a key does among the islands. */
export function pressIslands(key: Key, scene: Scene, state: ArchiveState): Step<ArchiveState> | undefined {
  const island = islandOf(scene, state);
  const living = residents(scene.model.view, island);
  const sideways = key === "h" || key === "left" ? -1 : key === "l" || key === "right" ? 1 : 0;
  if (sideways !== 0) {
    const last = scene.model.view.state.spec.islands.count - 1;
    const next = Math.max(0, Math.min(last, island + sideways));
    const there = residents(scene.model.view, next);
    const to = there[Math.min(placeOf(scene, living), there.length - 1)]?.id;
    const moved = { ...state, island: next };
    return to === undefined ? { state: moved } : { state: moved, act: { do: "select", id: to } };
  }
  const by = listMoves(Math.max(1, scene.size.rows - factRows - 3)).get(key);
  if (by === undefined) return undefined;
  const id = living[Math.max(0, Math.min(living.length - 1, placeOf(scene, living) + by))]?.id;
  if (id === undefined) return { act: { do: "say", text: `Nobody lives on island ${island}.` } };
  return { state: { ...state, island }, act: { do: "select", id } };
}
