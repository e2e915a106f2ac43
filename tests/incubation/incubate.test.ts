import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import { checkIncubator } from "./contract.ts";
import {
  champion,
  everywhere,
  innovation,
  noises,
  type Simulated,
  simulatedIncubator,
  simulatedVerdict,
} from "./simulated.ts";

const calm: Simulated = { seed: 1, gain: everywhere(0.15), noise: (random) => 0.1 * random.normal() };

async function endOf(changes: Partial<Simulated>): Promise<readonly string[]> {
  const { phases, graduated, next_steps } = await simulatedVerdict({ ...calm, ...changes });
  const last = phases.at(-1)!;
  expect(graduated).toBe(last.passed);
  expect(next_steps.length > 0).toBe(!graduated);
  return [last.name, ...last.checks.filter(({ passed }) => !passed).map(({ name }) => name)];
}

test("Scores that are made up keep the contract of those that are played", async () => {
  await checkIncubator(simulatedIncubator(calm), [innovation, champion]);
});

describe("An innovation", () => {
  test("that is better everywhere graduates, and comes to the same again", async () => {
    expect(await endOf({})).toEqual(["readiness"]);
    expect(await simulatedVerdict(calm)).toEqual(await simulatedVerdict(calm));
  });

  test("that is no better, or worse, stops at the benchmark", async () => {
    for (const gain of [0, 0.02, -0.3]) {
      const end = await endOf({ gain: everywhere(gain) });
      expect(end.slice(0, 2)).toEqual(["benchmark", "training: champion"]);
    }
  });

  test("that is better than the champion, but not than random search, stops at the benchmark", async () => {
    const [phase, ...checks] = await endOf({ lift: 0.7 });
    expect(phase).toBe("benchmark");
    expect(checks).toContain("training: random search");
  });

  test("that is good on training cases only stops at the generalisation, and so does one that shrinks in a larger world", async () => {
    const gain = { training: 0.4, "held-out": 0, scaled: 0 };
    expect(await endOf({ gain })).toEqual(["generalisation", "held-out: champion", "held-out: drop"]);
    expect(await endOf({ gain: { ...gain, "held-out": 0.4, scaled: 0.2 } })).toEqual([
      "generalisation",
      "scaled: drop",
    ]);
  });

  const failed: Outcome = { status: "failed", fault: { kind: "crashed", message: "it threw" } };
  const refused: Outcome = { status: "failed", fault: { kind: "refused", message: "it is no program" } };
  const scored: Outcome = { status: "scored", scores: [[2]], measures: [] };
  test.each<[string, NonNullable<Simulated["port"]>, readonly string[]]>([
    ["is no agent", { play: async () => [{ outcome: refused, traces: [] }] }, ["functionality", "contract"]],
    [
      "fails on one of 20 draws",
      { play: async (_, seed) => [{ outcome: seed === 13 ? failed : scored, traces: [] }] },
      ["functionality", "replay"],
    ],
    ["is five times as slow", { times: async () => [100, 20] }, ["readiness", "time"]],
    ["gives something else alone", { alone: async () => scored }, ["readiness", "determinism"]],
    ["fails at the edges", { edgeFaults: async () => [4, 1] }, ["readiness", "edges"]],
    ["cannot be taken back", { restores: async () => false }, ["readiness", "rollback"]],
  ])("that %s is caught by the check that is meant to", async (_, port, end) => {
    expect(await endOf({ port })).toEqual(end);
  });

  test("is not asked for more where only the champion is as slow, or both are quick", async () => {
    for (const pair of [
      [100, 30],
      [9, 1],
    ]) {
      expect(await endOf({ port: { times: async () => pair } })).toEqual(["readiness"]);
    }
  });

  test("is not believed where the same draws come again", async () => {
    const { phases, next_steps } = await simulatedVerdict({ ...calm, draws: 1 });
    expect(phases.at(-1)!.comparisons[0]).toMatchObject({ pairs: 1, ended: "no more cases" });
    expect(next_steps[0]).toContain("too few different cases");
  });

  test("never uses more than its budget, and most of it only where it is hard to tell", async () => {
    const wild = fc.record({
      seed: fc.nat(),
      budget: fc.integer({ min: 500, max: 3000 }),
      gain: fc.double({ min: -0.5, max: 0.8, noNaN: true }),
      noise: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(wild, async ({ seed, budget, gain, noise }) => {
        const simulated = { seed, budget, gain: everywhere(gain), noise: noises["normal"]! };
        const { used, phases } = await simulatedVerdict({ ...simulated, noise: (random) => noise * random.normal() });
        expect(used).toBeLessThanOrEqual(budget);
        expect(phases.reduce((sum, { evaluations }) => sum + evaluations, 0)).toBe(used);
      }),
      { numRuns: 15 },
    );
    const { used } = await simulatedVerdict({ ...calm, budget: 100_000, gain: everywhere(0) });
    expect(used).toBeLessThan(6000);
  });
});

describe("Of many innovations", () => {
  const many = async (gain: number, noise: number): Promise<number> => {
    let graduated = 0;
    for (const [i, shape] of Object.values(noises).entries()) {
      for (let k = 0; k < 2; k++) {
        const seed = 50_000 + 100 * i + k;
        const verdict = await simulatedVerdict({ seed, gain: everywhere(gain), noise: (r) => noise * shape(r) });
        if (verdict.graduated) graduated++;
      }
    }
    return graduated / (2 * Object.keys(noises).length);
  };

  test("that are no better, hardly any graduate, whatever the noise", async () => {
    expect(await many(0, 0.5)).toBeLessThanOrEqual(0.05);
    expect(await many(0, 1.2)).toBeLessThanOrEqual(0.05);
  });

  test("that are better by 15 %, most graduate", async () => {
    expect(await many(0.15, 0.3)).toBeGreaterThanOrEqual(0.8);
  });
});
