import { bar } from "../../text/chart.ts";
import { duration, number } from "../../text/figures.ts";
import { cutRow, merged, rowWidth, spread, wrapped } from "../../text/layout.ts";
import { type Row, row, span, type Style } from "../../text/row.ts";
import type { Symbols } from "../../text/symbols.ts";
import { oneLine } from "../../text/sanitize.ts";
import { fit } from "../../text/width.ts";
import type { Episode } from "../../view/model.ts";
import type { Key, Scene, Screen, Step } from "../screen.ts";
import { type Moment, momentOf, type PlaybackState, pressed } from "./playback-time.ts";

/** What one agent does on one case, as pictures that follow each other. */
export const playbackScreen: Screen<PlaybackState> = {
  id: "playback",
  title: "Playback",
  short: "Play",
  keys: [
    { keys: [" "], does: "pause the playback, or go on; the campaign is not touched", hint: "pause playback" },
    { keys: [".", "right", "l"], does: "one picture forward, and pause", hint: "step" },
    { keys: [",", "left", "h"], does: "one picture back, and pause" },
    { keys: ["page-down"], does: "a tenth of the episode forward" },
    { keys: ["page-up"], does: "a tenth of the episode back" },
    { keys: ["g", "home"], does: "the first picture" },
    { keys: ["G", "end"], does: "the last picture" },
    { keys: ["+", "="], does: "faster", hint: "faster" },
    { keys: ["-"], does: "slower" },
    { keys: ["r"], does: "play from the beginning", hint: "restart" },
    { keys: ["n"], does: "the next case", hint: "next case" },
    { keys: ["N"], does: "the case before" },
    { keys: ["P"], does: "play the variant that is selected", hint: "play selected" },
    { keys: ["y"], does: "copy the command that plays this", hint: "copy" },
  ],
  start: { paused: false },
  render,
  press,
};

function render(scene: Scene, state: PlaybackState): readonly Row[] {
  const { size, symbols, model } = scene;
  if (size.columns < 1 || size.rows < 1) return [];
  const { episode } = model;
  if (episode.state !== "ready") return messageRows(episode, scene);
  const moment = momentOf(episode, state, scene.clock);
  const { columns, rows } = size;
  // Too little room: the picture alone is worth more than what is said about it.
  const framed = rows >= 6;
  const lines = moment.playback.draw(moment.frame, columns, framed ? rows - 3 : rows);
  const picture = lines.map(pictureRow);
  if (!framed) return picture;
  const filled = Array.from({ length: rows - 3 }, (_, at) => picture[at] ?? []);
  return [headRow(episode, moment, scene), [], ...filled, timeRow(moment, columns, symbols)];
}

function messageRows(episode: Exclude<Episode, Ready>, { size, selected }: Scene): readonly Row[] {
  const paragraph = (text: string, style: Style): readonly Row[] =>
    wrapped(text, size.columns).map((line) => row(span(line, style)));
  const select = selected === undefined ? "2 lists all variants; P plays the selected one." : `P plays #${selected}.`;
  const rowsOf = (): readonly Row[] => {
    switch (episode.state) {
      case "none":
        return paragraph(`Nothing is played yet. ${select}`, "dim");
      case "loading":
        return paragraph(`#${episode.id} is being played again in a sandbox; this takes a second or two.`, "dim");
      case "failed": {
        const failure = paragraph(`#${episode.id} cannot be played back.`, "bad");
        return [...failure, ...paragraph(episode.message, "plain"), [], ...paragraph(select, "dim")];
      }
      default:
        return episode satisfies never;
    }
  };
  return rowsOf().slice(0, size.rows);
}

type Ready = Extract<Episode, { state: "ready" }>;

/** Who plays, which case it is, against whom, and what it scored there. */
function headRow({ id, episodes }: Ready, moment: Moment, { size, selected, symbols, model }: Scene): Row {
  const one = episodes.cases[moment.at];
  const objectives = model.view.facts.scenario.objectives;
  const scores = (one?.scores ?? []).map(
    (score, i) => `${oneLine(objectives[i]?.name ?? "score", 30)} ${number(score)}`,
  );
  const left = row(
    span(`#${id}`, "accent"),
    `  ${one?.id ?? ""}`,
    span(` (${moment.at + 1} of ${episodes.cases.length})`, "dim"),
    ...scores.map((text) => span(`  ${text}`, "strong")),
    ...(one === undefined || one.seats.length < 2 ? [] : [span(`  ${one.seats.join(" against ")}`, "dim")]),
  );
  const note = selected !== undefined && selected !== id ? row(span(`  P plays #${selected}`, "dim")) : row();
  // Nothing of this case is given up for the note.
  const fits = rowWidth(left) + rowWidth(note) <= size.columns;
  return spread(left, fits ? note : row(), size.columns, symbols);
}

/** Where in the episode this is. */
function timeRow({ frame, frames, state, speed }: Moment, columns: number, symbols: Symbols): Row {
  const count = `${String(frame).padStart(String(frames - 1).length)}/${frames - 1}`;
  const left = duration(Math.max(0, frames - 1 - frame) / speed);
  const words = { playing: "playing", paused: "paused ", ended: "end    " }[state];
  const tail = state === "ended" ? "  r plays it again" : `  ${speed}/s  ${fit(`${left} left`, 10)}`;
  const head = `${words}  ${count}  `;
  const room = Math.max(0, columns - head.length - tail.length);
  const share = frames > 1 ? frame / (frames - 1) : 1;
  const parts = row(
    span(head, state === "playing" ? "good" : "strong"),
    span(room < 8 ? "" : bar(share, room, symbols), "series-1"),
    span(tail, "dim"),
  );
  return cutRow(parts, columns, symbols);
}

/** A line of a picture in styles: what is full, what is a fine line, what is only the frame. */
function pictureRow(line: string): Row {
  return merged(Array.from(line, (character) => span(character, styleOf(character))));
}

function styleOf(character: string): Style {
  if (character >= "\u2800" && character <= "\u28ff") return "series-2";
  if (character >= "\u2580" && character <= "\u259f") return "series-1";
  if ((character >= "\u2500" && character <= "\u257f") || character === "·") return "dim";
  return character >= "\u25a0" && character <= "\u25ff" ? "accent" : "plain";
}

function press(key: Key, scene: Scene, state: PlaybackState): Step<PlaybackState> | undefined {
  const { model, selected, clock } = scene;
  const { episode } = model;
  if (key === "P") {
    if (selected === undefined) return { act: { do: "say", text: "No variant is selected: 2 lists them." } };
    return { act: { do: "play", id: selected } };
  }
  const isOwn = playbackScreen.keys.some(({ keys }) => keys.includes(key));
  if (!isOwn) return undefined;
  if (episode.state !== "ready") return { act: { do: "say", text: "Nothing is played here yet." } };
  const moment = momentOf(episode, state, clock);
  if (key !== "y") return { state: pressed(key, episode, moment, clock) };
  const one = episode.episodes.cases[moment.at]?.id ?? "";
  const text = `lamarck play ${model.view.facts.select} ${episode.id} --case ${/^[\w.-]+$/.test(one) ? one : `'${one}'`}`;
  return { act: { do: "copy", text } };
}
