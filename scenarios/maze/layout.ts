/** A wall from one point to another. */
export type Wall = readonly [x1: number, y1: number, x2: number, y2: number];

/** Where the walls are, where the robot starts and where it should get to; y points up, angles turn to the left. */
export interface Maze {
  readonly width: number;
  readonly height: number;
  readonly walls: readonly Wall[];
  readonly start: { readonly x: number; readonly y: number; readonly heading: number };
  readonly goal: { readonly x: number; readonly y: number };
}

const [width, height] = [300, 140] as const;

/** Start and goal lie back to back: the way between them leads around everything. */
export const layout: Maze = {
  width,
  height,
  walls: [
    [0, 0, width, 0],
    [width, 0, width, height],
    [width, height, 0, height],
    [0, height, 0, 0],
    [0, 70, 235, 70],
    [120, 0, 130, 42],
    [215, height, 225, 98],
    [120, 70, 110, 112],
  ],
  start: { x: 60, y: 35, heading: 0 },
  goal: { x: 60, y: 105 },
};
