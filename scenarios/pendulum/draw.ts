import { createPicture, gauge, inLine, type Picture, signed } from "../../src/scenario/picture.ts";
import type { State } from "./world.ts";

/** The rod at its angle, with the way that its end came in the last steps; the mark is the last torque. */
export function draw(state: State, columns: number, rows: number): readonly string[] {
  const picture = createPicture(columns, rows);
  picture.write(0, 0, statusOf(state, columns));
  const measured = rows >= 9;
  // A torque to the left turns against the clock.
  if (measured) gauge(picture, rows >= 14 ? 2 : 1, state.torque / 2, ["torque -2 ", " +2"]);
  const top = measured ? (rows >= 14 ? 4 : 2) : 1;
  const radius = Math.max(0, Math.min((rows - top) * 2 - 2, columns - 2));
  drawRod(picture, state, [columns, (top + rows) * 2 - 1], radius);
  return picture.lines();
}

function statusOf({ theta, thetaDot, steps, torque, cost }: State, columns: number): string {
  const turn = 2 * Math.PI;
  const lean = ((theta - turn * Math.floor((theta + Math.PI) / turn)) * 180) / Math.PI;
  return inLine(
    [
      columns < 12 ? `step ${steps}` : `step ${String(steps).padStart(3)}/200`,
      `lean ${signed(lean, 0).padStart(4)}°`,
      `torque ${signed(torque, 2)} N m`,
      `cost ${cost.toFixed(1)}`,
      `speed ${signed(thetaDot, 2)} rad/s`,
    ],
    columns,
  );
}

function drawRod(
  picture: Picture,
  { theta, thetaDot }: State,
  [x, y]: readonly [number, number],
  radius: number,
): void {
  const end = (angle: number, length = radius): readonly [number, number] => [
    x + length * Math.sin(angle),
    y - length * Math.cos(angle),
  ];
  for (const side of [-0.5, 0.5]) {
    const [across, down] = [side * Math.cos(theta), side * Math.sin(theta)];
    const tip = end(theta, radius - 2);
    picture.line([x + across, y + down], [tip[0] + across, tip[1] + down]);
  }
  // The arc of the last three steps, so that its length shows the speed.
  const arc = -0.15 * thetaDot;
  const dots = Math.ceil(Math.abs(arc) * radius);
  for (let i = 0; i <= dots; i++) picture.dot(...end(theta + (arc * i) / Math.max(1, dots)));
  const [across, down] = end(theta, radius - 1);
  picture.write(Math.floor(across / 2), Math.floor(down / 4), "●");
  picture.write(Math.floor(x / 2), Math.floor(y / 4), "◆");
}
