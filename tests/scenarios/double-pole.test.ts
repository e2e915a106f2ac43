import { describe, expect, test } from "vitest";
import factory from "../../scenarios/double-pole/scenario.ts";
import { type Instance, type Motion, type State, world } from "../../scenarios/double-pole/world.ts";
import type { SteppedScenario } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { meanScore, playCase, playCompiled, reference } from "./episode.ts";

const withSpeeds = factory.create({ velocities: true, fitness: "steps" }) as SteppedScenario;
const hidden = factory.create({}) as SteppedScenario;

function begun(start: Motion, changes: Partial<Instance> = {}): State {
  const instance: Instance = { start, steps: 1000, velocities: false, damped: true, ...changes };
  return world().begin(instance, randomFromSeed(1)) as State;
}

describe("Two poles on a cart", () => {
  test("move as the Lagrangian of a cart with two rods and friction says", () => {
    const state = begun([0.1, -0.2, 0.05, 0.3, -0.04, 0.2]);
    world().step(state, [0.5]);
    // Computed apart, by solving the mass matrix of the three coordinates, with the same integrator.
    const expected = [
      0.09696635758970414, -0.1033740950894663, 0.05470458055775452, 0.17070899681963922, -0.05169230512398319,
      -1.3743610885708422,
    ];
    for (const [i, value] of state.motion.entries()) expect(value).toBeCloseTo(expected[i]!, 10);
  });

  test("show the cart and the angles, and their speeds where that is asked for", () => {
    const start: Motion = [1, 2, 0.3, 4, 0.5, 6];
    expect(world().observe(begun(start), 0)).toEqual([1, 0.3, 0.5]);
    expect(world().observe(begun(start, { velocities: true }), 0)).toEqual(start);
    expect(hidden.agent.parameters.map(({ name }) => name)).toEqual(["x", "theta1", "theta2"]);
    expect([hidden.tensors!.inputs, withSpeeds.tensors!.inputs]).toEqual([3, 6]);
  });

  test("are held for all steps by the regulator, from most starts, and from none by positions alone", () => {
    const cases = withSpeeds.cases("test", randomFromSeed(1));
    const steps = cases.map((one) => playCase(withSpeeds, one, reference(withSpeeds, "linear-quadratic")).score);
    expect(steps.filter((count) => count === 1000).length).toBeGreaterThan(20);
    expect(meanScore(withSpeeds, cases, reference(withSpeeds, "positions"))).toBeLessThan(100);
    const [train] = withSpeeds.cases("train", randomFromSeed(1));
    expect(playCase(withSpeeds, train!, reference(withSpeeds, "linear-quadratic")).score).toBe(1000);
  });

  test("damped fitness is 0.1 for lasting and 0.9 for calm in the last hundred steps", () => {
    const { step, score, over } = world();
    const state = begun([0.001, 0, 0, 0, 0, 0]);
    for (let i = 0; i < 99; i++) step(state, [0]);
    expect(score(state, 0)).toEqual([expect.closeTo(0.0099, 10), 99]);
    const still = begun([0.5, 0, 0, 0, 0, 0], { steps: 200 });
    while (!over(still)) step(still, [0]);
    // A hundred steps, 0.5 m beside the middle, upright and at rest.
    expect(score(still, 0)[0]).toBeCloseTo(0.1 + (0.9 * 0.75) / 50, 10);
    const resting = begun([0, 0, 0, 0, 0, 0], { steps: 200 });
    while (!over(resting)) step(resting, [0]);
    expect(score(resting, 0)).toEqual([1, 200]);
    const [damped, steps] = score(still, 0);
    expect(score({ ...still, instance: { ...still.instance, damped: false } }, 0)).toEqual([steps, damped]);
  });

  test("move to the bit as they do where they are compiled, from start to end", () => {
    const regulator = reference(withSpeeds, "linear-quadratic");
    const push = (...seen: readonly unknown[]): readonly number[] => [Number(regulator(...seen))];
    const cases = withSpeeds.cases("test", randomFromSeed(1)).slice(0, 10);
    const steps = cases.map((one) => playCompiled(withSpeeds, one, push));
    expect([Math.min(...steps), Math.max(...steps)]).toEqual([expect.toSatisfy((least: number) => least < 100), 1000]);
    // Damped, where it ends in the midst of a hundred.
    for (const last of [137, 211, 250, 349, 463, 588]) {
      const damped = factory.create({ velocities: true, steps: last }) as SteppedScenario;
      const [one] = damped.cases("train", randomFromSeed(1));
      expect(playCompiled(damped, one!, (...seen) => [0.9 * push(...seen)[0]!])).toBe(last);
    }
    // What the instance says counts, whatever the scenario was asked for.
    const [first] = withSpeeds.cases("train", randomFromSeed(1));
    const short = { ...first!, instance: { ...(first!.instance as Instance), steps: 321, damped: true } };
    expect(playCompiled(withSpeeds, short, push)).toBe(321);
    const [one] = hidden.cases("train", randomFromSeed(1));
    expect(playCompiled(hidden, one!, (_x, _theta1, theta2) => [6 * Number(theta2)])).toBeLessThan(100);
  });

  test("are over beyond 36 degrees or 2.4 m", () => {
    const { step, over } = world();
    const falls = (start: Motion): boolean => {
      const state = begun(start);
      step(state, [0]);
      return over(state);
    };
    expect(falls([0, 0, 0.62, 3, 0, 0])).toBe(true);
    expect(falls([0, 0, 0, 0, -0.62, -3])).toBe(true);
    expect(falls([2.39, 1, 0, 0, 0, 0])).toBe(true);
    expect(falls([2.3, 0, 0.5, 0, -0.3, 0])).toBe(false);
  });

  test("are tested for generalization from 625 different starts within the ranges of the literature", () => {
    const scenario = factory.create({ testStarts: "grid" });
    const starts = scenario.cases("test", randomFromSeed(1)).map(({ instance }) => (instance as Instance).start);
    expect(new Set(starts.map((start) => start.join(" "))).size).toBe(625);
    const most = [2.16, 1.35, 0.0628319, 0.150098, 0, 0].map((width) => 0.9 * width);
    for (const [i, width] of most.entries()) {
      expect(Math.max(...starts.map((start) => start[i]!))).toBeCloseTo(width, 5);
      expect(Math.min(...starts.map((start) => start[i]!))).toBeCloseTo(-width, 5);
    }
  });

  test("last as long as is asked for", () => {
    const scenario = factory.create({ steps: 5000, velocities: true, fitness: "steps" }) as SteppedScenario;
    const [one] = scenario.cases("train", randomFromSeed(1));
    expect(playCase(scenario, one!, reference(scenario, "linear-quadratic")).score).toBe(5000);
    expect(scenario.limits).toMatchObject({ calls: 5000, answer: 5000 });
  });

  test("are drawn leaning, the long one and the short one for itself", () => {
    const lines = hidden.draw!(begun([0, 0, 0.3, 0, -0.3, 0]), 80, 18, ["agent"]);
    expect(lines[0]).toContain("lean +17.2° and -17.2°");
    const [top, foot] = [lines[5]!, lines[13]!].map((line) => line.search(/[\u2801-\u28ff]/));
    expect(top).toBeGreaterThan(foot! + 3);
  });
});
