/** A wall from one point to another. */
export type Wall = readonly [x1: number, y1: number, x2: number, y2: number];

/** Where the walls are, where the robot starts and where it should get to; y points up, angles turn to the left. */
export interface Map {
  readonly width: number;
  readonly height: number;
  readonly walls: readonly Wall[];
  readonly start: { readonly x: number; readonly y: number; readonly heading: number };
  readonly goal: { readonly x: number; readonly y: number };
}

const [width, height] = [300, 140] as const;

/** Three walls to go around, and behind the second a pocket that is close to the goal and leads nowhere. */
export const map: Map = {
  width,
  height,
  walls: [
    [0, 0, width, 0],
    [width, 0, width, height],
    [width, height, 0, height],
    [0, height, 0, 0],
    [75, 0, 90, 95],
    [140, height, 130, 55],
    [215, height, 215, 45],
    [215, 45, 165, 55],
    [300, 75, 255, 60],
  ],
  start: { x: 28, y: 28, heading: 0 },
  goal: { x: 262, y: 112 },
};
