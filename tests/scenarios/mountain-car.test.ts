import { describe, expect, test } from "vitest";
import scenario from "../../scenarios/mountain-car/scenario.ts";
import { type State, world } from "../../scenarios/mountain-car/world.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { meanScore, reference } from "./episode.ts";

const begun = (start: number): State => world().begin({ start }, randomFromSeed(1)) as State;
const testCases = scenario.cases("test", randomFromSeed(1));

describe("The mountain car", () => {
  test("moves as in Gym's MountainCarContinuous-v0", () => {
    const { step } = world();
    const state = begun(-0.5);
    step(state, [1]);
    // 0.0015 - 0.0025 cos(-1.5), and the position with it.
    expect(state.velocity).toBeCloseTo(0.00132315699583, 12);
    expect(state.position).toBeCloseTo(-0.49867684300417, 12);
  });

  test("is too weak to climb from a standstill, and too fast for no hill", () => {
    expect(meanScore(scenario, testCases, reference(scenario, "full-throttle"))).toBeCloseTo(-99.9, 6);
    const { step, over } = world();
    const state = begun(-0.5);
    while (!over(state)) step(state, [state.velocity < 0 ? -1 : 1]);
    expect(state.arrived).toBe(true);
  });

  test("stops at the left end of its track", () => {
    const { step } = world();
    const state = begun(-0.5);
    for (let i = 0; i < 999 && state.position > -1.2; i++) step(state, [state.velocity < 0 ? -1 : 1]);
    expect(state).toMatchObject({ position: -1.2, velocity: 0 });
  });

  test("cuts forces beyond 1, and pays for no more", () => {
    const { step } = world();
    const [strong, full] = [begun(-0.5), begun(-0.5)];
    step(strong, [1e6]);
    step(full, [1]);
    expect(strong).toEqual(full);
    expect(full.fuel).toBeCloseTo(0.1, 12);
  });

  test("is solved, a return of at least 90 on average, with a fifth of the force but not quite with all of it", () => {
    expect(meanScore(scenario, testCases, reference(scenario, "with-the-swing"))).toBeCloseTo(89.35, 1);
    expect(meanScore(scenario, testCases, reference(scenario, "gentle-swing"))).toBeCloseTo(98.6, 1);
  });

  test("is drawn on its slope, with the force beside it", () => {
    const state = begun(-1);
    world().step(state, [-1]);
    const lines = scenario.draw!(state, 80, 18, ["agent"]);
    const car = lines.findIndex((line) => line.includes("▄██▄"));
    expect(lines[car]!.indexOf("▄██▄")).toBeLessThan(20);
    expect(lines[car]!).toMatch(/◀━ ▄██▄/);
    expect(lines[0]).toContain("force -1.00");
    expect(lines.join("\n")).toContain("│▶");
  });
});
