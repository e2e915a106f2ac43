import { createPicture, gauge, inLine, type Picture, signed } from "../../src/scenario/picture.ts";
import type { State } from "./world.ts";

const from = -1.2;
const to = 0.6;
const goal = 0.45;

/** The valley with the flag, and the car on its slope; the arrow is the last force. */
export function draw(state: State, columns: number, rows: number): readonly string[] {
  const picture = createPicture(columns, rows);
  picture.write(0, 0, statusOf(state, columns));
  const measured = rows >= 9;
  if (measured) gauge(picture, rows >= 14 ? 2 : 1, state.force, ["force -1 ", " +1"]);
  const top = measured ? (rows >= 14 ? 5 : 4) : 2;
  const hill = {
    column: (position: number): number => ((position - from) / (to - from)) * (columns - 1),
    row: (position: number): number => top + ((1 - Math.sin(3 * position)) / 2) * Math.max(0, rows - 1 - top),
  };
  drawHill(picture, hill);
  const [column, row] = [hill.column(goal), hill.row(goal)];
  for (let above = 1; above <= (rows >= 9 ? 2 : 1); above++) picture.write(column, row - above, "│");
  picture.write(column, row - (rows >= 9 ? 2 : 1), "│▶");
  drawCar(picture, state, hill);
  return picture.lines();
}

interface Hill {
  column(position: number): number;
  row(position: number): number;
}

function statusOf({ position, velocity, steps, arrived, force, fuel }: State, columns: number): string {
  return inLine(
    [
      columns < 12 ? `step ${steps}` : `step ${String(steps).padStart(3)}/999`,
      ...(arrived ? ["ARRIVED"] : steps >= 999 ? ["OUT OF TIME"] : []),
      `force ${signed(force, 2)}`,
      `paid ${fuel.toFixed(1)}`,
      `position ${signed(position, 2)}`,
      `velocity ${signed(velocity, 3)}`,
    ],
    columns,
  );
}

function drawHill(picture: Picture, hill: Hill): void {
  const dots = 2 * picture.columns;
  for (let x = 0; x < dots; x++) {
    const position = from + ((to - from) * x) / (dots - 1);
    picture.dot(x, hill.row(position) * 4 + 3);
  }
}

function drawCar(picture: Picture, { position, force }: State, hill: Hill): void {
  const large = picture.rows >= 14;
  const body = large ? "▄██▄" : "██";
  const middle = Math.round(hill.column(position));
  // On a slope the car is as high as the higher of its wheels.
  const wheels = [-1, 0, 1].map((beside) => hill.row(position + (beside * (to - from)) / picture.columns));
  const row = Math.max(1, Math.floor(Math.min(...wheels) + 0.75) - 1);
  const left = middle - body.length / 2;
  if (large) picture.write(left, row - 1, body);
  picture.write(left, row, large ? " ●● " : body);
  const at = large ? row - 1 : row;
  if (force > 0.005) picture.write(left + body.length + 1, at, force > 0.5 ? "━▶" : "▶");
  if (force < -0.005) picture.write(left - (force < -0.5 ? 3 : 2), at, force < -0.5 ? "◀━" : "◀");
}
