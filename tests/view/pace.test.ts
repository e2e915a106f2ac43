import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPace, type PaceKeeper, type Position } from "../../src/view/pace.ts";
import { budgetShares, liveRate, timeLeftText } from "../../src/view/progress.ts";
import type { Live } from "../../src/view/live.ts";

/** A campaign whose generations are alike: 100 evaluations each. */
function steady(generations: number, msEach: number): { pace: PaceKeeper; now: Position } {
  const pace = createPace();
  let now: Position = { evaluations: 0, generation: -1, elapsedMs: 0 };
  for (let i = 0; i < generations; i++) {
    now = { evaluations: 100 * (i + 1), generation: i, elapsedMs: msEach * (i + 1) };
    pace.add(now);
  }
  return { pace, now };
}

describe("the pace of a campaign", () => {
  test("that is steady is its rate, and the time left has no range", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), (ms) => {
        const { pace, now } = steady(Math.ceil(200_000 / ms), ms);
        expect(pace.evaluationsPerSecond()).toBeCloseTo(100_000 / ms, 3);
        expect(pace.generationsPerSecond()).toBeCloseTo(1000 / ms, 3);
        const left = pace.timeLeft(now, { evaluations: now.evaluations + 1_000_000 })!;
        expect(left.seconds / (10 * ms)).toBeCloseTo(1, 3);
        expect(left.low / left.high).toBeCloseTo(1, 2);
      }),
      { numRuns: 50 },
    );
  });

  test("follows a change within ten minutes", () => {
    const { pace, now } = steady(600, 1000);
    for (let i = 1; i <= 1200; i++) {
      const { evaluations, generation, elapsedMs } = now;
      pace.add({ evaluations: evaluations + 10 * i, generation: generation + i, elapsedMs: elapsedMs + 1000 * i });
    }
    expect(pace.evaluationsPerSecond()).toBeGreaterThan(10);
    expect(pace.evaluationsPerSecond()).toBeLessThan(25);
    const left = pace.timeLeft(now, { evaluations: 1_000_000 })!;
    expect(left.low).toBeLessThan(left.seconds);
    expect(left.high).toBeGreaterThan(left.seconds);
  });

  test("names the limit that comes first", () => {
    const { pace, now } = steady(100, 1000);
    const limitOf = (budget: Parameters<typeof pace.timeLeft>[1]): string | undefined =>
      pace.timeLeft(now, budget)?.limit;
    expect(limitOf({ evaluations: 20_000, generations: 250, seconds: 220 })).toBe("evals");
    expect(limitOf({ evaluations: 30_000, generations: 210, seconds: 220 })).toBe("gens");
    expect(limitOf({ evaluations: 30_000, generations: 250, seconds: 190 })).toBe("time");
    expect(limitOf({})).toBeUndefined();
    expect(pace.timeLeft(now, { evaluations: 5 })!.seconds).toBe(0);
  });

  test("says nothing of the time left for a minute, or for ten seconds where it is short", () => {
    const early = steady(30, 1000);
    expect(early.pace.timeLeft(early.now, { evaluations: 1_000_000 })).toBeUndefined();
    expect(early.pace.timeLeft(early.now, { seconds: 90 })).toMatchObject({ seconds: 60, limit: "time" });
    const first = steady(5, 1000);
    expect(first.pace.timeLeft(first.now, { seconds: 90 })).toBeUndefined();
    const later = steady(61, 1000);
    expect(later.pace.timeLeft(later.now, { evaluations: 1_000_000 })).toBeDefined();
    const nothing = createPace();
    expect(nothing.timeLeft({ evaluations: 0, generation: -1, elapsedMs: 0 }, { evaluations: 5 })).toBeUndefined();
    expect([nothing.evaluationsPerSecond(), nothing.generationsPerSecond()]).toEqual([0, 0]);
  });

  test("of a campaign that is resumed counts from there", () => {
    const pace = createPace();
    const from = { evaluations: 1_000_000, generation: 999, elapsedMs: 1e7 };
    pace.add(from);
    for (let i = 1; i <= 20; i++)
      pace.add({ evaluations: 1_000_000 + i * 50, generation: 999 + i, elapsedMs: 1e7 + i * 1000 });
    expect(pace.evaluationsPerSecond()).toBeCloseTo(50);
  });
});

describe("a budget", () => {
  test("is used by each limit that it sets", () => {
    const now = { evaluations: 50, generation: 3, elapsedMs: 3000 };
    expect(budgetShares(now, { evaluations: 200, generations: 4, seconds: 2 })).toEqual([
      { limit: "evals", used: 50, whole: 200, share: 0.25 },
      { limit: "gens", used: 4, whole: 4, share: 1 },
      { limit: "time", used: 3, whole: 2, share: 1 },
    ]);
    expect(budgetShares(now, {})).toEqual([]);
  });

  test("has a time left in words", () => {
    const hours = { limit: "evals", seconds: 13_200, low: 11_700, high: 14_700 } as const;
    expect(timeLeftText(hours)).toBe("3h40m±25m00s (evals)");
    expect(timeLeftText({ limit: "time", seconds: 61, low: 61, high: 61 })).toBe("1m01s (time)");
  });
});

describe("the rate of the last minute", () => {
  const tick = (evaluations: number, elapsedMs: number): Live =>
    ({ evaluations, reused: 0, generation: 1, elapsedMs }) as Live;

  test("is taken between its first and its last tick, and unknown where no time passed", () => {
    expect(liveRate([tick(0, 0), tick(7, 500), tick(30, 2000)])).toBe(15);
    expect([liveRate([]), liveRate([tick(1, 1)]), liveRate([tick(1, 5), tick(9, 5)])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
