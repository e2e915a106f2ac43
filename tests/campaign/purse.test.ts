import fc from "fast-check";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createPurse, Stopped } from "../../src/campaign/purse.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";

/** What one spender wants: for each call the most that it may cost, and what it then costs. */
type Wishes = readonly { readonly most: number; readonly cost: number }[];

const wish = fc
  .integer({ min: 1, max: 50 })
  .chain((most) => fc.integer({ min: 0, max: most }).map((cost) => ({ most: most / 100, cost: cost / 100 })));
const crowd = fc.array(fc.array(wish, { maxLength: 4 }), { minLength: 1, maxLength: 6 });

const costOf = (usd: number) => ({ usd, tokens: Math.round(usd * 1000) });

/** Has all of them spend at the same time, each as slow as chance will have it; returns what each was given leave for. */
async function spend(
  spenders: readonly Wishes[],
  budget: { readonly usd?: number; readonly tokens?: number },
  delays: Random,
): Promise<{ readonly granted: readonly (readonly boolean[])[]; readonly usd: number; readonly peak: number }> {
  const sum = spenders.flat().reduce((total, { most }) => total + most, 0);
  const purse = createPurse({ budget, spent: costOf(0), shares: spenders.length, worst: costOf(sum) });
  let usd = 0;
  let open = 0;
  let peak = 0;
  const one = async (wishes: Wishes, draw: Random): Promise<boolean[]> => {
    const share = purse.share();
    const granted: boolean[] = [];
    for (const { most, cost } of wishes) {
      const leave = await share.permit(costOf(most), "");
      granted.push(leave !== undefined);
      if (leave === undefined) break;
      open += most;
      peak = Math.max(peak, usd + open);
      for (let turns = draw.int(5); turns > 0; turns--) await setImmediate();
      open -= most;
      usd += cost;
      leave.settle(costOf(cost));
    }
    share.end();
    return granted;
  };
  const granted = await Promise.all(spenders.map((wishes, i) => one(wishes, delays.fork(i))));
  return { granted, usd, peak };
}

describe("the purse of a generation", () => {
  test("bears the worst of all who have leave at the same time, whoever is slow", () =>
    fc.assert(
      fc.asyncProperty(crowd, fc.double({ min: 0, max: 3, noNaN: true }), fc.nat(), async (spenders, usd, seed) => {
        const { peak } = await spend(spenders, { usd }, randomFromSeed(seed));
        expect(peak).toBeLessThanOrEqual(usd + 1e-9);
      }),
    ));

  test("gives leave to the same, whoever is slow", () =>
    fc.assert(
      fc.asyncProperty(crowd, fc.integer({ min: 0, max: 3000 }), fc.nat(), async (spenders, tokens, seed) => {
        const [once, again] = [seed, seed + 1].map((one) => spend(spenders, { tokens }, randomFromSeed(one)));
        expect((await once)!.granted).toEqual((await again)!.granted);
      }),
    ));

  test("gives leave to all where there is no budget, or enough for the worst", async () => {
    const spenders: Wishes[] = [[{ most: 1, cost: 0.1 }], [{ most: 2, cost: 0.2 }]];
    for (const budget of [{}, { usd: 3 }, { tokens: 3000 }]) {
      expect((await spend(spenders, budget, randomFromSeed(1))).granted).toEqual([[true], [true]]);
    }
  });

  test("serves those that come first where it does not bear all, and others once it is known what that came to", async () => {
    const spenders: Wishes[] = [
      [
        { most: 1, cost: 0.1 },
        { most: 1, cost: 0.1 },
      ],
      [{ most: 1, cost: 0.1 }],
      [{ most: 0.4, cost: 0.1 }],
    ];
    const { granted } = await spend(spenders, { usd: 1.5 }, randomFromSeed(1));
    expect(granted).toEqual([[true, true], [false], [true]]);
  });

  test("counts what was spent before", async () => {
    const purse = createPurse({ budget: { usd: 1 }, spent: costOf(0.7), shares: 1, worst: costOf(0.5) });
    const share = purse.share();
    expect(await share.permit(costOf(0.31), "")).toBeUndefined();
    expect(await share.permit(costOf(0.3), "")).toBeDefined();
  });

  test("has what is new left unpaid where people want less by now, and what was left unpaid before", async () => {
    const wishes: { readonly usd: number }[] = [];
    const purse = createPurse({
      budget: { usd: 9 },
      wanted: () => wishes.at(-1),
      unpaid: new Set(["before"]),
      spent: costOf(0.5),
      shares: 1,
      worst: costOf(4),
    });
    const share = purse.share();
    const isUnpaid = async (call: string) => (await share.permit(costOf(0.3), call))!.recordOnly;
    expect(await isUnpaid("new")).toBe(false);
    expect(await isUnpaid("before")).toBe(true);
    wishes.push({ usd: 1.5 });
    expect(await isUnpaid("third")).toBe(false);
    // Three times what is not settled yet.
    expect(await isUnpaid("fourth")).toBe(true);
  });

  test("answers nobody any more when the campaign stops, not even those who wait", async () => {
    const stop = new AbortController();
    const purse = createPurse({
      budget: { usd: 1 },
      spent: costOf(0),
      shares: 2,
      worst: costOf(9),
      signal: stop.signal,
    });
    const [one, two] = [purse.share(), purse.share()];
    const waits = one.permit(costOf(0.1), "");
    stop.abort();
    await expect(two.permit(costOf(0.1), "")).rejects.toThrow(Stopped);
    two.end();
    await expect(waits).rejects.toThrow(Stopped);
  });
});
