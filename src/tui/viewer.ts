import { messageOf } from "../std/errors.ts";
import type { Size } from "../text/row.ts";
import { oneLine } from "../text/sanitize.ts";
import type { Ability } from "./ability.ts";
import { settled } from "./act.ts";
import { frameRows } from "./frame.ts";
import { inlineRows, newsLines } from "./inline.ts";
import { paint } from "./paint.ts";
import { paste, press } from "./press.ts";
import type { Key, Screen, ScreenId } from "./screen.ts";
import type { Leave, Role, Session } from "./session.ts";
import {
  type AppState,
  type Effect,
  looked,
  type Message,
  type Pressed,
  say,
  startState,
  type Situation,
} from "./state.ts";
import { themeOf } from "./theme.ts";

/** What a viewer needs of the terminal it is on. */
export interface Surface {
  size(): Size;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since any moment. */
  clock(): number;
  /** Whether the terminal has not yet taken what was written: then a frame is left out. */
  isBehind(): boolean;
  /** Shows these lines in place of the last ones. */
  show(lines: readonly string[]): void;
  /** Prints lines above what is shown, to stay. */
  print(lines: readonly string[]): void;
  copy(text: string): void;
  suspend(): void;
  redraw(): void;
  leave(how: Leave): void;
  /** Something broke that should not: a defect. */
  fail(error: unknown): void;
}

/** How a viewer is opened. */
export interface ViewerOptions {
  readonly role: Role;
  readonly ability: Ability;
  readonly screens: readonly Screen<unknown>[];
  /** The whole terminal, or a short block under the lines that were printed. */
  readonly display: "full" | "inline";
  readonly screen?: ScreenId;
  readonly selected?: number;
}

/** A viewer at work: it reads its session, keeps the state and draws frames. */
export interface Viewer {
  key(key: Key): void;
  paste(text: string): void;
  /** Draws now: the terminal has another size or lost its picture. */
  refresh(): void;
  state(): AppState;
  close(): void;
}

/** Milliseconds between frames: as usual, when nobody watches or the line is slow, and while something plays. */
const frameMs = { usual: 250, slow: 1000, playing: 100 } as const;
const unattendedMs = 300_000;
const behindMs = 10_000;

/** Opens a viewer. Keys are drawn at once; what the run does is drawn four times a second at most, and clocks once. */
export function createViewer(session: Session, options: ViewerOptions, surface: Surface): Viewer {
  let state = startState(options.screen ?? "overview", options.ability.theme, options.selected);
  let isChanged = true;
  let isClosed = false;
  let drawnSecond = -1;
  let lastKey = surface.clock();
  let lastBehind = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const news = newsLines();

  const situation = (): Situation => ({
    screens: options.screens,
    model: session.model(),
    size: surface.size(),
    symbols: options.ability.symbols,
    now: surface.now(),
    clock: surface.clock(),
    role: options.role,
  });
  /** A defect ends the viewer in order, whoever called it. */
  const guarded =
    <Args extends readonly unknown[]>(work: (...args: Args) => void) =>
    (...args: Args): void => {
      if (isClosed) return;
      try {
        work(...args);
      } catch (error) {
        surface.fail(error);
      }
    };
  const draw = (): void => {
    if (surface.isBehind()) {
      lastBehind = surface.clock();
      isChanged = true;
      return;
    }
    const now = situation();
    state = looked(state, now);
    const theme = themeOf(state.theme, options.ability.colours);
    const isFull = options.display === "full";
    if (!isFull) {
      const fresh = news(now);
      if (fresh.length > 0) surface.print(paint(fresh, theme, now.symbols));
    }
    surface.show(paint(isFull ? frameRows(state, now) : inlineRows(state, now), theme, now.symbols));
    isChanged = false;
    drawnSecond = Math.floor(now.clock / 1000);
  };
  const tell = (text: string, level: Message["level"]): void => {
    state = say(state, oneLine(text, 500), surface.clock(), level);
    if (!isClosed) draw();
  };
  const send = async (words: readonly string[]): Promise<void> => {
    try {
      tell(await session.send(words), "info");
    } catch (error) {
      if (words[0] === "stop") state = { ...state, stopping: false };
      tell(messageOf(error), "error");
    }
  };
  const perform = (effects: readonly Effect[]): void => {
    const sends: Promise<void>[] = [];
    for (const effect of effects) {
      switch (effect.do) {
        case "send":
          sends.push(send(effect.words));
          break;
        case "copy":
          surface.copy(effect.text);
          break;
        case "play":
          session.play(effect.id, effect.case);
          break;
        case "leave":
          void leaveAfter(sends, effect.how);
          break;
        case "suspend":
        case "redraw":
          surface[effect.do]();
          break;
        default:
          effect satisfies never;
      }
    }
  };
  const leaveAfter = async (sends: readonly Promise<void>[], how: Leave): Promise<void> => {
    // What was asked for is on its way before the line is cut; a runner that is gone does not answer.
    if (sends.length > 0) await Promise.race([Promise.all(sends), new Promise((done) => setTimeout(done, 1500))]);
    if (!isClosed) surface.leave(how);
  };
  const accept = (pressed: Pressed): void => {
    state = pressed.state;
    draw();
    perform(pressed.effects);
  };
  const hear = guarded(() => {
    isChanged = true;
    perform(settled(state, situation()));
  });
  const pace = (): number => {
    const clock = surface.clock();
    if (state.screen === "playback" && session.model().episode.state === "ready") return frameMs.playing;
    const isSlow = options.ability.remote && clock - lastBehind < behindMs;
    return isSlow || clock - lastKey > unattendedMs ? frameMs.slow : frameMs.usual;
  };
  const beat = guarded(() => {
    const wait = pace();
    if (isChanged || wait === frameMs.playing || Math.floor(surface.clock() / 1000) !== drawnSecond) draw();
    timer = setTimeout(beat, wait);
  });
  const unlisten = session.onChange(hear);
  timer = setTimeout(beat, 0);
  return {
    key: guarded((key: Key) => {
      lastKey = surface.clock();
      accept(press(state, key, situation()));
    }),
    paste: guarded((text: string) => {
      lastKey = surface.clock();
      accept(paste(state, text, situation()));
    }),
    refresh: guarded(draw),
    state: () => state,
    close() {
      isClosed = true;
      clearTimeout(timer);
      unlisten();
    },
  };
}
