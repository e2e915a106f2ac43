import { bar, createPicture, inLine, type Picture } from "../../src/scenario/picture.ts";
import type { Player, State } from "./world.ts";

/** The moves of both players one above the other, their points, and how often which pair of moves came up. */
export function draw(state: State, columns: number, rows: number, names: readonly string[]): readonly string[] {
  const picture = createPicture(columns, rows);
  const { round, rounds, players } = state;
  const width = Math.max(1, Math.min(22, Math.floor(columns / 4)));
  const shown = players.map((_, seat) => (names[seat] ?? `seat ${seat}`).slice(0, width));
  const means = players.map(({ points }, seat) => `${shown[seat]} ${(points / Math.max(1, round)).toFixed(2)}`);
  const result = round < rounds ? [] : ["the match is over"];
  picture.write(0, 0, inLine([`round ${String(round).padStart(3)}/${rounds}`, ...means, ...result], columns));
  const label = Math.max(...shown.map((name) => name.length)) + 2;
  const free = drawMoves(picture, state, { shown, label, top: rows >= 8 ? 2 : 1 });
  if (rows - free >= 4) drawTotals(picture, state, { shown, label, top: free });
  const beside = columns >= 100;
  const pairs = beside ? free : free + 4;
  if (rows - pairs >= 4) drawPairs(picture, state, { shown, top: pairs, left: beside ? label + 52 : 0 });
  return picture.lines();
}

interface Place {
  readonly shown: readonly string[];
  readonly label: number;
  readonly top: number;
}

/** Both players' moves, broken into lines as long as the match needs; returns the first row that is left. */
function drawMoves(picture: Picture, { round, rounds, players }: State, { shown, label, top }: Place): number {
  const room = Math.max(1, picture.columns - label);
  const length = room > 20 ? room - (room % 10) : room;
  const roomy = picture.rows >= 8;
  const height = roomy ? 3 : 2;
  // What does not fit together is shown from its end, as far as it is played.
  const fitting = Math.max(1, Math.floor((picture.rows - top - (roomy ? 2 : 0)) / height));
  const blocks = Math.min(fitting, Math.ceil(rounds / length));
  const last = Math.max(blocks, Math.ceil(round / length));
  for (let block = 0; block < blocks; block++) {
    const from = (last - blocks + block) * length;
    for (const [seat, player] of players.entries()) {
      const row = top + block * height + seat;
      if (block === 0) picture.write(0, row, shown[seat]!);
      picture.write(label, row, movesOf(player, from, Math.min(from + length, round)));
    }
  }
  const end = top + blocks * height;
  if (!roomy || picture.rows - end < 2) return end;
  picture.write(
    0,
    end,
    inLine(["█ cooperates", "· defects", "by mistake: ▒ cooperates", "x defects"], picture.columns),
  );
  return end + 2;
}

function movesOf({ moves, slips }: Player, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at++) text += moves[at]! > 0 ? (slips[at] ? "▒" : "█") : slips[at] ? "x" : "·";
  return text;
}

function drawTotals(picture: Picture, { round, players }: State, { shown, label, top }: Place): void {
  const share = (part: number, whole: number): string => (whole === 0 ? "-" : `${((100 * part) / whole).toFixed(0)} %`);
  const line = (cells: readonly string[]): string => cells.map((cell) => cell.padStart(12)).join("");
  picture.write(label, top, line(["points", "a round", "cooperates", "retaliates"]));
  for (const [seat, { points, cooperations, retaliations, provocations }] of players.entries()) {
    const mean = (points / Math.max(1, round)).toFixed(2);
    picture.write(0, top + 1 + seat, shown[seat]!);
    const cells = [String(points), mean, share(cooperations, round), share(retaliations, provocations)];
    picture.write(label, top + 1 + seat, line(cells));
  }
}

function drawPairs(
  picture: Picture,
  { players: [first, second] }: State,
  { shown, top, left }: Omit<Place, "label"> & { readonly left: number },
): void {
  const count = (mine: boolean, theirs: boolean): number =>
    first.moves.filter((move, at) => move > 0 === mine && second.moves[at]! > 0 === theirs).length;
  const pairs = [
    ["both cooperate", count(true, true)],
    [`only ${shown[0]}`, count(true, false)],
    [`only ${shown[1]}`, count(false, true)],
    ["both defect", count(false, false)],
  ] as const;
  const label = Math.max(...pairs.map(([name]) => name.length)) + 2;
  const room = Math.max(0, picture.columns - left - label - 5);
  const most = Math.max(1, ...pairs.map(([, times]) => times));
  for (const [at, [name, times]] of pairs.entries()) {
    picture.write(left, top + at, name);
    picture.write(left + label, top + at, `${String(times).padStart(4)} ${bar(times / most, room)}`);
  }
}
