import { describe, expect, test } from "vitest";
import scenario from "../../scenarios/pendulum/scenario.ts";
import { type State, world } from "../../scenarios/pendulum/world.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { meanScore, reference } from "./episode.ts";

const begun = (start: readonly number[]): State => world().begin({ start }, randomFromSeed(1)) as State;
const testCases = scenario.cases("test", randomFromSeed(1));

describe("The pendulum", () => {
  test("moves and costs as in Gym's Pendulum-v1", () => {
    const state = begun([1, 0.5]);
    world().step(state, [3]);
    // 0.5 + 0.05 (15 sin 1 + 3 · 2), and the angle with it; 1 + 0.1 · 0.25 + 0.001 · 4.
    expect(state.thetaDot).toBeCloseTo(1.431103238605922, 12);
    expect(state.theta).toBeCloseTo(1.071555161930296, 12);
    expect(state.cost).toBeCloseTo(1.029, 12);
  });

  test("costs the angle from upright on the shorter way, however many turns it has made", () => {
    const cost = (theta: number): number => {
      const state = begun([theta, 0]);
      world().step(state, [0]);
      return state.cost;
    };
    expect(cost(0.3 + 6 * Math.PI)).toBeCloseTo(0.09, 10);
    expect(cost(-0.3 - 2 * Math.PI)).toBeCloseTo(0.09, 10);
    expect(cost(Math.PI)).toBeCloseTo(Math.PI ** 2, 10);
  });

  test("swings a little around hanging in the time that its inertia says", () => {
    const { step, over } = world();
    const state = begun([Math.PI + 0.05, 0]);
    const crossings: number[] = [];
    for (let i = 0; !over(state); i++) {
      const before = state.theta - Math.PI;
      step(state, [0]);
      const after = state.theta - Math.PI;
      if (before < 0 && after >= 0) crossings.push((i + before / (before - after)) * 0.05);
    }
    const period = (crossings.at(-1)! - crossings[0]!) / (crossings.length - 1);
    // A rod of length 1 on its end: 2 pi sqrt(2 l / 3 g).
    expect(period).toBeGreaterThan(1.6);
    expect(period).toBeLessThan(1.63);
    expect(crossings.length).toBeGreaterThan(4);
  });

  test("is solved, a return of at least -200 on average, by the energy and not by feedback alone", () => {
    expect(meanScore(scenario, testCases, reference(scenario, "energy"))).toBeCloseTo(-147.0, 0);
    expect(meanScore(scenario, testCases, reference(scenario, "proportional-derivative"))).toBeLessThan(-1000);
    expect(meanScore(scenario, testCases, reference(scenario, "no-torque"))).toBeLessThan(-1000);
  });

  test.each([
    [Math.PI / 2, 1, 0],
    [-Math.PI / 2, -1, 0],
    [0, 0, -1],
    [Math.PI, 0, 1],
  ])("at an angle of %f is drawn that way", (theta, across, down) => {
    const lines = scenario.draw!(begun([theta, 0]), 80, 18, ["agent"]).slice(3);
    const placeOf = (sign: string): readonly [number, number] => {
      const row = lines.findIndex((line) => line.includes(sign));
      return [lines[row]!.indexOf(sign), row];
    };
    const [tip, pivot] = [placeOf("●"), placeOf("◆")];
    expect(Math.sign(tip[0] - pivot[0])).toBe(across);
    expect(Math.sign(tip[1] - pivot[1])).toBe(down);
  });
});
