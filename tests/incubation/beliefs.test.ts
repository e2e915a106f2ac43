import { describe, expect, test } from "vitest";
import type { Incubation } from "../../src/capabilities/incubation.ts";
import { noMoments, posteriorOf, probabilityAtLeast, withValue } from "../../src/incubation/posterior.ts";
import { priorOf } from "../../src/incubation/prior.ts";
import { gainOf } from "../../src/incubation/gains.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";

describe("The belief in a gain", () => {
  test("is the normal posterior: as sure of nothing as of what was seen, halfway", () => {
    // Two values around 0.3 with a variance of their mean of 0.01, as much as the prior's.
    const belief = posteriorOf([0.2, 0.4].reduce(withValue, noMoments), 0.1);
    expect(belief.mean).toBeCloseTo(0.15, 12);
    expect(belief.deviation).toBeCloseTo(0.1 / Math.SQRT2, 12);
    expect(probabilityAtLeast(belief, 0.15)).toBeCloseTo(0.5, 6);
    expect(probabilityAtLeast(belief, 0.15 - 1.6448536 * belief.deviation)).toBeCloseTo(0.95, 5);
  });

  test("is the mean itself where values never differ", () => {
    const belief = posteriorOf([0.25, 0.25, 0.25].reduce(withValue, noMoments), 0.1);
    expect(probabilityAtLeast(belief, 0.24)).toBe(1);
    expect(probabilityAtLeast(belief, 0.26)).toBe(0);
  });
});

describe("The prior", () => {
  const record = (mean: number): Incubation =>
    ({ phases: [{ name: "benchmark", comparisons: [{ posterior: { mean } }] }] }) as unknown as Incubation;
  const early = { phases: [{ name: "functionality", comparisons: [] }] } as unknown as Incubation;

  test("is the one that was stated, else as wide as the gains before were large, else 0.1", () => {
    expect(priorOf(0.05, [])).toEqual({ mean: 0, scale: 0.05, from: "hypothesis" });
    expect(priorOf(undefined, [0.1, 0.1, 0.1, 0.1].map(record))).toEqual({ mean: 0, scale: 0.1, from: "default" });
    const { scale, from } = priorOf(undefined, [early, ...[0.2, -0.2, 0.2, -0.2, 0.2].map(record)]);
    expect({ scale: scale.toFixed(9), from }).toEqual({ scale: "0.200000000", from: "history" });
  });

  test("never is so narrow that nothing can be shown, nor so wide that anything can", () => {
    expect(priorOf(undefined, [0, 0, 0, 0, 0].map(record)).scale).toBe(0.02);
    expect(priorOf(undefined, [9, 9, 9, 9, 9].map(record)).scale).toBe(0.3);
  });
});

describe("A gain", () => {
  const objective = { name: "cost", direction: "minimize", about: "" } as const;
  const scored = (...scores: number[]): Outcome => ({
    status: "scored",
    scores: scores.map((score) => [score]),
    measures: [],
  });
  const failed: Outcome = { status: "failed", fault: { kind: "crashed", message: "" } };

  test("is a share of the unit in the objective's direction; losses count in full, gains up to the whole", () => {
    expect(gainOf(objective, scored(3, 5), scored(5, 5), 10)).toBeCloseTo(0.1, 12);
    expect(gainOf(objective, scored(105), scored(5), 10)).toBe(-10);
    expect(gainOf({ ...objective, direction: "maximize" }, scored(105), scored(5), 10)).toBe(1);
  });

  test("is a loss for who fails, and nothing against who fails", () => {
    expect(gainOf(objective, failed, scored(5), 10)).toBe(-2);
    expect(gainOf(objective, failed, failed, 10)).toBe(-2);
    expect(gainOf(objective, scored(5), failed, 10)).toBe(0);
  });
});
