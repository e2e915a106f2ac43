import { createPicture, gauge, inLine, signed } from "../../src/scenario/picture.ts";
import { drawCart, xLimit } from "../cart-pole/cart.ts";
import type { State } from "./world.ts";

const leanLimit = 36;

/** The cart with both poles at their true angles, the short one longer than it is; the arrow is the last push. */
export function draw(state: State, columns: number, rows: number): readonly string[] {
  const picture = createPicture(columns, rows);
  const [x, , theta1, , theta2] = state.motion;
  picture.write(0, 0, statusOf(state, columns));
  const ends = [`lean -${leanLimit}° `, ` +${leanLimit}°`] as const;
  if (rows >= 9) gauge(picture, rows >= 14 ? 2 : 1, degrees(theta1) / leanLimit, ends);
  const push = Math.abs(state.force) < 0.05 ? 0 : state.force;
  const poles = [
    { theta: theta1, length: 1 },
    { theta: theta2, length: 0.4 },
  ];
  drawCart(picture, { x, push, poles });
  return picture.lines();
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

function statusOf({ instance, motion, steps, fallen, force }: State, columns: number): string {
  const [x, , theta1, , theta2] = motion;
  const end =
    Math.abs(x) > xLimit ? "LEFT THE TRACK" : fallen ? "FELL" : steps >= instance.steps ? "UPRIGHT TO THE END" : "";
  const width = String(instance.steps).length;
  return inLine(
    [
      columns < 14 ? `step ${steps}` : `step ${String(steps).padStart(width)}/${instance.steps}`,
      ...(end === "" ? [] : [end]),
      `lean ${signed(degrees(theta1), 1)}° and ${signed(degrees(theta2), 1)}°`,
      `x ${signed(x, 2)} m`,
      `force ${signed(force, 1)} N`,
    ],
    columns,
  );
}
