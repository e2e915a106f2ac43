import { createPicture, gauge, inLine, type Picture, type Point } from "../../src/scenario/picture.ts";
import type { State } from "./world.ts";

/** Both links as they hang or swing, and the line that the feet must reach. */
export function draw(state: State, columns: number, rows: number): readonly string[] {
  const picture = createPicture(columns, rows);
  picture.write(0, 0, statusOf(state, columns));
  const measured = rows >= 9;
  if (measured) gauge(picture, rows >= 14 ? 2 : 1, state.torque, ["torque -1 ", " +1"]);
  const top = measured ? (rows >= 14 ? 4 : 2) : 1;
  const link = Math.max(0, Math.min((rows - top) * 2 - 2, columns - 2)) / 2;
  const bar: Point = [columns, (top + rows) * 2];
  drawGoal(picture, bar, link);
  drawLinks(picture, state, bar, link);
  return picture.lines();
}

/** How high the feet are above the bar, in links. */
function heightOf({ motion: [theta1, theta2] }: State): number {
  return -Math.cos(theta1) - Math.cos(theta1 + theta2);
}

function statusOf(state: State, columns: number): string {
  const { steps, torque } = state;
  const height = heightOf(state);
  return inLine(
    [
      columns < 12 ? `step ${steps}` : `step ${String(steps).padStart(3)}/500`,
      ...(height > 1 ? ["UP"] : steps >= 500 ? ["OUT OF TIME"] : []),
      `feet ${height.toFixed(2).padStart(5)} of 1`,
      `torque ${torque > 0 ? "+1 N m" : torque < 0 ? "-1 N m" : " 0"}`,
    ],
    columns,
  );
}

function drawGoal(picture: Picture, [, y]: Point, link: number): void {
  const row = Math.floor((y - link) / 4);
  for (let column = 0; column < picture.columns; column += 2) picture.write(column, row, "─");
  if (picture.columns >= 40) picture.write(0, row, "goal ");
}

function drawLinks(picture: Picture, { motion }: State, bar: Point, link: number): void {
  const [theta1, theta2] = motion;
  const below = ([x, y]: Point, angle: number): Point => [x + link * Math.sin(angle), y + link * Math.cos(angle)];
  const hip = below(bar, theta1);
  const feet = below(hip, theta1 + theta2);
  for (const [from, to] of [
    [bar, hip],
    [hip, feet],
  ] as const) {
    const length = Math.max(1, Math.hypot(to[0] - from[0], to[1] - from[1]));
    const [across, down] = [(to[1] - from[1]) / length / 2, (from[0] - to[0]) / length / 2];
    for (const side of [-1, 1]) {
      picture.line([from[0] + side * across, from[1] + side * down], [to[0] + side * across, to[1] + side * down]);
    }
  }
  const mark = ([x, y]: Point, sign: string): void => picture.write(Math.floor(x / 2), Math.floor(y / 4), sign);
  mark(bar, "■");
  mark(feet, "●");
  mark(hip, "◆");
}
