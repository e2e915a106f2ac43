import { asAnswer, type RecordedCase, type Recording } from "../evaluation/recording.ts";
import type { Case, Playback, PlayedScenario, Plays, Scenario, SteppedScenario } from "../scenario/scenario.ts";
import { isStepped, seatName } from "../scenario/scenario.ts";
import { messageOf } from "../std/errors.ts";
import { number } from "../text/figures.ts";
import { wrapped } from "../text/layout.ts";
import { oneLine, sanitize, toJson } from "../text/sanitize.ts";
import { head } from "../text/width.ts";
import { plainSize } from "./plain-data.ts";
import { createReplay } from "./replay.ts";

/** What one agent did on some cases, to be looked at one after the other. */
export interface Episodes {
  readonly cases: readonly EpisodeCase[];
  /** The index of the case that is shown first. */
  readonly first: number;
  /** The pictures of one case by its index. Never throws: what goes wrong is said in the picture. */
  open(index: number): Playback;
}

/** One case that was played. */
export interface EpisodeCase {
  readonly id: string;
  /** Who sat in each seat, where there is more than one. */
  readonly seats: readonly string[];
  /** One number an objective; absent where the agent failed. */
  readonly scores?: readonly number[];
}

/** No playback may have more pictures. */
const framesMax = 10_000_000;
/** Larger states are not copied for each picture. */
const valuesMax = 20_000;

/** The episodes of a recording; `first` is the id of the case to begin with. */
export function createEpisodes(scenario: Scenario, recording: Recording, first?: string): Episodes {
  const { outcome, cases } = recording;
  const all: Plays = {
    answers: cases.map(({ answer }) => asAnswer(answer ?? [])),
    cases: cases.map((one) => one.case),
  };
  let opened: { readonly index: number; readonly playback: Playback } | undefined;
  return {
    cases: cases.map(({ case: one }, i) => ({
      id: oneLine(one.id, 60),
      seats: (one.seats ?? []).map((seat) => oneLine(seatName(seat), 40)),
      ...(outcome.status === "scored" ? { scores: outcome.scores[i]! } : {}),
    })),
    first: Math.max(0, first === undefined ? 0 : all.cases.findIndex(({ id }) => id === first)),
    open(index) {
      if (opened?.index !== index) opened = { index, playback: opening(scenario, cases[index], all) };
      return opened.playback;
    },
  };
}

function opening(scenario: Scenario, recorded: RecordedCase | undefined, all: Plays): Playback {
  if (recorded?.answer === undefined) return telling("The agent failed, so there is nothing to be seen of this case.");
  try {
    if (isStepped(scenario)) return guarded(steppedPlayback(scenario, recorded), "draw");
    return guarded(playedPlayback(scenario, recorded.case, { answer: asAnswer(recorded.answer), all }), "playback");
  } catch (error) {
    const what = isStepped(scenario) ? "The world cannot be played again" : "The scenario's `playback` threw";
    return telling(`${what}: ${oneLine(messageOf(error))}`);
  }
}

function steppedPlayback(scenario: SteppedScenario, recorded: RecordedCase): Playback {
  const replay = createReplay(scenario, recorded);
  const seats = recorded.case.seats ?? ["self"];
  const names = seats.map(seatName);
  return {
    frames: replay.steps + 1,
    draw(frame, columns, rows) {
      const state = replay.stateAt(frame);
      if (scenario.draw !== undefined) {
        // A picture must not change what comes after it.
        const shown = plainSize(state, valuesMax) === undefined ? state : structuredClone(state);
        return scenario.draw(shown, columns, rows, names);
      }
      const actions = recorded.answer!.slice(frame * seats.length, (frame + 1) * seats.length);
      return [
        `step ${frame}/${replay.steps}   (this scenario has no \`draw\`: its state as it is)`,
        ...names.map((name, seat) => `${name} ${frame === replay.steps ? "ends" : `acts ${number(actions[seat])}`}`),
        "",
        ...fieldsOf(state),
      ];
    },
  };
}

function fieldsOf(state: unknown): readonly string[] {
  if (plainSize(state, valuesMax) === undefined || typeof state !== "object" || state === null) return [];
  return Object.entries(state).map(([name, value]) => `${name}  ${oneLine(toJson(value) ?? "")}`);
}

function playedPlayback(
  scenario: PlayedScenario,
  one: Case,
  { answer, all }: { readonly answer: never; readonly all: Plays },
): Playback {
  if (scenario.playback !== undefined) return scenario.playback(answer, one, all);
  const numbers: readonly number[] = typeof answer === "number" ? [answer] : answer;
  return {
    frames: 1,
    draw: (_frame, columns) => [
      `an answer of ${numbers.length} numbers   (this scenario has no \`playback\`)`,
      "",
      ...wrapped(numbers.slice(0, 10_000).map(number).join(" "), columns),
    ],
  };
}

/** The same pictures, held to their size and made safe, whatever the scenario's code does. */
function guarded(playback: Playback, name: string): Playback {
  const { frames } = playback;
  if (!Number.isInteger(frames) || frames < 1 || frames > framesMax) {
    return telling(`The scenario's \`${name}\` has ${String(frames)} frames, expected a whole number from 1.`);
  }
  return {
    frames,
    draw(frame, columns, rows) {
      if (!(columns >= 1 && rows >= 1)) return [];
      const at = Math.min(frames - 1, Math.max(0, Math.floor(frame) || 0));
      const say = (message: string): readonly string[] => telling(message).draw(0, columns, rows);
      try {
        const lines: unknown = playback.draw(at, columns, rows);
        if (!Array.isArray(lines)) return say(`The scenario's \`${name}\` gave no list of lines at frame ${at}.`);
        return lines.slice(0, rows).map((line) => tidy(String(line), columns));
      } catch (error) {
        return say(`The scenario's \`${name}\` threw at frame ${at}: ${oneLine(messageOf(error))}`);
      }
    },
  };
}

/** A line that takes at most so many columns and that a terminal only prints. */
function tidy(line: string, columns: number): string {
  return head(sanitize(line.slice(0, 64 + 16 * columns)).replace(/[\n\t]/g, " "), columns);
}

/** One picture that holds a message. */
function telling(message: string): Playback {
  return { frames: 1, draw: (_frame, columns, rows) => wrapped(message, columns).slice(0, rows) };
}
