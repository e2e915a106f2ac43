import { UserError } from "../../std/errors.ts";
import { parseFilter } from "../../view/filter.ts";
import type { SortKey, VariantRow, VariantTable } from "../../view/model.ts";
import type { Scene } from "../screen.ts";

/** How the population is listed and where people read. */
export interface PopulationState {
  readonly sort: SortKey;
  readonly reverse: boolean;
  /** Whether only those are listed who live. */
  readonly isLiving: boolean;
  /** The list as it was when people began to read; absent while it follows the run. */
  readonly reading?: Reading;
}

/** A list that stands still. */
export interface Reading {
  readonly ids: readonly number[];
  readonly total: number;
  /** The filter and the number of births that the list was made with. */
  readonly filter: string;
  readonly births: number;
  /** Index of the topmost variant on the screen. */
  readonly top: number;
}

/** What the screen shows of the list. */
export interface Listing {
  readonly ids: readonly number[];
  readonly total: number;
  /** Index of the selected variant in `ids`; -1 where it is not among them. */
  readonly at: number;
  readonly top: number;
  readonly isReading: boolean;
  /** Why the filter is not in force, where it cannot be understood. */
  readonly problem: string | undefined;
}

/** The orders, as the key `s` goes through them. */
export const sorts: readonly SortKey[] = ["score", "gain", "id", "generation", "size", "children", "ms"];

const all = (): boolean => true;

/** A filter as it was typed, as a question to each variant; where it cannot be understood, all variants pass. */
export interface Wanted {
  readonly where: (row: VariantRow) => boolean;
  readonly problem: string | undefined;
}

// The table answers the same question from memory, so it must be the same function from frame to frame.
const asked = new Map<string, Wanted>();
const askedMax = 8;

/** The filter in force: what was typed, and that they live where only those are listed. */
export function filterOf({ filter }: Scene, { isLiving }: PopulationState): string {
  return isLiving ? `${filter} alive`.trim() : filter.trim();
}

/** The filter as a function: the same one for the same text. */
export function wantedBy(filter: string): Wanted {
  const known = asked.get(filter);
  if (known !== undefined) return known;
  const wanted = filter === "" ? { where: all, problem: undefined } : parsed(filter);
  if (asked.size >= askedMax) asked.delete(asked.keys().next().value!);
  asked.set(filter, wanted);
  return wanted;
}

function parsed(filter: string): Wanted {
  try {
    return { where: parseFilter(filter), problem: undefined };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { where: all, problem: error.message };
  }
}

/** The list where so many variants fit on the screen: it stands still while people read, else it is up to date. */
export function listingOf(scene: Scene, state: PopulationState, room: number): Listing {
  const filter = filterOf(scene, state);
  const { where, problem } = wantedBy(filter);
  const { reading } = state;
  if (reading !== undefined && reading.filter === filter) {
    const at = scene.selected === undefined ? -1 : reading.ids.indexOf(scene.selected);
    return { ...reading, at, top: topFor(reading, at, room), isReading: true, problem };
  }
  const { sort, reverse } = state;
  const table = scene.model.view.variants;
  const first = table.find({ where, sort, reverse, from: 0, limit: room });
  if (scene.selected === undefined) return { ...first, at: -1, top: 0, isReading: false, problem };
  let { ids } = first;
  let at = ids.indexOf(scene.selected);
  // Only where the selection is not on the first screen has its place to be looked for.
  if (at < 0 && isIn(table, scene.selected, where)) {
    ({ ids } = table.find({ where, sort, reverse, from: 0, limit: table.count }));
    at = ids.indexOf(scene.selected);
  }
  return { ids, total: first.total, at, top: at < room ? 0 : at - Math.floor(room / 2), isReading: false, problem };
}

function isIn(table: VariantTable, id: number, where: Wanted["where"]): boolean {
  const row = table.row(id);
  return row !== undefined && where(row);
}

/** The top of the screen nearest to where it was at which the selected one is seen. */
function topFor({ ids, top }: Pick<Reading, "ids" | "top">, at: number, room: number): number {
  const lowest = Math.max(0, ids.length - room);
  return at < 0 ? Math.min(top, lowest) : Math.min(Math.max(top, at - room + 1), at);
}

/** How many variants were born since the list stands still that would be in it. Looks at 10,000 of them at most. */
export function newSince(scene: Scene, state: PopulationState): number {
  const { reading } = state;
  const filter = filterOf(scene, state);
  if (reading === undefined || reading.filter !== filter) return 0;
  const { where } = wantedBy(filter);
  const { variants } = scene.model.view;
  let found = 0;
  for (let id = Math.max(reading.births, variants.count - 10_000); id < variants.count; id++) {
    const row = variants.row(id);
    if (row !== undefined && where(row)) found++;
  }
  return found;
}

/** The state in which the list stands still, with this variant on the screen. */
export function readingAt(scene: Scene, state: PopulationState, at: number, room: number): PopulationState {
  const filter = filterOf(scene, state);
  const { where } = wantedBy(filter);
  const { variants } = scene.model.view;
  const shown = listingOf(scene, state, room);
  const kept = state.reading;
  if (shown.isReading && kept !== undefined) {
    return { ...state, reading: { ...kept, top: topFor({ ids: kept.ids, top: shown.top }, at, room) } };
  }
  const { sort, reverse } = state;
  const { ids, total } = variants.find({ where, sort, reverse, from: 0, limit: variants.count });
  const top = topFor({ ids, top: shown.top }, at, room);
  return { ...state, reading: { ids, total, filter, births: variants.count, top } };
}

/** The state in which the list is up to date. */
export function following({ sort, reverse, isLiving }: PopulationState): PopulationState {
  return { sort, reverse, isLiving };
}
