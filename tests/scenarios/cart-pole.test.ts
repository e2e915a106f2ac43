import { describe, expect, test } from "vitest";
import factory from "../../scenarios/cart-pole/scenario.ts";
import { world } from "../../scenarios/cart-pole/world.ts";
import type { SteppedScenario } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { playCase, playCompiled, reference } from "./episode.ts";

const scenario = factory.create({}) as SteppedScenario;
const testCases = scenario.cases("test", randomFromSeed(1));

function meanSteps(name: string): number {
  const agent = reference(scenario, name);
  return testCases.reduce((sum, one) => sum + playCase(scenario, one, agent).score / testCases.length, 0);
}

describe("Cart and pole", () => {
  test("one push to the right moves the state as in Gym's CartPole-v1", () => {
    const { begin, step, observe } = world();
    const state: unknown = begin({ start: [0.01, -0.02, 0.03, 0.04] }, randomFromSeed(1));
    step(state, [1]);
    const expected = [0.0096, 0.174679195748, 0.0308, -0.24306871796];
    for (const [i, value] of observe(state, 0).entries()) expect(value).toBeCloseTo(expected[i]!, 10);
  });

  test("the linear controller always lasts 500 steps, a constant push about nine", () => {
    expect(meanSteps("linear")).toBe(500);
    expect(meanSteps("constant-push")).toBeGreaterThan(7);
    expect(meanSteps("constant-push")).toBeLessThan(11);
  });

  test("the compiled world is the world to the bit until the last of 500 steps", () => {
    const linear = reference(scenario, "linear");
    expect(playCompiled(scenario, testCases[0]!, (...seen) => [0, Number(linear(...seen))])).toBe(500);
  });

  test("an episode ends when the pole leans more than 12 degrees or the cart leaves", () => {
    const { begin, step, over } = world();
    const begun = (start: number[]): unknown => begin({ start }, randomFromSeed(1));
    const leaning = begun([0, 0, 0.209, 1]);
    expect(over(leaning)).toBe(false);
    step(leaning, [1]);
    expect(over(leaning)).toBe(true);
    const leaving = begun([2.399, 1, 0, 0]);
    step(leaving, [1]);
    expect(over(leaving)).toBe(true);
  });

  test("starts lie within the spread, wider ones in the test where that is asked for", () => {
    const wide = factory.create({ testSpread: 0.2 });
    const largest = (split: "train" | "test"): number =>
      Math.max(
        ...wide
          .cases(split, randomFromSeed(1))
          .flatMap(({ instance }) => (instance as { start: number[] }).start.map(Math.abs)),
      );
    expect(largest("train")).toBeLessThanOrEqual(0.05);
    expect(largest("test")).toBeGreaterThan(0.15);
    expect(largest("test")).toBeLessThanOrEqual(0.2);
  });

  test.each([
    [0.2, -1],
    [-0.2, 1],
  ])("a pole that leans by %f is drawn leaning, with the last push beside the cart", (theta, push) => {
    const { begin, step } = world();
    const state: unknown = begin({ start: [0, 0, theta, 0] }, randomFromSeed(1));
    step(state, [push]);
    const lines = scenario.draw!(state, 80, 18, ["agent"]);
    expect(lines[0]).toContain(`lean ${theta > 0 ? "+" : "-"}11.5°`);
    const foot = lines[13]!.search(/[\u2801-\u28ff]/);
    const tip = lines[5]!.search(/[\u2801-\u28ff]/);
    expect(Math.sign(tip - foot)).toBe(Math.sign(theta));
    expect(Math.abs(tip - foot)).toBeGreaterThan(1);
    const [cart, arrow] = [lines[14]!.indexOf("█"), lines[14]!.indexOf(push > 0 ? "▶" : "◀")];
    expect(Math.sign(arrow - cart)).toBe(push);
  });

  test("the picture says how the episode ended", () => {
    const { begin, step, over } = world();
    const state: unknown = begin({ start: [0, 0, 0.2, 0] }, randomFromSeed(1));
    while (!over(state)) step(state, [-1]);
    expect(scenario.draw!(state, 80, 18, ["agent"])[0]).toContain("FELL");
  });
});
