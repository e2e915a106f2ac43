import type { World } from "../../src/scenario/scenario.ts";
import type { Maze } from "./layout.ts";

/** The robot, and the way that it came. */
export interface State {
  readonly maze: Maze;
  x: number;
  y: number;
  /** Radians, 0 to the right, to the left is positive. */
  heading: number;
  steps: number;
  arrived: boolean;
  blocked: boolean;
  /** Where it was after each step: x, y, x, y ... */
  path: number[];
}

/**
 * A wheeled robot in a maze, with the six rangefinders and four pie-slice sensors of Lehman and Stanley (2008, 2011).
 * Runs in the sandbox: refers to nothing outside itself.
 */
export function world(): World {
  const radius = 6;
  const speed = 3;
  const turnMax = Math.PI / 8;
  const range = 100;
  const near = 10;
  const stepsMax = 400;
  const rays = [90, 45, 0, -45, -90, 180].map((degrees) => (degrees * Math.PI) / 180);

  function begin(maze: Maze): State {
    const { x, y, heading } = maze.start;
    return { maze, x, y, heading, steps: 0, arrived: false, blocked: false, path: [x, y] };
  }

  function distance({ maze: { goal }, x, y }: State): number {
    return Math.sqrt((goal.x - x) ** 2 + (goal.y - y) ** 2);
  }

  /** How far the nearest wall is in a direction, by the range of the sensor: 0 to 1. */
  function sense({ maze: { walls }, x, y }: State, angle: number): number {
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    let nearest = range;
    for (let i = 0; i < walls.length; i++) {
      const wall = walls[i]!;
      const wx = wall[2] - wall[0];
      const wy = wall[3] - wall[1];
      const across = dx * wy - dy * wx;
      // Parallel to the ray, which meets one of its ends at most.
      if (across === 0) continue;
      const along = ((wall[0] - x) * wy - (wall[1] - y) * wx) / across;
      const share = ((wall[0] - x) * dy - (wall[1] - y) * dx) / across;
      if (along >= 0 && along < nearest && share >= 0 && share <= 1) nearest = along;
    }
    return nearest / range;
  }

  /** Whether the robot would touch a wall there. */
  function touches({ walls }: Maze, x: number, y: number): boolean {
    for (let i = 0; i < walls.length; i++) {
      const wall = walls[i]!;
      const wx = wall[2] - wall[0];
      const wy = wall[3] - wall[1];
      const along = ((x - wall[0]) * wx + (y - wall[1]) * wy) / (wx * wx + wy * wy);
      const share = Math.min(1, Math.max(0, along));
      const dx = x - wall[0] - share * wx;
      const dy = y - wall[1] - share * wy;
      if (dx * dx + dy * dy < radius * radius) return true;
    }
    return false;
  }

  function observe(state: State): readonly number[] {
    const { maze, x, y, heading } = state;
    const seen = rays.map((ray) => sense(state, heading + ray));
    const bearing = Math.atan2(maze.goal.y - y, maze.goal.x - x) - heading;
    const ahead = Math.cos(bearing);
    const left = Math.sin(bearing);
    if (Math.abs(ahead) >= Math.abs(left)) seen.push(ahead >= 0 ? 1 : 0, 0, 0, ahead >= 0 ? 0 : 1);
    else seen.push(0, left > 0 ? 1 : 0, left > 0 ? 0 : 1, 0);
    return seen;
  }

  function step(state: State, actions: readonly number[]): void {
    const action = actions[0]!;
    // What is no number turns to the right.
    const turn = action > 1 ? 1 : action > -1 ? action : -1;
    const ahead = speed * (1 - Math.abs(turn));
    state.heading += turn * turnMax;
    const [x, y] = [state.x + ahead * Math.cos(state.heading), state.y + ahead * Math.sin(state.heading)];
    state.blocked = touches(state.maze, x, y);
    if (!state.blocked) [state.x, state.y] = [x, y];
    state.steps++;
    state.path.push(state.x, state.y);
    state.arrived = distance(state) <= near;
  }

  return {
    begin,
    observe,
    step,
    over: ({ arrived, steps }: State) => arrived || steps >= stepsMax,
    score: (state: State) => [
      state.arrived ? 1 : 1 - distance(state) / Math.hypot(state.maze.width, state.maze.height),
    ],
    measure: ({ x, y }: State) => [x, y],
  };
}
