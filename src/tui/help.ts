import { type Row, row, span } from "../text/row.ts";
import { oneLine } from "../text/sanitize.ts";
import { wrapped } from "../text/layout.ts";
import { helpLines } from "./bindings.ts";
import { bodySize } from "./frame-size.ts";
import { type AppState, current, type Situation } from "./state.ts";

const keyColumns = 16;

/** The help, from the row that is scrolled to: the keys of the shown screen, those that work everywhere, the commands. */
export function helpRows(state: AppState, situation: Situation): readonly Row[] {
  const { mode } = state;
  if (mode.on !== "help") return [];
  const search = mode.search.text;
  const all = allRows(state, situation);
  const room = Math.max(0, bodySize(situation.size).rows - 1);
  const top = Math.min(mode.top, Math.max(0, all.length - room));
  const found = search === "" ? "" : `  with "${oneLine(search, 40)}"`;
  const more = all.length > room ? `  rows ${top + 1} to ${Math.min(all.length, top + room)} of ${all.length}` : "";
  const heading = row(span(" Keys and commands", "title"), span(`${found}${more}`, "dim"));
  const nothing = row(span(" Nothing is called so. Esc ends the search.", "dim"));
  return [heading, ...(all.length === 0 ? [nothing] : all.slice(top, top + room))];
}

/** The row of the help where the commands begin. */
export function commandsRow(state: AppState, situation: Situation): number {
  return Math.max(
    0,
    allRows(state, situation).findIndex(([first]) => first?.text === " Commands"),
  );
}

/** How many rows the help has in all. */
export function helpLength(state: AppState, situation: Situation): number {
  return allRows(state, situation).length;
}

function allRows(state: AppState, situation: Situation): readonly Row[] {
  const { mode } = state;
  const lines = helpLines(current(state, situation).screen, mode.on === "help" ? mode.search.text : "");
  const columns = Math.max(20, situation.size.columns - keyColumns - 4);
  let part = "";
  return lines.flatMap((line) => {
    const heading = line.part === part ? [] : [row(span(` ${line.part}`, "accent"))];
    part = line.part;
    const isLong = line.keys.length > keyColumns;
    const texts = wrapped(line.does, columns);
    const keys = (text: string) => span(`   ${text.padEnd(keyColumns)}`, "strong");
    const first = isLong
      ? [row(keys(line.keys)), row(keys(""), texts[0] ?? "")]
      : [row(keys(line.keys), texts[0] ?? "")];
    return [...heading, ...first, ...texts.slice(1).map((text) => row(keys(""), text))];
  });
}
