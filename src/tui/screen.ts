import type { Row, Size } from "../text/row.ts";
import type { Symbols } from "../text/symbols.ts";
import type { Model } from "../view/model.ts";

/** The screens, in the order of their digits. */
export type ScreenId =
  | "overview"
  | "population"
  | "tree"
  | "archive"
  | "capabilities"
  | "evaluations"
  | "workers"
  | "log"
  | "variant"
  | "playback";

/** The screens that have a tab and a digit, in order. */
export const numbered: readonly ScreenId[] = [
  "overview",
  "population",
  "tree",
  "archive",
  "capabilities",
  "evaluations",
  "workers",
  "log",
];

/** A key by its name: a printed character as it is, else `up`, `enter`, `escape`, `page-down`, `ctrl-c` and so on. */
export type Key = string;

/** A line of the help: which keys, and what they do on this screen. */
export interface KeyBinding {
  readonly keys: readonly Key[];
  readonly does: string;
  /** Two or three words for the hint line, where there is room; absent where it is not worth one. */
  readonly hint?: string;
  /** It asks something of the runner: no hint where nobody runs the campaign, or where this viewer only reads. */
  readonly steers?: true;
}

/** What a screen sees: everything it shows depends on this and on its own state. */
export interface Scene {
  /** The room for the screen's body. */
  readonly size: Size;
  readonly model: Model;
  readonly symbols: Symbols;
  /** The variant that is selected on all screens. */
  readonly selected: number | undefined;
  readonly pinned: ReadonlySet<number>;
  /** The variant that others are compared with; absent for none. */
  readonly marked?: number | undefined;
  /** A filter in force, as it was typed (see `src/view/filter.ts`); empty for none. */
  readonly filter: string;
  /** Milliseconds since 1970, for ages. */
  readonly now: number;
  /** How far local time is ahead of UTC. */
  readonly zoneMinutes: number;
  /** Milliseconds of the steady clock (`performance.now()`), for playback. */
  readonly clock: number;
}

/** What a key did: a new state of the screen, something for the application to do, or both. */
export interface Step<State> {
  readonly state?: State;
  readonly act?: Action;
}

/** What a screen asks of the application. */
export type Action =
  /** Goes to a screen, and selects the variant first where one is named. */
  | { readonly do: "open"; readonly screen: ScreenId; readonly id?: number }
  | { readonly do: "select"; readonly id: number }
  /** Pins the variant, or takes its pin away. */
  | { readonly do: "pin"; readonly id: number }
  /** Marks the variant as the one to compare with; the marked one again takes the mark away. */
  | { readonly do: "mark"; readonly id: number }
  | { readonly do: "filter"; readonly text: string }
  /** A command to the runner, as `:` would take it. */
  | { readonly do: "command"; readonly words: readonly string[] }
  | { readonly do: "copy"; readonly text: string }
  | { readonly do: "say"; readonly text: string }
  | { readonly do: "ask"; readonly question: string; readonly yes: Action }
  /** Plays the variant, on the scenario's first case where none is named. */
  | { readonly do: "play"; readonly id: number; readonly case?: string };

/** One screen: how it looks and what its own keys do. Pure: the same scene and state give the same rows. */
export interface Screen<State> {
  readonly id: ScreenId;
  readonly title: string;
  /** Up to six letters for the tab bar of a small terminal. */
  readonly short: string;
  readonly keys: readonly KeyBinding[];
  readonly start: State;
  /** At most as many rows as there is room for, each at most as wide. */
  render(scene: Scene, state: State): readonly Row[];
  /** What the key does here; undefined where the screen has no use for it. */
  press(key: Key, scene: Scene, state: State): Step<State> | undefined;
}
