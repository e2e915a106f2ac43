import type { Playback } from "../../scenario/scenario.ts";
import type { Episode } from "../../view/model.ts";
import type { Key } from "../screen.ts";

/** Where the playback is: on which case, and which picture was shown when. */
export interface PlaybackState {
  /** The episode that the rest is about, by the moment it became ready; any other begins anew. */
  readonly since?: number;
  /** The index of the case. */
  readonly at?: number;
  /** The picture that was shown at the moment `clock`. */
  readonly frame?: number;
  readonly clock?: number;
  readonly paused: boolean;
  /** Pictures a second; by the length of the episode where nobody chose. */
  readonly speed?: number | undefined;
}

/** The picture of this moment. */
export interface Moment {
  readonly at: number;
  readonly playback: Playback;
  readonly frame: number;
  readonly frames: number;
  readonly state: "playing" | "paused" | "ended";
  readonly speed: number;
  /** The speed that was chosen, if one was. */
  readonly chosen: number | undefined;
}

type Ready = Extract<Episode, { state: "ready" }>;

const speeds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;
/** An episode takes at most about so long, unless somebody slows it down. */
const secondsMax = 25;

/** What is to be seen of an episode at a moment of the clock. */
export function momentOf(episode: Ready, given: PlaybackState, clock: number): Moment {
  const { episodes, since } = episode;
  const isKnown = given.since === since;
  const state: PlaybackState = isKnown ? given : { paused: false, speed: given.speed };
  const at = Math.min(episodes.cases.length - 1, Math.max(0, state.at ?? episodes.first));
  const playback = episodes.open(at);
  const { frames } = playback;
  const speed = state.speed ?? speeds.find((one) => frames / one <= secondsMax) ?? speeds.at(-1)!;
  const played = state.paused ? 0 : Math.max(0, clock - (state.clock ?? since)) * (speed / 1000);
  // A whole number of pictures to within what adding up milliseconds loses.
  const frame = Math.min(frames - 1, (state.frame ?? 0) + Math.floor(played + 1e-9));
  const isEnd = frame === frames - 1;
  return {
    at,
    playback,
    frame,
    frames,
    state: isEnd && !state.paused ? "ended" : state.paused ? "paused" : "playing",
    speed,
    chosen: state.speed,
  };
}

/** The state after one of the screen's keys. */
export function pressed(key: Key, episode: Ready, moment: Moment, clock: number): PlaybackState {
  const { at, frame, frames, speed, chosen } = moment;
  const here: PlaybackState = {
    since: episode.since,
    at,
    frame,
    clock,
    paused: moment.state === "paused",
    speed: chosen,
  };
  const to = (target: number, paused = here.paused): PlaybackState => ({
    ...here,
    frame: Math.min(frames - 1, Math.max(0, target)),
    paused,
  });
  const tenth = Math.max(1, Math.round(frames / 10));
  const cases = episode.episodes.cases.length;
  switch (key) {
    case " ":
      return frame === frames - 1 ? to(0, false) : { ...here, paused: !here.paused };
    case ".":
    case "right":
    case "l":
      return to(frame + 1, true);
    case ",":
    case "left":
    case "h":
      return to(frame - 1, true);
    case "page-down":
      return to(frame + tenth);
    case "page-up":
      return to(frame - tenth);
    case "g":
    case "home":
      return to(0, true);
    case "G":
    case "end":
      return to(frames - 1, true);
    case "+":
    case "=":
      return { ...here, speed: speeds.find((one) => one > speed) ?? speed };
    case "-":
      return { ...here, speed: speeds.findLast((one) => one < speed) ?? speed };
    case "r":
      return to(0, false);
    case "n":
    case "N":
      return { ...to(0, false), at: (at + (key === "n" ? 1 : cases - 1)) % Math.max(1, cases) };
    default:
      return here;
  }
}
