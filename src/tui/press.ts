import { commandLine, filterLine, helpFrom, pressLine } from "./press-line.ts";
import { act, copyOf, leaveOrAsk, sent, togglePause } from "./act.ts";
import { oneLine } from "../text/sanitize.ts";
import { helpLength } from "./help.ts";
import { keyLabel } from "./keys.ts";
import { edit, lineOf } from "./line.ts";
import { type Key, numbered } from "./screen.ts";
import { leaveChoices } from "./leave.ts";
import { type AppState, current, isLive, open, type Pressed, say, sceneOf, type Situation } from "./state.ts";
import { bodySize, sizeClass } from "./frame-size.ts";
import { themes } from "./theme.ts";

/** What a key does, wherever the application is. Pure; any key in any state gives a state that can be drawn. */
export function press(before: AppState, key: Key, situation: Situation): Pressed {
  // An answer to the key before is no answer to this one; a warning is left to be read.
  const state = before.message?.level === "info" ? { ...before, message: undefined } : before;
  if (key === "ctrl-c") return interrupt(state, situation);
  if (key === "ctrl-l") return { state, effects: [{ do: "redraw" }] };
  if (key === "ctrl-z") return { state, effects: [{ do: "suspend" }] };
  switch (state.mode.on) {
    case "line":
      return pressLine(state, key, situation);
    case "help":
      return pressHelp(state, key, situation);
    case "leave":
      return pressLeave(state, key, situation);
    case "ask": {
      const { yes } = state.mode;
      const closed: AppState = { ...state, mode: { on: "screen" } };
      if (key === "y" || key === "Y") return act(closed, yes, situation);
      const isNo = key === "n" || key === "N" || key === "escape";
      return still(isNo ? say(closed, "Nothing was done.", situation.clock) : state);
    }
    case "screen":
      return pressScreen(state, key, situation);
    default:
      return state.mode satisfies never;
  }
}

/** Text that was pasted: it goes into a line that is being typed, and is never taken for keys. */
export function paste(state: AppState, text: string, situation: Situation): Pressed {
  const letters = oneLine(text, 500);
  if (state.mode.on !== "line")
    return still(say(state, "Pasted text goes into a line: type : or / first.", situation.clock));
  return Array.from(letters).reduce<Pressed>((now, letter) => press(now.state, letter, situation), still(state));
}

function still(state: AppState): Pressed {
  return { state, effects: [] };
}

/** The screen's own keys first, then those that work everywhere. */
function pressScreen(state: AppState, key: Key, situation: Situation): Pressed {
  const { screen, state: own } = current(state, situation);
  if (sizeClass(situation.size) !== "tiny") {
    const step = screen.press(key, sceneOf(state, situation), own);
    if (step !== undefined) {
      const next = "state" in step ? { ...state, own: new Map(state.own).set(screen.id, step.state) } : state;
      return step.act === undefined ? still(next) : act(next, step.act, situation);
    }
  }
  return pressGlobal(state, key, situation);
}

function pressGlobal(state: AppState, key: Key, situation: Situation): Pressed {
  const { selected, filter, screen } = state;
  const { clock } = situation;
  switch (key) {
    case "?":
      return still(helpFrom(state, 0));
    case "tab":
    case "shift-tab": {
      const at = numbered.indexOf(screen);
      const next = at < 0 ? 0 : (at + (key === "tab" ? 1 : numbered.length - 1)) % numbered.length;
      return still(open(state, numbered[next]!, situation));
    }
    case "escape":
      return still(goBack(state, situation));
    case "enter":
    case "D":
      if (selected === undefined) return still(say(state, "No variant is selected: 2 lists them.", clock));
      return still(open(state, "variant", situation));
    case " ":
      return togglePause(state, situation);
    case "/":
      return still(filterLine(state, filter));
    case ":":
      return still(commandLine(state, ""));
    case "p":
      if (selected === undefined) return still(say(state, "No variant is selected: 2 lists them.", clock));
      return act(state, { do: "pin", id: selected }, situation);
    case "y":
    case "x":
      return act(state, { do: "copy", text: copyOf(key, state, situation) }, situation);
    case "t": {
      const theme = themes[(themes.indexOf(state.theme) + 1) % themes.length]!;
      return still(say({ ...state, theme }, `Colours: ${theme}`, clock));
    }
    case "d":
      return { state, effects: [{ do: "leave", how: isLive(situation.model) ? "detach" : "ended" }] };
    case "q":
      return leaveOrAsk(state, situation);
    default: {
      const target = /^[1-8]$/.test(key) ? numbered[Number(key) - 1] : undefined;
      if (target !== undefined) return still(open(state, target, situation));
      return still(say(state, `${keyLabel(key)} does nothing here; ? lists the keys.`, clock));
    }
  }
}

/** Esc: closes the innermost thing that is open. */
function goBack(state: AppState, situation: Situation): AppState {
  if (state.filter !== "") return say({ ...state, filter: "" }, "The filter is off.", situation.clock);
  const last = state.trail.at(-1);
  if (last !== undefined) return { ...open(state, last, situation), trail: state.trail.slice(0, -1) };
  if (state.screen !== "overview") return { ...open(state, "overview", situation), trail: [] };
  return { ...state, message: undefined };
}

const interruptMs = 2000;

/** Ctrl-C: asks, then stops well, then kills; whoever only attached is let go at once. */
function interrupt(state: AppState, situation: Situation): Pressed {
  const { clock, role, model } = situation;
  if (role !== "owner" || !isLive(model))
    return { state, effects: [{ do: "leave", how: isLive(model) ? "detach" : "ended" }] };
  const isAgain = clock - state.interrupts.clock < interruptMs;
  const count = isAgain ? state.interrupts.count + 1 : 1;
  const counted: AppState = { ...state, interrupts: { count, clock } };
  if (count === 1) return leaveOrAsk({ ...counted, mode: { on: "screen" } }, situation);
  return sent(counted, [count === 2 ? "stop" : "kill"], situation);
}

function pressLeave(state: AppState, key: Key, situation: Situation): Pressed {
  if (state.mode.on !== "leave") return still(state);
  const choices = leaveChoices(situation);
  const { choice } = state.mode;
  const move = (by: number): Pressed =>
    still({ ...state, mode: { on: "leave", choice: (choice + by + choices.length) % choices.length } });
  if (key === "escape" || key === "q") return still({ ...state, mode: { on: "screen" } });
  if (key === "down" || key === "j" || key === "tab") return move(1);
  if (key === "up" || key === "k" || key === "shift-tab") return move(-1);
  const chosen =
    key === "enter" ? choices[Math.min(choice, choices.length - 1)] : choices.find((one) => one.key === key);
  if (chosen === undefined) return still(state);
  const closed: AppState = { ...state, mode: { on: "screen" } };
  if (chosen.words === undefined) return { state: closed, effects: [{ do: "leave", how: "detach" }] };
  return sent(closed, chosen.words, situation);
}

function pressHelp(state: AppState, key: Key, situation: Situation): Pressed {
  const { mode } = state;
  if (mode.on !== "help") return still(state);
  const to = (change: Partial<typeof mode>): Pressed => still({ ...state, mode: { ...mode, ...change } });
  if (mode.searching) {
    if (key === "escape") return to({ searching: false, search: lineOf(""), top: 0 });
    if (key === "enter") return to({ searching: false });
    const search = edit(mode.search, key);
    return search === undefined ? still(state) : to({ search, top: 0 });
  }
  const page = Math.max(1, bodySize(situation.size).rows - 3);
  const last = Math.max(0, helpLength(state, situation) - page);
  const moves: Readonly<Record<Key, number>> = {
    j: mode.top + 1,
    down: mode.top + 1,
    k: mode.top - 1,
    up: mode.top - 1,
    "page-down": mode.top + page,
    " ": mode.top + page,
    "page-up": mode.top - page,
    g: 0,
    home: 0,
    G: last,
    end: last,
  };
  const top = moves[key];
  if (top !== undefined) return to({ top: Math.min(last, Math.max(0, top)) });
  if (key === "/") return to({ searching: true });
  if (key === "escape" && mode.search.text !== "") return to({ search: lineOf(""), top: 0 });
  return key === "escape" || key === "q" || key === "?" || key === "enter"
    ? still({ ...state, mode: { on: "screen" } })
    : still(say(state, `${keyLabel(key)} does nothing here; Esc closes the help.`, situation.clock));
}
