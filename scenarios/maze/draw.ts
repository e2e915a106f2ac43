import { createPicture, inLine, type Picture, type Point } from "../../src/scenario/picture.ts";
import type { State } from "./world.ts";

/** The maze from above with the way that the robot came; its sign points to where it is heading. */
export function draw(state: State, columns: number, rows: number): readonly string[] {
  const picture = createPicture(columns, rows);
  picture.write(0, 0, statusOf(state, columns));
  const { width, height } = state.maze;
  // Dots are about as wide as high; the maze keeps its shape and stands in the middle.
  const scale = Math.max(0, Math.min((2 * columns - 1) / width, (4 * (rows - 1) - 1) / height));
  const left = (2 * columns - 1 - width * scale) / 2;
  const at = (x: number, y: number): Point => [left + x * scale, 4 + (height - y) * scale];
  for (const [x1, y1, x2, y2] of state.maze.walls) picture.line(at(x1, y1), at(x2, y2));
  drawPath(picture, state, at);
  sign(picture, at(state.maze.goal.x, state.maze.goal.y), "◆");
  sign(picture, at(state.x, state.y), pointer(state.heading));
  return picture.lines();
}

function statusOf({ maze: { goal }, x, y, steps, arrived, blocked }: State, columns: number): string {
  return inLine(
    [
      columns < 12 ? `step ${steps}` : `step ${String(steps).padStart(3)}/400`,
      ...(arrived ? ["ARRIVED"] : []),
      `goal ${Math.hypot(goal.x - x, goal.y - y)
        .toFixed(0)
        .padStart(3)} away`,
      `x ${x.toFixed(0).padStart(3)}  y ${y.toFixed(0).padStart(3)}`,
      ...(blocked ? ["at a wall"] : []),
    ],
    columns,
  );
}

function drawPath(picture: Picture, { path }: State, at: (x: number, y: number) => Point): void {
  for (let i = 0; i < path.length; i += 2) {
    const [x, y] = at(path[i]!, path[i + 1]!);
    // Every other dot, so that it is not taken for a wall.
    if ((i >> 1) % 2 === 0) picture.dot(x, y);
  }
}

function sign(picture: Picture, [x, y]: Point, text: string): void {
  picture.write(Math.floor(x / 2), Math.floor(y / 4), text);
}

function pointer(heading: number): string {
  return "▶▲◀▼"[((Math.round((2 * heading) / Math.PI) % 4) + 4) % 4]!;
}
