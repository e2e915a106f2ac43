import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../std/errors.ts";
import type { Row, Size } from "../text/row.ts";
import { oneLine } from "../text/sanitize.ts";
import type { Ability } from "./ability.ts";
import { adapted, settled } from "./act.ts";
import { createFrameClock } from "./frame-clock.ts";
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
  /** How far local time is ahead of UTC. */
  zoneMinutes(): number;
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
  close(): void;
}

const farewellMs = 1500;

/** Opens a viewer: it hears the run and the keys, keeps the state, and draws it. */
export function createViewer(session: Session, options: ViewerOptions, surface: Surface): Viewer {
  let state = startState(options.screen ?? "overview", options.ability.theme, options.selected);
  let isClosed = false;
  const painter = createPainter(options, surface);
  const situation = (): Situation => situationOf(session, options, surface);
  const frames = createFrameClock({
    ...surface,
    isRemote: options.ability.remote,
    isMoving: () => state.screen === "playback" && session.model().episode.state === "ready",
    draw() {
      const now = situation();
      state = adapted(looked(state, now), now);
      painter(state, now);
    },
  });
  const send = async (words: readonly string[]): Promise<void> => {
    const { text, level } = await answerOf(session, words);
    if (level === "error" && words[0] === "stop") state = { ...state, stopping: false };
    state = say(state, oneLine(text, 500), surface.clock(), level);
    frames.now();
  };
  const leave = async (sends: readonly Promise<void>[], how: Leave): Promise<void> => {
    await answersOf(sends);
    // The short block stays on the screen: it is to say how it was at the end.
    frames.now();
    if (!isClosed) surface.leave(how);
  };
  const perform = (effects: readonly Effect[]): void => {
    const sends = effects.flatMap((effect) => (effect.do === "send" ? [send(effect.words)] : []));
    for (const effect of effects) {
      if (effect.do === "leave") void leave(sends, effect.how);
      else if (effect.do !== "send") performHere(effect, session, surface);
    }
  };
  const take = (pressed: (now: AppState) => Pressed): void => {
    if (isClosed) return;
    try {
      const { state: next, effects } = pressed(state);
      state = next;
      frames.keyPressed();
      perform(effects);
    } catch (error) {
      surface.fail(error);
    }
  };
  const unlisten = session.onChange(() => {
    frames.changed();
    perform(settled(state, situation()));
  });
  return {
    key: (key) => take((now) => press(now, key, situation())),
    paste: (text) => take((now) => paste(now, text, situation())),
    refresh: frames.now,
    close() {
      isClosed = true;
      frames.close();
      unlisten();
    },
  };
}

async function answerOf(session: Session, words: readonly string[]): Promise<Pick<Message, "text" | "level">> {
  try {
    return { text: await session.send(words), level: "info" };
  } catch (error) {
    return { text: messageOf(error), level: "error" };
  }
}

function performHere(effect: Exclude<Effect, { do: "leave" | "send" }>, session: Session, surface: Surface): void {
  if (effect.do === "play") session.play(effect.id, effect.case);
  else if (effect.do === "copy") surface.copy(effect.text);
  else surface[effect.do]();
}

/** What was asked for is on its way before the line is cut; a runner that is gone does not answer. */
async function answersOf(sends: readonly Promise<void>[]): Promise<void> {
  if (sends.length > 0) await Promise.race([Promise.all(sends), delay(farewellMs, undefined, { ref: false })]);
}

function situationOf(session: Session, { screens, ability, role }: ViewerOptions, surface: Surface): Situation {
  return {
    screens,
    model: session.model(),
    size: surface.size(),
    symbols: ability.symbols,
    now: surface.now(),
    zoneMinutes: surface.zoneMinutes(),
    clock: surface.clock(),
    role,
  };
}

/** Turns states into lines on the surface. */
function createPainter({ ability, display }: ViewerOptions, surface: Surface) {
  const news = newsLines();
  return (state: AppState, now: Situation): void => {
    const theme = themeOf(state.theme, ability.colours);
    const lines = (rows: readonly Row[]): string[] => paint(rows, theme, now.symbols);
    if (display === "full") return surface.show(lines(frameRows(state, now)));
    const fresh = news(now);
    if (fresh.length > 0) surface.print(lines(fresh));
    surface.show(lines(inlineRows(state, now)));
  };
}
