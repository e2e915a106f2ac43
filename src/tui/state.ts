import type { Size } from "../text/row.ts";
import type { Symbols } from "../text/symbols.ts";
import type { Notice } from "../view/live.ts";
import type { LogLine, Model } from "../view/model.ts";
import { sizeClass, bodySize } from "./frame-size.ts";
import type { Line } from "./line.ts";
import type { Action, Scene, Screen, ScreenId } from "./screen.ts";
import type { Leave, Role } from "./session.ts";
import type { ThemeName } from "./theme.ts";

/** Everything about the application that keys change. What the run is comes with each `Situation`. */
export interface AppState {
  readonly screen: ScreenId;
  /** Where Esc goes back to, the latest last. */
  readonly trail: readonly ScreenId[];
  /** The states of the screens that were used. */
  readonly own: ReadonlyMap<ScreenId, unknown>;
  readonly selected: number | undefined;
  readonly pinned: ReadonlySet<number>;
  readonly marked: number | undefined;
  readonly filter: string;
  readonly mode: Mode;
  readonly message: Message | undefined;
  readonly seen: Seen;
  readonly theme: ThemeName;
  /** Commands that were typed, the latest last. */
  readonly history: readonly string[];
  /** The campaign was asked to stop, and the viewer leaves when it has. */
  readonly stopping: boolean;
  /** How often Ctrl-C was pressed in a row, and when last. */
  readonly interrupts: { readonly count: number; readonly clock: number };
}

/** Who gets the keys: the screen, or what lies over it. */
export type Mode =
  | { readonly on: "screen" }
  | { readonly on: "line"; readonly for: "filter" | "command"; readonly line: Line; readonly back: number }
  | { readonly on: "help"; readonly search: Line; readonly searching: boolean; readonly top: number }
  | { readonly on: "leave"; readonly choice: number }
  | { readonly on: "ask"; readonly question: string; readonly yes: Action };

/** What was just said to whoever sits here; it goes after a while. */
export interface Message {
  readonly text: string;
  readonly level: "info" | "warn" | "error";
  /** On the clock of the situation. */
  readonly until: number;
}

/** What was on the log screen when it was last open. */
export interface Seen {
  readonly line: LogLine | undefined;
  readonly notice: Notice | undefined;
}

/** What there is when a key comes or a frame is drawn. */
export interface Situation {
  readonly screens: readonly Screen<unknown>[];
  readonly model: Model;
  /** Of the whole terminal. */
  readonly size: Size;
  readonly symbols: Symbols;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How far local time is ahead of UTC. */
  readonly zoneMinutes: number;
  /** Milliseconds since any moment. */
  readonly clock: number;
  readonly role: Role;
}

/** What the application does beyond its own state. */
export type Effect =
  | { readonly do: "send"; readonly words: readonly string[] }
  | { readonly do: "copy"; readonly text: string }
  | { readonly do: "play"; readonly id: number; readonly case?: string }
  | { readonly do: "leave"; readonly how: Leave }
  | { readonly do: "suspend" }
  | { readonly do: "redraw" };

/** What a key came to. */
export interface Pressed {
  readonly state: AppState;
  readonly effects: readonly Effect[];
}

/** The application as it is opened. */
export function startState(screen: ScreenId, theme: ThemeName, selected?: number): AppState {
  return {
    screen,
    trail: [],
    own: new Map(),
    selected,
    pinned: new Set(),
    marked: undefined,
    filter: "",
    mode: { on: "screen" },
    message: undefined,
    seen: { line: undefined, notice: undefined },
    theme,
    history: [],
    stopping: false,
    interrupts: { count: 0, clock: Number.NEGATIVE_INFINITY },
  };
}

/** The screen that is shown, and its state. */
export function current(
  { screen, own }: AppState,
  { screens }: Situation,
): { screen: Screen<unknown>; state: unknown } {
  const found = screens.find(({ id }) => id === screen) ?? screens[0]!;
  return { screen: found, state: own.has(found.id) ? own.get(found.id) : found.start };
}

/** What the shown screen sees. */
export function sceneOf(state: AppState, { model, size, symbols, now, zoneMinutes, clock }: Situation): Scene {
  const { selected, pinned, marked, filter } = state;
  return { size: bodySize(size), model, symbols, selected, pinned, marked, filter, now, zoneMinutes, clock };
}

const messageMs = 6000;
const troubleMs = 15_000;

/** The state with something said. */
export function say(state: AppState, text: string, clock: number, level: Message["level"] = "info"): AppState {
  return { ...state, message: { text, level, until: clock + (level === "info" ? messageMs : troubleMs) } };
}

const trailMax = 16;

/** The state with another screen shown; Esc comes back. */
export function open(state: AppState, screen: ScreenId, situation: Situation): AppState {
  if (screen === state.screen) return state;
  const trail = [...state.trail.filter((id) => id !== screen), state.screen].slice(-trailMax);
  return looked({ ...state, screen, trail }, situation);
}

/** The state after whoever sits here saw what is on the screen: on the log screen, all warnings. */
export function looked(state: AppState, { model, size }: Situation): AppState {
  if (state.screen !== "log" || sizeClass(size) === "tiny") return state;
  const [line, notice] = [model.view.lines.at(-1), model.notices.at(-1)];
  return line === state.seen.line && notice === state.seen.notice ? state : { ...state, seen: { line, notice } };
}

/** Warnings and errors that came since the log screen was open. */
export function unread({ seen }: AppState, { view, notices }: Model): number {
  const after = <T>(list: readonly T[], last: T | undefined): readonly T[] =>
    list.slice(last === undefined ? 0 : list.lastIndexOf(last) + 1);
  return [...after(view.lines, seen.line), ...after(notices, seen.notice)].filter(({ level }) => level !== "info")
    .length;
}

/** Whether somebody runs the campaign now, as far as is known. */
export function isLive({ link, live }: Model): boolean {
  return link.state === "live" || (link.state === "reading" && live !== undefined);
}
