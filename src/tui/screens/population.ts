import { count } from "../../text/figures.ts";
import { rule, spread } from "../../text/layout.ts";
import { type Row, row, type Size, span } from "../../text/row.ts";
import { oneLine } from "../../text/sanitize.ts";
import { residents } from "../../view/archive.ts";
import type { VariantRow } from "../../view/model.ts";
import type { Key, Scene, Screen, Step } from "../screen.ts";
import { variantTable } from "./population-columns.ts";
import { detailOf } from "./population-detail.ts";
import {
  filterOf,
  following,
  type Listing,
  listingOf,
  newSince,
  type PopulationState,
  readingAt,
  sorts,
  wantedBy,
} from "./population-list.ts";
import { type Base, nextBase } from "./variant-program.ts";
import { counted, saidRows } from "./variant-words.ts";
import { listMoves, variantAct, variantKeys } from "./list-keys.ts";

/** How the population is listed, where people read, and with what the selected variant is compared. */
export interface PopulationScreenState {
  readonly list: PopulationState;
  readonly base: Base;
}

const byScore: PopulationState = { sort: "score", reverse: false, isLiving: false };

/** All variants that were ever born, or those that pass the filter, in any order, with a closer look at the selected one. */
export const populationScreen: Screen<PopulationScreenState> = {
  id: "population",
  title: "Population",
  short: "Pop",
  keys: [
    { keys: ["j", "down"], does: "the next variant; from here on the list stands still while you read", hint: "move" },
    { keys: ["k", "up"], does: "the variant before" },
    { keys: ["page-down"], does: "a screen forward" },
    { keys: ["page-up"], does: "a screen back" },
    { keys: ["g", "home"], does: "the first variant, with the list up to date again" },
    { keys: ["G", "end"], does: "the last variant" },
    { keys: ["enter"], does: "open the variant", hint: "open" },
    { keys: ["s"], does: `sort by the next of ${sorts.join(", ")}`, hint: "sort" },
    { keys: ["S"], does: "sort the other way round" },
    { keys: ["v"], does: "list only those who live, or all who were ever born", hint: "living" },
    { keys: ["p"], does: "pin the variant, or take its pin away", hint: "pin" },
    { keys: ["m"], does: "mark the variant: D can compare others with it; again takes the mark away", hint: "mark" },
    { keys: ["D"], does: "compare with the parent, the seed, the marked one, or not at all", hint: "diff" },
    { keys: ["a"], does: "show its ancestors and children", hint: "lineage" },
    { keys: ["P"], does: "play what it does" },
    { keys: ["y"], does: "copy the command that shows the variant", hint: "copy" },
    { keys: ["Y"], does: "copy the command that prints the list in its usual order" },
  ],
  start: { list: byScore, base: "parent" },
  render(scene, state) {
    const { columns, rows } = scene.size;
    if (scene.model.view.variants.count === 0) return saidRows(nothingYet, scene.size);
    const room = roomOf(scene.size);
    const list = listingOf(scene, state.list, room);
    const at = currentOf(list);
    const table = variantTable(withCurrent(scene, at), {
      rows: rowsAt(scene, list, room),
      size: { columns, rows: room + 1 },
      sort: state.list.sort,
    });
    const body = [...heading(scene, state.list, list), ...table, ...nonePasses(list)];
    const shown = at === undefined ? undefined : scene.model.view.variants.row(at);
    const strip = stripRows(scene.size);
    if (strip === 0 || shown === undefined) return body.slice(0, rows);
    while (body.length < rows - strip) body.push(row());
    const detail = detailOf(scene, shown, { base: state.base, size: { columns, rows: strip - 1 } });
    return [...body, rule(columns, scene.symbols), ...detail].slice(0, rows);
  },
  press,
};

const nothingYet = "Nobody is born yet: a row comes for each variant of the first generation.";

/** The best of those who live, or that pass the filter, without a cursor of their own, for a pane. */
export function bestVariants(scene: Scene, size: Size): readonly Row[] {
  if (scene.model.view.variants.count === 0) return saidRows(nothingYet, size);
  const { view } = scene.model;
  // Until the first generation ends nobody lives, but there is something to see.
  if (scene.filter !== "" || view.state.members.length === 0) {
    const list = listingOf(scene, byScore, Math.max(1, size.rows - 1));
    return variantTable(scene, { rows: rowsAt(scene, list, size.rows - 1), size, sort: byScore.sort });
  }
  // The living are known, so that not all variants have to be looked through four times a second.
  const living = new Set(residents(view).map(({ id }) => id));
  const rows = [...living].slice(0, Math.max(0, size.rows - 1)).flatMap((id) => view.variants.row(id) ?? []);
  return variantTable(scene, { rows, size });
}

/** Rows of the screen for the strip under the table, its line included; none on a small screen. */
function stripRows({ rows }: Size): number {
  if (rows < 12) return 0;
  return rows < 24 ? 6 : Math.min(14, Math.floor(rows / 3));
}

/** How many variants are seen at once: all rows but heading, table head and strip. */
function roomOf(size: Size): number {
  return Math.max(1, size.rows - 2 - stripRows(size));
}

function rowsAt({ model }: Scene, { ids, top }: Listing, room: number): VariantRow[] {
  return ids.slice(top, top + Math.max(0, room)).flatMap((id) => model.view.variants.row(id) ?? []);
}

/** The variant that keys act on: the selected one where it is in the list, else the first one on the screen. */
function currentOf({ ids, at, top }: Listing): number | undefined {
  return at >= 0 ? ids[at] : ids[top];
}

function withCurrent(scene: Scene, id: number | undefined): Scene {
  return { ...scene, selected: id };
}

function heading(scene: Scene, state: PopulationState, { total, isReading, problem }: Listing): Row[] {
  const { filter, size, symbols, model } = scene;
  const every = model.view.variants.count;
  const living = state.isLiving ? " living" : "";
  const many = total === every ? counted(every, "variant") : `${count(total)}${living} of ${count(every)}`;
  const left =
    problem === undefined
      ? row(span(` ${many}`, "strong"), span(filter.trim() === "" ? "" : `  filter ${oneLine(filter)}`, "accent"))
      : row(span(` ${oneLine(problem)}`, "warn"), span("  all are shown", "dim"));
  const fresh = newSince(scene, state);
  const news = isReading && fresh > 0 ? span(`+${count(fresh)} new (g)  `, "accent") : span("");
  return [spread(left, row("  ", news, span(`by ${orderOf(state)} `, "dim")), size.columns, symbols)];
}

function orderOf({ sort, reverse }: PopulationState): string {
  const [usual, other] = ends[sort];
  return `${sort}, ${reverse ? other : usual} first`;
}

const ends: Readonly<Record<PopulationState["sort"], readonly [string, string]>> = {
  score: ["best", "worst"],
  gain: ["greatest", "smallest"],
  id: ["newest", "oldest"],
  generation: ["newest", "oldest"],
  size: ["smallest", "largest"],
  children: ["most", "fewest"],
  ms: ["slowest", "fastest"],
  usd: ["dearest", "cheapest"],
};

function nonePasses({ ids }: Listing): Row[] {
  return ids.length > 0 ? [] : [row(span(" No variant passes the filter.", "dim"))];
}

function press(key: Key, scene: Scene, state: PopulationScreenState): Step<PopulationScreenState> | undefined {
  const { list } = state;
  const room = roomOf(scene.size);
  const shown = listingOf(scene, list, room);
  // Where the list begins may be another variant by now.
  const by = ["g", "home"].includes(key) ? undefined : listMoves(room).get(key);
  if (by !== undefined) return move(scene, state, { by, room });
  switch (key) {
    case "s":
      return {
        state: relisted(state, { sort: sorts[(sorts.indexOf(list.sort) + 1) % sorts.length]!, reverse: false }),
      };
    case "S":
      return { state: relisted(state, { reverse: !list.reverse }) };
    case "Y":
      return { act: { do: "copy", text: listCommand(scene, list) } };
    case "v":
      return { state: relisted(state, { isLiving: !list.isLiving }) };
    case "D":
      return { state: { ...state, base: nextBase(state.base) } };
    case "g":
    case "home":
      return toFirst(scene, state);
    default:
      return actOn(key, scene, currentOf(shown));
  }
}

/** The list made anew in another way. */
function relisted(state: PopulationScreenState, changes: Partial<PopulationState>): PopulationScreenState {
  return { ...state, list: { ...following(state.list), ...changes } };
}

/** The command that prints what is listed; a filter without conditions is written so that all variants pass it. */
function listCommand(scene: Scene, list: PopulationState): string {
  const filter = filterOf(scene, list) || "id>=0";
  const quoted = `'${filter.replaceAll("'", "'\\''")}'`;
  return `lamarck top ${scene.model.view.facts.select} --sort ${list.sort} --where ${quoted}`;
}

interface Move {
  readonly by: number;
  readonly room: number;
}

function move(scene: Scene, state: PopulationScreenState, { by, room }: Move): Step<PopulationScreenState> {
  const still = readingAt(scene, state.list, listingOf(scene, state.list, room).at, room);
  const { ids, at, top } = listingOf(scene, still, room);
  const from = at >= 0 ? at : top;
  const to = Math.max(0, Math.min(ids.length - 1, from + by));
  const id = ids[to];
  if (id === undefined) return { act: { do: "say", text: "There is no variant to go to." } };
  const list = readingAt({ ...scene, selected: id }, still, to, room);
  return { state: { ...state, list }, act: { do: "select", id } };
}

function toFirst(scene: Scene, state: PopulationScreenState): Step<PopulationScreenState> {
  const list = following(state.list);
  const { where } = wantedBy(filterOf(scene, list));
  const query = { where, sort: list.sort, reverse: list.reverse };
  const [id] = scene.model.view.variants.find({ ...query, from: 0, limit: 1 }).ids;
  return id === undefined ? { state: { ...state, list } } : { state: { ...state, list }, act: { do: "select", id } };
}

function actOn(key: Key, scene: Scene, id: number | undefined): Step<PopulationScreenState> | undefined {
  if (!variantKeys.includes(key)) return undefined;
  if (id === undefined) return { act: { do: "say", text: "There is no variant to act on." } };
  return { act: variantAct(key, scene, id)! };
}
