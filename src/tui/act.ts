import { oneLine } from "../text/sanitize.ts";
import { leaveChoices } from "./leave.ts";
import type { Action } from "./screen.ts";
import { type AppState, type Effect, isLive, open, type Pressed, say, type Situation } from "./state.ts";

/** Does what a screen asked for. Text that it brings is made harmless here. */
export function act(state: AppState, action: Action, situation: Situation): Pressed {
  const { clock, model } = situation;
  const { view } = model;
  const still = (next: AppState, ...effects: readonly Effect[]): Pressed => ({ state: next, effects });
  switch (action.do) {
    case "open": {
      const selected = action.id ?? state.selected;
      return still(open({ ...state, selected }, action.screen, situation));
    }
    case "select":
      return still({ ...state, selected: action.id });
    case "pin": {
      const pinned = new Set(state.pinned);
      const isPinned = pinned.delete(action.id);
      if (!isPinned) pinned.add(action.id);
      return still(say({ ...state, pinned }, `${isPinned ? "no longer pinned" : "pinned"} #${action.id}`, clock));
    }
    case "mark": {
      const isMarked = state.marked === action.id;
      const text = isMarked ? `#${action.id} is no longer marked` : `marked #${action.id}: others are compared with it`;
      return still(say({ ...state, marked: isMarked ? undefined : action.id }, text, clock));
    }
    case "filter": {
      const filter = oneLine(action.text, 500);
      return still(say({ ...state, filter }, `The filter is ${filter}: 2 lists what fits, Esc clears it.`, clock));
    }
    case "command":
      return sent(state, action.words, situation);
    case "copy": {
      const text = oneLine(action.text, 4000);
      return still(say(state, `copied: ${text}`, clock), { do: "copy", text });
    }
    case "say":
      return still(say(state, oneLine(action.text, 500), clock));
    case "ask":
      return still({ ...state, mode: { on: "ask", question: oneLine(action.question, 300), yes: action.yes } });
    case "play": {
      if (view.variants.row(action.id) === undefined) return still(say(state, `There is no #${action.id}.`, clock));
      const effect: Effect = { do: "play", id: action.id, ...(action.case === undefined ? {} : { case: action.case }) };
      return still(open({ ...state, selected: action.id }, "playback", situation), effect);
    }
    default:
      return action satisfies never;
  }
}

/** Sends a command to the runner, if there is one and whoever sits here may. */
export function sent(state: AppState, words: readonly string[], situation: Situation): Pressed {
  const { clock, role, model } = situation;
  const refuse = (text: string): Pressed => ({ state: say(state, text, clock, "warn"), effects: [] });
  if (role === "reader") return refuse("This viewer only reads: attach without --read-only to steer.");
  if (!isLive(model))
    return refuse(`Nobody runs this campaign; \`lamarck resume ${model.view.facts.select}\` goes on with it.`);
  const send: Effect = { do: "send", words };
  if (words[0] === "kill") return { state, effects: [send, { do: "leave", how: "kill" }] };
  if (words[0] !== "stop") return { state, effects: [send] };
  const text = "Stopping: what is being evaluated is finished first. q leaves at once, and it stops by itself.";
  return { state: say({ ...state, mode: { on: "screen" }, stopping: true }, text, clock), effects: [send] };
}

/** Space: pauses, or goes on. */
export function togglePause(state: AppState, situation: Situation): Pressed {
  const phase = situation.model.live?.phase;
  return sent(state, [phase === "paused" || phase === "pausing" ? "resume" : "pause"], situation);
}

/** q: leaves where there is nothing to decide, else asks. */
export function leaveOrAsk(state: AppState, situation: Situation): Pressed {
  if (!isLive(situation.model)) return { state, effects: [{ do: "leave", how: "ended" }] };
  if (state.stopping) return { state, effects: [{ do: "leave", how: "stop" }] };
  if (leaveChoices(situation).length < 2) return { state, effects: [{ do: "leave", how: "detach" }] };
  return { state: { ...state, mode: { on: "leave", choice: 0 } }, effects: [] };
}

/** After a change of the model: whoever asked for the end leaves when it has come. */
export function settled(state: AppState, { model }: Situation): readonly Effect[] {
  return state.stopping && (model.link.state === "idle" || model.link.state === "lost")
    ? [{ do: "leave", how: "stop" }]
    : [];
}

/** The state where the run has changed: a question about a campaign that has ended by itself is no question any more. */
export function adapted(state: AppState, { model, clock }: Situation): AppState {
  if (state.mode.on !== "leave" || isLive(model)) return state;
  return say({ ...state, mode: { on: "screen" } }, "The campaign has ended meanwhile; q leaves.", clock);
}

/** The command that `y` and `x` copy. */
export function copyOf(key: "y" | "x", { selected }: AppState, { model }: Situation): string {
  const { id } = model.view.facts;
  if (key === "x") return `lamarck export ${id} --format csv -o ${id}.csv`;
  return selected === undefined ? `lamarck attach ${id}` : `lamarck show ${id} ${selected}`;
}
