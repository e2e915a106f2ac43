import { createPicture, inLine, type Picture } from "../../src/scenario/picture.ts";
import type { State } from "./world.ts";

const xLimit = 2.4;
const leanLimit = 12;

/** The cart on its track and the pole at its true angle; the arrow is the last push. */
export function draw(state: State, columns: number, rows: number): readonly string[] {
  const picture = createPicture(columns, rows);
  const lean = (state.theta * 180) / Math.PI;
  picture.write(0, 0, statusOf(state, lean, columns));
  if (rows >= 9) drawGauge(picture, rows >= 14 ? 2 : 1, lean);
  const labelled = rows >= 6;
  const ground = rows - (labelled ? 2 : 1);
  const half = columns >= 40 ? 4 : 2;
  const across = (x: number): number => half + ((x + xLimit) / (2 * xLimit)) * (columns - 1 - 2 * half);
  drawTrack(picture, ground, across, labelled);
  drawCart(picture, state, ground, { middle: across(state.x), half });
  return picture.lines();
}

function statusOf({ x, xDot, steps, fallen, push }: State, lean: number, columns: number): string {
  const end = Math.abs(x) > xLimit ? "LEFT THE TRACK" : fallen ? "FELL" : steps >= 500 ? "UPRIGHT TO THE END" : "";
  return inLine(
    [
      columns < 12 ? `step ${steps}` : `step ${String(steps).padStart(3)}/500`,
      ...(end === "" ? [] : [end]),
      `lean ${signed(lean, 1)}°`,
      `x ${signed(x, 2)} m`,
      `push ${push > 0 ? "right" : push < 0 ? "left " : "-"}`,
      `speed ${signed(xDot, 2)} m/s`,
    ],
    columns,
  );
}

function signed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? ` ${text.replace("-", "")}` : value > 0 ? `+${text}` : text;
}

/** The lean between its limits, enlarged: twelve degrees are little in a picture. */
function drawGauge(picture: Picture, row: number, lean: number): void {
  const [left, right] = [`lean -${leanLimit}° `, ` +${leanLimit}°`];
  const width = Math.min(61, picture.columns - left.length - right.length);
  if (width < 11) return;
  const middle = (width - 1) / 2;
  const scale = Array.from({ length: width }, () => "─");
  scale[0] = "├";
  scale[width - 1] = "┤";
  scale[Math.round(middle)] = "┼";
  const share = Math.min(1, Math.max(-1, lean / leanLimit));
  scale[Math.round(middle + share * middle)] = "●";
  const start = (picture.columns - left.length - width - right.length) / 2;
  picture.write(Math.floor(start), row, left + scale.join("") + right);
}

function drawTrack(picture: Picture, ground: number, across: (x: number) => number, labelled: boolean): void {
  picture.write(0, ground, "─".repeat(picture.columns));
  for (const metres of [-xLimit, -1.2, 0, 1.2, xLimit]) {
    const at = Math.round(across(metres));
    picture.write(at, ground, "┴");
    const label = metres === 0 ? "0 m" : signed(metres, 1);
    if (labelled && (picture.columns >= 40 || metres === 0 || Math.abs(metres) === xLimit)) {
      picture.write(Math.max(0, Math.min(picture.columns - label.length, at - 1)), ground + 1, label);
    }
  }
}

function drawCart(
  picture: Picture,
  { theta, push }: State,
  ground: number,
  { middle, half }: { readonly middle: number; readonly half: number },
): void {
  const tall = ground >= 8;
  const top = ground - (tall ? 2 : 1);
  const room = top - (ground >= 12 ? 3 : ground >= 7 ? 2 : 1);
  // A quarter of the width at most, so that a pole that falls stays in the picture.
  const length = Math.max(0, Math.min(room * 4, picture.columns / 2)) - 1;
  const foot = [middle * 2 + 1, top * 4 - 1] as const;
  for (const shift of [-0.5, 0.5]) {
    const x = foot[0] + shift;
    if (length > 0) picture.line([x, foot[1]], [x + length * Math.sin(theta), foot[1] - length * Math.cos(theta)]);
  }
  const left = Math.round(middle) - half;
  picture.write(left, top, "█".repeat(2 * half + 1));
  if (tall) {
    picture.write(left + 1, top + 1, "●");
    picture.write(left + 2 * half - 1, top + 1, "●");
  }
  if (push > 0) picture.write(left + 2 * half + 2, top, "━━▶");
  if (push < 0) picture.write(left - 4, top, "◀━━");
}
