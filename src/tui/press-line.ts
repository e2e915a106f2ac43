import { messageOf, UserError } from "../std/errors.ts";
import { oneLine } from "../text/sanitize.ts";
import { parseFilter } from "../view/filter.ts";
import { act, leaveOrAsk, sent } from "./act.ts";
import { completed, orderOf } from "./commands.ts";
import { commandsRow } from "./help.ts";
import { edit, lineOf } from "./line.ts";
import type { Key } from "./screen.ts";
import { type AppState, open, type Pressed, say, type Situation } from "./state.ts";

/** The state in which a filter is typed. */
export function filterLine(state: AppState, text: string): AppState {
  return { ...state, mode: { on: "line", for: "filter", line: lineOf(text), back: 0 } };
}

/** The state in which a command is typed. */
export function commandLine(state: AppState, text: string): AppState {
  return { ...state, mode: { on: "line", for: "command", line: lineOf(text), back: 0 } };
}

const historyMax = 100;

/** A key while a line is typed. */
export function pressLine(state: AppState, key: Key, situation: Situation): Pressed {
  const { mode } = state;
  const still = (next: AppState): Pressed => ({ state: next, effects: [] });
  if (mode.on !== "line") return still(state);
  const { line } = mode;
  const closed: AppState = { ...state, mode: { on: "screen" }, message: undefined };
  if (key === "escape" || (key === "backspace" && line.text === "")) return still(closed);
  if (key === "enter")
    return mode.for === "filter" ? applyFilter(closed, line.text, situation) : obey(closed, line.text, situation);
  if (mode.for === "command" && (key === "up" || key === "down")) {
    const back = Math.min(state.history.length, Math.max(0, mode.back + (key === "up" ? 1 : -1)));
    return still({ ...state, mode: { ...mode, back, line: lineOf(back === 0 ? "" : state.history.at(-back)!) } });
  }
  if (mode.for === "command" && key === "tab") {
    const { text, names } = completed(line.text);
    const next: AppState = { ...state, mode: { ...mode, line: text === line.text ? line : lineOf(text) } };
    return still(names.length > 1 ? say(next, names.join("  "), situation.clock) : next);
  }
  const edited = edit(line, key);
  return still(edited === undefined ? state : { ...state, mode: { ...mode, line: edited } });
}

/** What is wrong with a filter, in words, and what can be written; undefined where nothing is. */
export function filterFault(text: string): { readonly fault: string; readonly hint: string } | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    return { fault: messageOf(error), hint: error instanceof UserError ? error.hint : messageOf(error) };
  }
}

function applyFilter(state: AppState, text: string, { clock }: Situation): Pressed {
  const filter = oneLine(text, 500);
  const wrong = filterFault(filter);
  if (wrong === undefined) return { state: { ...state, filter, message: undefined }, effects: [] };
  // What was typed stays, so that it can be mended; what is wrong with it stands beside it.
  return { state: say(filterLine(state, text), oneLine(wrong.hint, 300), clock, "warn"), effects: [] };
}

/** Does what was typed after the colon. */
function obey(state: AppState, text: string, situation: Situation): Pressed {
  const typed = oneLine(text, 500);
  const history =
    typed === "" ? state.history : [...state.history.filter((old) => old !== typed), typed].slice(-historyMax);
  const next: AppState = { ...state, history };
  const still = (changed: AppState): Pressed => ({ state: changed, effects: [] });
  const order = orderOf(typed, situation.screens);
  switch (order.order) {
    case "nothing":
      return still(next);
    case "wrong":
      return still(say(next, order.reason, situation.clock, "warn"));
    case "send":
      return order.words[0] === "kill"
        ? act(
            next,
            { do: "ask", question: "End the campaign at once?", yes: { do: "command", words: order.words } },
            situation,
          )
        : sent(next, order.words, situation);
    case "goto":
      return still(goTo(next, order.variant, situation));
    case "open":
      return still(open(next, order.screen, situation));
    case "filter":
      return applyFilter(next, order.text, situation);
    case "theme":
      return still({ ...next, theme: order.theme });
    case "help":
      return still(helpFrom(next, commandsRow(next, situation)));
    case "quit":
      return leaveOrAsk(next, situation);
    default:
      return order satisfies never;
  }
}

/** The state with the help open, from this row on. */
export function helpFrom(state: AppState, top: number): AppState {
  return { ...state, mode: { on: "help", search: lineOf(""), searching: false, top } };
}

function goTo(state: AppState, variant: number | "best" | "champion", situation: Situation): AppState {
  const { variants, state: campaign } = situation.model.view;
  const named = variant === "best" ? campaign.best?.id : campaign.finished?.champion;
  const id = typeof variant === "number" ? variant : named;
  if (id !== undefined && variants.row(id) !== undefined) return open({ ...state, selected: id }, "variant", situation);
  const none = { best: "Nothing has a score yet.", champion: "There is a champion when the campaign has ended." };
  return say(state, typeof variant === "number" ? `There is no #${variant}.` : none[variant], situation.clock, "warn");
}
