import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layout, type Maze, type Wall } from "../../scenarios/maze/layout.ts";
import scenario from "../../scenarios/maze/scenario.ts";
import { type State, world } from "../../scenarios/maze/world.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { meanScore, playCase, reference } from "./episode.ts";

const room: Maze = {
  width: 100,
  height: 100,
  walls: [
    [0, 0, 100, 0],
    [100, 0, 100, 100],
    [100, 100, 0, 100],
    [0, 100, 0, 0],
  ],
  start: { x: 30, y: 40, heading: 0 },
  goal: { x: 90, y: 40 },
};

const begun = (place: Maze): State => world().begin(place, randomFromSeed(1)) as State;

describe("The maze", () => {
  test("shows how far the walls are, and in which quarter the goal lies", () => {
    const { observe } = world();
    const rounded = (place: Maze): readonly number[] =>
      observe(begun(place), 0).map((value) => Number(Number(value).toFixed(6)));
    const diagonal = Number((Math.SQRT2 * 0.4).toFixed(6));
    expect(rounded(room).slice(0, 6)).toEqual([0.6, Number((Math.SQRT2 * 0.6).toFixed(6)), 0.7, diagonal, 0.4, 0.3]);
    expect(rounded(room).slice(6)).toEqual([1, 0, 0, 0]);
    const facing = (heading: number): readonly number[] =>
      rounded({ ...room, start: { ...room.start, heading } }).slice(6);
    expect(facing(Math.PI / 2)).toEqual([0, 0, 1, 0]);
    expect(facing(-Math.PI / 2)).toEqual([0, 1, 0, 0]);
    expect(facing(Math.PI)).toEqual([0, 0, 0, 1]);
  });

  test("a robot drives 3 a step straight on, turns on the spot, and stays where it would touch a wall", () => {
    const { step } = world();
    const state = begun(room);
    step(state, [0]);
    expect([state.x, state.y]).toEqual([33, 40]);
    step(state, [1]);
    expect([state.x, state.y]).toEqual([33, 40]);
    expect(state.heading).toBeCloseTo(Math.PI / 8, 12);
    const close = begun({ ...room, start: { x: 92, y: 40, heading: 0 }, goal: { x: 10, y: 10 } });
    step(close, [0]);
    expect(close).toMatchObject({ x: 92, blocked: true });
  });

  test("whoever drives how ever never comes through a wall", () => {
    const { begin, step, over } = world();
    const turns = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(turns, (actions) => {
        const state = begin(layout, randomFromSeed(1)) as State;
        for (let i = 0; !over(state); i++) {
          const before: Wall = [state.x, state.y, 0, 0];
          step(state, [actions[Math.floor(i / 9) % actions.length]!]);
          const way: Wall = [before[0], before[1], state.x, state.y];
          expect(layout.walls.filter((wall) => crosses(way, wall))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("the score is 1 at the goal, and falls with the distance at the end", () => {
    const { step, over, score, measure } = world();
    const state = begun(room);
    while (!over(state)) step(state, [0]);
    expect(state.steps).toBe(17);
    expect(score(state, 0)).toEqual([1]);
    const stuck = begun({ ...room, goal: { x: 5, y: 95 } });
    while (!over(stuck)) step(stuck, [0]);
    expect(measure!(stuck, 0)).toEqual([93, 40]);
    expect(score(stuck, 0)[0]).toBeCloseTo(1 - Math.hypot(88, 55) / Math.hypot(100, 100), 12);
  });

  test("driving straight at the goal ends at a wall, far from it", () => {
    const [one] = scenario.cases("train", randomFromSeed(1));
    for (const name of ["straight", "greedy"]) {
      expect(playCase(scenario, one!, reference(scenario, name)).score).toBeLessThan(0.9);
    }
  });

  test("is solved from the start and from those around it by one that knows when to leave the wall", () => {
    for (const split of ["train", "test"] as const) {
      const cases = scenario.cases(split, randomFromSeed(1));
      expect(meanScore(scenario, cases, reference(scenario, "leaving-the-wall"))).toBeGreaterThan(0.95);
      expect(meanScore(scenario, cases, reference(scenario, "right-hand"))).toBeLessThan(0.9);
    }
  });

  test("is drawn with its walls, the way of the robot, and where it is heading", () => {
    const { step } = world();
    const state = begun({ ...room, start: { x: 30, y: 40, heading: Math.PI / 2 } });
    const [before] = [scenario.draw!(state, 80, 24, ["agent"])];
    for (let i = 0; i < 12; i++) step(state, [0]);
    const after = scenario.draw!(state, 80, 24, ["agent"]);
    const rowOf = (lines: readonly string[]): number => lines.findIndex((line) => line.includes("▲"));
    expect(rowOf(after)).toBeLessThan(rowOf(before));
    const dots = (lines: readonly string[]): number => lines.join("").match(/[\u2801-\u28ff]/g)!.length;
    expect(dots(after)).toBeGreaterThan(dots(before));
    expect(after.join("")).toContain("◆");
  });
});

/** Whether two segments cross, by the sides on which their ends lie. */
function crosses([ax, ay, bx, by]: Wall, [cx, cy, dx, dy]: Wall): boolean {
  const side = (x1: number, y1: number, x2: number, y2: number, x: number, y: number): number =>
    Math.sign((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1));
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0
  );
}
