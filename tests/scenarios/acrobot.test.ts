import { describe, expect, test } from "vitest";
import scenario from "../../scenarios/acrobot/scenario.ts";
import { type State, world } from "../../scenarios/acrobot/world.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { meanScore, reference } from "./episode.ts";

const begun = (start: readonly number[]): State => world().begin({ start }, randomFromSeed(1)) as State;
const testCases = scenario.cases("test", randomFromSeed(1));

/** Kinetic and potential energy of two rods-like links of 1 m and 1 kg with moments of inertia of 1, in joules. */
function energy({ motion: [theta1, theta2, omega1, omega2] }: State): number {
  const both = omega1 + omega2;
  const vx = Math.cos(theta1) * omega1 + 0.5 * Math.cos(theta1 + theta2) * both;
  const vy = Math.sin(theta1) * omega1 + 0.5 * Math.sin(theta1 + theta2) * both;
  const kinetic = (1.25 * omega1 ** 2 + vx ** 2 + vy ** 2 + both ** 2) / 2;
  return kinetic + 9.8 * (2 - 1.5 * Math.cos(theta1) - 0.5 * Math.cos(theta1 + theta2));
}

describe("The acrobot", () => {
  test("moves as the Lagrangian of two links says", () => {
    const state = begun([0.3, -0.5, 0.7, -0.9]);
    world().step(state, [1]);
    // Computed apart, from Jacobians of the centres of mass and a solved mass matrix, by the same integrator.
    const expected = [0.3775507893302036, -0.5632151898073487, 0.060938379458594705, 0.28109669383559976];
    for (const [i, value] of state.motion.entries()) expect(value).toBeCloseTo(expected[i]!, 12);
  });

  test.each([[[0.1, -0.1, 0.05, 0.1]], [[1.2, 0, 0, 0]], [[-0.8, 0.5, 0, 0.3]]])(
    "keeps its energy without torque, from %j",
    (start) => {
      const { step } = world();
      const state = begun(start);
      const before = energy(state);
      for (let i = 0; i < 25; i++) step(state, [0]);
      expect(Math.abs(energy(state) / before - 1)).toBeLessThan(0.01);
    },
  );

  test("hangs still where nothing turns it, and is turned either way alike", () => {
    const { step } = world();
    const still = begun([0, 0, 0, 0]);
    const [right, left] = [begun([0, 0, 0, 0]), begun([0, 0, 0, 0])];
    for (let i = 0; i < 30; i++) {
      step(still, [0.3]);
      step(right, [5]);
      step(left, [-5]);
    }
    expect(still.motion.map(Math.abs)).toEqual([0, 0, 0, 0]);
    for (const [i, value] of right.motion.entries()) expect(value).toBeCloseTo(-left.motion[i]!, 12);
  });

  test("is over as soon as the feet are a link above the bar", () => {
    const { over } = world();
    expect(over(begun([Math.PI, 0, 0, 0]))).toBe(true);
    expect(over(begun([Math.PI * 0.7, 0, 0, 0]))).toBe(true);
    expect(over(begun([Math.PI * 0.6, 0, 0, 0]))).toBe(false);
    expect(over(begun([0, 0, 0, 0]))).toBe(false);
  });

  test("is solved, 100 steps at most on average, by pumping and not by a constant torque", () => {
    expect(meanScore(scenario, testCases, reference(scenario, "pump"))).toBeCloseTo(81.8, 0);
    expect(meanScore(scenario, testCases, reference(scenario, "with-the-hip"))).toBeLessThan(110);
    expect(meanScore(scenario, testCases, reference(scenario, "always-bend"))).toBe(500);
  });

  test("a network's largest output chooses the torque", () => {
    const { decode } = scenario.tensors!;
    expect(decode(Float32Array.of(0.1, 0, -1), 0, 1)).toBe(-1);
    expect(decode(Float32Array.of(0.1, 0.2, -1), 0, 1)).toBe(0);
    expect(decode(Float32Array.of(0, 9, 0.1, 9, 0.2, 9), 0, 2)).toBe(1);
    expect(decode(Float32Array.of(1, 1, 1), 0, 1)).toBe(0);
  });

  test("is drawn with its feet above the line when it is up", () => {
    const rows = (start: readonly number[]): readonly [feet: number, goal: number] => {
      const lines = scenario.draw!(begun(start), 80, 18, ["agent"]).slice(3);
      const row = (sign: string): number => lines.findIndex((line) => line.includes(sign));
      return [row("●"), row("goal")];
    };
    const [up, line] = rows([Math.PI, 0, 0, 0]);
    expect(up).toBeLessThan(line);
    const [down] = rows([0, 0, 0, 0]);
    expect(down).toBeGreaterThan(line);
  });
});
