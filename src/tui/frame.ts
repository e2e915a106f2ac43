import { timeOfDay } from "../text/figures.ts";
import { cutRow, padRow, rowWidth, rule, spread } from "../text/layout.ts";
import { type Row, row, type Size, type Span, span } from "../text/row.ts";
import { oneLine } from "../text/sanitize.ts";
import { characters, head } from "../text/width.ts";
import { globalKeys } from "./bindings.ts";
import { bodySize, sizeClass } from "./frame-size.ts";
import { headerRow, tabRow, tinyRows } from "./header.ts";
import { helpRows } from "./help.ts";
import { keyLabel } from "./keys.ts";
import { leaveRows } from "./leave.ts";
import type { Line } from "./line.ts";
import { filterFault } from "./press-line.ts";
import type { ScreenId } from "./screen.ts";
import { type AppState, current, isLive, sceneOf, type Situation } from "./state.ts";

/** The whole terminal: exactly as many rows as it has, none wider than it is. */
export function frameRows(state: AppState, situation: Situation): Row[] {
  const { size, symbols } = situation;
  if (sizeClass(size) === "tiny") return filled(tinyFrame(state, situation), size);
  const body = filled(bodyRows(state, situation), bodySize(size));
  const rows = [
    headerRow(situation),
    tabRow(state, situation),
    rule(size.columns, symbols),
    ...body,
    messageRow(state, situation),
    rule(size.columns, symbols),
    hintRow(state, situation),
  ];
  return filled(rows, size);
}

/** Exactly as many rows as there is room for, each no wider. */
function filled(rows: readonly Row[], size: Size): Row[] {
  return Array.from({ length: size.rows }, (_, y) => cutRow(rows[y] ?? [], size.columns));
}

function tinyFrame(state: AppState, situation: Situation): Row[] {
  if (state.mode.on === "screen") return tinyRows(state, situation);
  return [hintRow(state, situation), messageRow(state, situation), ...tinyRows(state, situation)];
}

function bodyRows(state: AppState, situation: Situation): readonly Row[] {
  const room = bodySize(situation.size);
  if (state.mode.on === "leave") return leaveRows(situation, state.mode.choice, room);
  if (state.mode.on === "help") return helpRows(state, situation);
  const { screen, state: own } = current(state, situation);
  return screen.render(sceneOf(state, situation), own);
}

/** The screens that the filter changes, or that show it themselves. */
const filtered: ReadonlySet<ScreenId> = new Set(["population", "log", "playback"]);

/** The line above the hints: what was just said, else what is wrong, else what happened last. */
function messageRow(
  { message, screen, filter }: AppState,
  { model, size, clock, zoneMinutes, symbols }: Situation,
): Row {
  if (message !== undefined && clock < message.until) {
    const style = message.level === "info" ? "accent" : message.level === "warn" ? "warn" : "bad";
    return cutRow(row(" ", span(message.text, style)), size.columns, symbols);
  }
  const { link, view, notices } = model;
  const run = view.facts.select;
  if (link.state === "lost") {
    const text = ` Nobody runs it since ${timeOfDay(link.since, zoneMinutes)}; lamarck resume ${run} goes on (${oneLine(link.reason, 200)})`;
    return cutRow(row(span(text, "bad")), size.columns, symbols);
  }
  if (link.state === "reading")
    return cutRow(row(span(" The log is being read; what is shown is not yet all.", "dim")), size.columns, symbols);
  if (link.state === "idle" && view.state.finished === undefined)
    return cutRow(
      row(span(` This run was stopped; lamarck resume ${run} goes on with it.`, "dim")),
      size.columns,
      symbols,
    );
  const [line, notice] = [view.lines.at(-1), notices.at(-1)];
  const last = notice !== undefined && (line === undefined || notice.t >= line.t) ? notice : line;
  if (!filtered.has(screen) && filter !== "")
    return cutRow(row(span(` 2 lists only ${filter}; Esc clears that.`, "dim")), size.columns, symbols);
  // These two show it themselves.
  if (last === undefined || screen === "overview" || screen === "log") return row();
  const style = last.level === "info" ? "dim" : last.level === "warn" ? "warn" : "bad";
  return cutRow(
    row(span(` ${timeOfDay(last.t, zoneMinutes)} ${oneLine(last.text, 300)}`.replace("  ", " "), style)),
    size.columns,
    symbols,
  );
}

/** The lowest line: what is typed, what is asked, or what keys there are. */
function hintRow(state: AppState, situation: Situation): Row {
  const { size, symbols } = situation;
  const { mode } = state;
  switch (mode.on) {
    case "line": {
      const fault = mode.for === "filter" && mode.line.text !== "" ? filterFault(mode.line.text) : undefined;
      const help = fault === undefined ? "Enter does it, Esc leaves it" : oneLine(fault.fault, 60);
      return typedRow(
        mode.for === "filter" ? "/" : ":",
        mode.line,
        span(help, fault === undefined ? "dim" : "warn"),
        situation,
      );
    }
    case "ask": {
      const keys = row(span(" y", "strong"), span(" yes  "), span("n", "strong"), span(" no "));
      return spread(row(span(` ${mode.question}`, "warn")), keys, size.columns, symbols);
    }
    case "help":
      return mode.searching
        ? typedRow("search: ", mode.search, span("Enter keeps it, Esc ends it", "dim"), situation)
        : hints(
            [
              ["j/k", "move"],
              ["/", "search"],
              ["Esc", "close"],
            ],
            size,
          );
    case "leave":
      return hints(
        [
          ["j/k", "move"],
          ["Enter", "do it"],
          ["Esc", "stay"],
        ],
        size,
      );
    case "screen":
      return hints(hintsOf(state, situation), size);
    default:
      return mode satisfies never;
  }
}

type Hint = readonly [keys: string, does: string];

/** The hints of the screen first, then the global ones that do something now and that the screen leaves alone. */
function hintsOf(state: AppState, situation: Situation): readonly Hint[] {
  const { screen } = current(state, situation);
  const own = new Set(screen.keys.flatMap(({ keys }) => keys));
  const isSteered = isLive(situation.model) && situation.role !== "reader";
  const phase = situation.model.live?.phase;
  const global = globalKeys.flatMap(({ keys, hint }): Hint[] => {
    const left = keys.filter((key) => !own.has(key));
    if (hint === undefined || left.length === 0) return [];
    if (left[0] === " ")
      return isSteered ? [["space", phase === "paused" || phase === "pausing" ? "go on" : hint]] : [];
    if (left[0] === "enter") return state.selected === undefined ? [] : [["Enter", `${hint} #${state.selected}`]];
    if (left[0] === "d" && !isLive(situation.model)) return [];
    return [[keyLabel(left[0]!), hint]];
  });
  const [help, ...others] = global;
  const local = screen.keys.flatMap(({ keys, hint, steers }): Hint[] =>
    hint === undefined || (steers === true && !isSteered) ? [] : [[keyLabel(keys[0]!), hint]],
  );
  return [...(help === undefined ? [] : [help]), ...local, ...others];
}

/** As many hints as there is room for. */
function hints(list: readonly Hint[], { columns }: Size): Row {
  const parts: Span[] = [];
  for (const [keys, does] of list) {
    const hint = [span(` ${keys}`, "strong"), span(` ${does} `, "dim")];
    if (rowWidth([...parts, ...hint]) <= columns) parts.push(...hint);
  }
  return parts;
}

/** A line that is typed, with its cursor; of a long one, the part around the cursor. */
function typedRow(prompt: string, { text, cursor }: Line, help: Span, { size, symbols }: Situation): Row {
  const letters = characters(text);
  const room = Math.max(8, size.columns - prompt.length - 4);
  const from = Math.max(0, cursor - room + 1);
  const before = letters.slice(from, cursor).join("");
  const under = letters[cursor] ?? " ";
  const typed = row(span(` ${prompt}`, "strong"), before, span(under, "selected"), letters.slice(cursor + 1).join(""));
  const free = size.columns - rowWidth(typed) - 2;
  return free >= 12
    ? [
        ...padRow(typed, size.columns - Math.min(free, help.text.length + 1)),
        span(head(help.text, free - 1), help.style),
      ]
    : cutRow(typed, size.columns, symbols);
}
