import { createPicture, gauge, inLine, signed } from "../../src/scenario/picture.ts";
import { drawCart, xLimit } from "./cart.ts";
import type { State } from "./world.ts";

const leanLimit = 12;

/** The cart on its track and the pole at its true angle; the arrow is the last push. */
export function draw(state: State, columns: number, rows: number): readonly string[] {
  const picture = createPicture(columns, rows);
  const lean = (state.theta * 180) / Math.PI;
  picture.write(0, 0, statusOf(state, lean, columns));
  // The lean between its limits, enlarged: twelve degrees are little in a picture.
  const ends = [`lean -${leanLimit}° `, ` +${leanLimit}°`] as const;
  if (rows >= 9) gauge(picture, rows >= 14 ? 2 : 1, lean / leanLimit, ends);
  drawCart(picture, { x: state.x, push: state.push, poles: [{ theta: state.theta, length: 1 }] });
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
