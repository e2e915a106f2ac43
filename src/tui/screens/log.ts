import { type Column, spread, tableRows, wrapped } from "../../text/layout.ts";
import { type Row, row, type Size, type Span, span, type Style } from "../../text/row.ts";
import { count, timeOfDay } from "../../text/figures.ts";
import { oneLine } from "../../text/sanitize.ts";
import type { Scene, Screen, Step } from "../screen.ts";
import { listMoves } from "./list-keys.ts";
import { entriesOf, type Entry, type Level, levels, troubles, wordsOf } from "./log-lines.ts";

/** How the log is read. */
export interface LogState {
  /** The least level that is shown. */
  readonly level: Level;
  /** Where people read: the keys of the selected line and of the topmost one; absent while the newest are followed. */
  readonly reading?: { readonly line: string; readonly top: string };
}

const styles: Readonly<Record<Level, Style>> = { info: "dim", warn: "warn", error: "bad" };
const levelNames: Readonly<Record<Level, string>> = {
  info: "all levels",
  warn: "warnings and errors",
  error: "errors",
};

/** What happened, newest last: lines of the run's log and notices of its runner. */
export const logScreen: Screen<LogState> = {
  id: "log",
  title: "Log",
  short: "Log",
  keys: [
    { keys: ["j", "down"], does: "the next line; below the last one the newest are followed again" },
    { keys: ["k", "up"], does: "the line before; the screen stays still while you read" },
    { keys: ["page-down"], does: "a screen forward" },
    { keys: ["page-up"], does: "a screen back" },
    { keys: ["g", "home"], does: "the first line" },
    { keys: ["G", "end"], does: "the last line, and follow" },
    { keys: ["enter"], does: "open the variant that the line is about", hint: "open variant" },
    { keys: ["f"], does: "follow the newest lines, or stay here", hint: "follow" },
    { keys: ["L"], does: "the least level: all, warnings and errors, errors", hint: "level" },
    { keys: ["y"], does: "copy the line", hint: "copy" },
  ],
  start: { level: "info" },
  render,
  press,
};

/** The newest lines without a cursor, for a pane: as many as there is room for. */
export function newestLines(scene: Scene, { columns, rows }: Size): readonly Row[] {
  const entries = entriesOf(scene.model, { level: "info", filter: "" }).slice(-Math.max(0, rows));
  if (rows < 1) return [];
  return entries.length === 0 ? [nothingYet] : table(scene, entries, { columns, isPane: true });
}

const nothingYet = row(span("Nothing yet: a line comes for each generation, each new best and each warning.", "dim"));

interface Place {
  readonly entries: readonly Entry[];
  /** Index of the selected line; the last one while following. */
  readonly at: number;
  /** Index of the topmost line. */
  readonly top: number;
  readonly room: number;
}

function placeOf(scene: Scene, state: LogState): Place {
  const entries = entriesOf(scene.model, { level: state.level, filter: scene.filter });
  const { reading } = state;
  const room = Math.max(1, scene.size.rows - 1 - (reading === undefined ? 0 : detailRows(scene.size)));
  const last = entries.length - 1;
  if (reading === undefined) return { entries, at: last, top: Math.max(0, entries.length - room), room };
  // A line that has left the ring, or that a filter hides, leaves the reader at the oldest.
  const at = Math.max(0, indexOf(entries, reading.line));
  const wished = Math.max(0, indexOf(entries, reading.top));
  const top = Math.min(Math.max(wished, at - room + 1), at);
  return { entries, at, top, room };
}

function indexOf(entries: readonly Entry[], key: string): number {
  return entries.findLastIndex((entry) => entry.key === key);
}

/** Where there is room, two rows under the lines show the selected one in full. */
function detailRows({ rows }: Size): number {
  return rows >= 12 ? 3 : 0;
}

function render(scene: Scene, state: LogState): readonly Row[] {
  const { columns, rows } = scene.size;
  const { entries, at, top, room } = placeOf(scene, state);
  const head = heading(scene, state, { entries, at, top, room });
  if (entries.length === 0) return [head, empty(scene, state)].slice(0, rows);
  const shown = entries.slice(top, top + room);
  const isReading = state.reading !== undefined;
  const lines = table(scene, shown, { columns, selected: isReading ? at - top : undefined });
  return [head, ...lines, ...(isReading ? detail(scene, entries[at]!, room - shown.length) : [])].slice(0, rows);
}

function heading(scene: Scene, state: LogState, { entries, top, room }: Place): Row {
  const { warnings, errors } = troubles(entriesOf(scene.model, { level: "info", filter: "" }));
  const newer = Math.max(0, entries.length - top - room);
  const words = wordsOf(scene.filter).join(" ");
  const left = row(
    span(` ${count(entries.length)} ${entries.length === 1 ? "line" : "lines"}`, "strong"),
    span(`  ${levelNames[state.level]}`, state.level === "info" ? "dim" : "accent"),
    ...(words === "" ? [] : [span(`  with "${oneLine(words, 40)}"`, "accent")]),
    ...(warnings === 0 ? [] : [span(`  ${count(warnings)} ${warnings === 1 ? "warning" : "warnings"}`, "warn")]),
    ...(errors === 0 ? [] : [span(`  ${count(errors)} ${errors === 1 ? "error" : "errors"}`, "bad")]),
  );
  const right =
    state.reading === undefined
      ? row(span("following ", "good"))
      : row(span(newer === 0 ? "reading (G follows) " : `${count(newer)} newer below (G follows) `, "accent"));
  return spread(left, right, scene.size.columns, scene.symbols);
}

function empty({ model, filter, symbols, size }: Scene, { level }: LogState): Row {
  if (model.view.lines.length === 0 && model.notices.length === 0) return nothingYet;
  const hidden =
    wordsOf(filter).length > 0 ? "the filter (Esc clears it)" : `the level "${levelNames[level]}" (L changes it)`;
  return spread(row(span(`No line passes ${hidden}.`, "dim")), [], size.columns, symbols);
}

interface TablePlace {
  readonly columns: number;
  readonly selected?: number | undefined;
  /** Nothing can be selected. */
  readonly isPane?: boolean;
}

function table(
  { symbols, zoneMinutes }: Scene,
  entries: readonly Entry[],
  { columns, selected, isPane = false }: TablePlace,
): readonly Row[] {
  const isSelected = (entry: Entry): boolean => entries[selected ?? -1] === entry;
  const cursor: Column<Entry> = {
    title: "",
    width: 1,
    drop: 0,
    cell: (entry) => (isSelected(entry) ? symbols.cursor : ""),
  };
  const [, ...rows] = tableRows<Entry>(
    [
      ...(isPane ? [] : [cursor]),
      { title: "", width: 8, drop: 1, cell: ({ t }) => span(timeOfDay(t, zoneMinutes), "dim") },
      { title: "", width: 5, drop: 2, cell: ({ level }) => span(level, styles[level]) },
      { title: "", width: 10, widthMax: 400, drop: 0, cell: textCell },
    ],
    entries,
    { columns, symbols, selected, gap: 1 },
  );
  return rows;
}

function textCell({ level, text, source }: Entry): Span {
  if (level !== "info") return span(text, styles[level]);
  return span(text, source === "runner" ? "accent" : "plain");
}

function detail({ size: { columns }, symbols }: Scene, entry: Entry, blank: number): readonly Row[] {
  const where = entry.source === "runner" ? "runner" : "log";
  const about = entry.id === undefined ? "" : `  #${entry.id}: Enter opens it`;
  const head = row(span(`${symbols.box[0].repeat(3)} ${where} ${entry.t}${about}`, "dim"));
  const text = wrapped(entry.text, Math.max(1, columns)).slice(0, 2);
  return [
    ...Array.from({ length: Math.max(0, blank) }, () => row()),
    spread(head, [], columns, symbols),
    ...text.map((line) => row(line)),
  ];
}

function press(key: string, scene: Scene, state: LogState): Step<LogState> | undefined {
  const place = placeOf(scene, state);
  const by = listMoves(place.room).get(key);
  if (by !== undefined) return move(state, place, by);
  switch (key) {
    case "f":
      return { state: state.reading === undefined ? readingAt(state, place, place.at) : following(state) };
    case "L":
      return { state: { ...state, level: levels[(levels.indexOf(state.level) + 1) % levels.length]! } };
    case "y":
      return copy(place);
    case "enter":
      return open(place);
    default:
      return undefined;
  }
}

function move(state: LogState, place: Place, by: number): Step<LogState> {
  const isPastEnd = by > 0 && place.at + by > place.entries.length - 1;
  return { state: isPastEnd ? following(state) : readingAt(state, place, place.at + by) };
}

function following({ level }: LogState): LogState {
  return { level };
}

function readingAt(state: LogState, { entries, top, room }: Place, wished: number): LogState {
  const at = Math.max(0, Math.min(entries.length - 1, wished));
  const line = entries[at];
  if (line === undefined) return following(state);
  const first = Math.min(Math.max(top, at - room + 1), at);
  return { level: state.level, reading: { line: line.key, top: entries[first]!.key } };
}

function copy({ entries, at }: Place): Step<LogState> {
  const entry = entries[at];
  if (entry === undefined) return { act: { do: "say", text: "There is no line to copy yet." } };
  return { act: { do: "copy", text: `${entry.t} ${entry.level} ${entry.text}` } };
}

function open({ entries, at }: Place): Step<LogState> {
  const id = entries[at]?.id;
  if (id === undefined) return { act: { do: "say", text: "This line is about no variant; others name one as #id." } };
  return { act: { do: "open", screen: "variant", id } };
}
