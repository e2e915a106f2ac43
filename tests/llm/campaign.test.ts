import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelSpec } from "../../src/events/spec.ts";
import { creditsOf } from "../../src/view/credit.ts";
import { troubleOf } from "../../src/view/money.ts";
import type { FaultName } from "../../src/llm/stub/options.ts";
import { type Asking, campaignOf, cheapModel, type Told } from "./campaigns.ts";

/** What the calls for children came to, without repeats, each by the first word of why. */
function namesOf({ calls }: Told): readonly string[] {
  const names = calls
    .filter(({ role }) => role !== "scratchpad")
    .map(({ result, why = "" }) => (result === "failed" ? why.split(":")[0]! : result));
  return [...new Set(names)].toSorted();
}

describe("a campaign whose models fail", () => {
  const always = (fault: FaultName, stub: Asking["stub"] = {}): Asking => ({
    stub: { ...stub, faults: { [fault]: 1 } },
  });

  test.each<[string, Asking, readonly string[]]>([
    ["refuses for the number of calls for ever", always("429", { tries: 99, retryAfter: 0.01 }), ["rate-limited"]],
    ["is overloaded for ever", always("529", { tries: 99 }), ["overloaded"]],
    ["has errors of its own for ever", always("500", { tries: 99 }), ["server-error"]],
    ["never answers", { ...always("timeout"), access: { idleMs: 300 } }, ["timeout"]],
    ["ends in the middle of each reply", always("truncated"), ["cut-off"]],
    ["replies with nothing", always("empty"), ["empty"]],
    ["will not answer", always("refusal"), ["empty"]],
    ["replies with 10 MB", always("huge"), ["too-large"]],
    ["refuses the key", always("refused-key"), ["refused-key"]],
    ["replies with what is no JSON", always("malformed"), ["rejected"]],
    ["replies with edits of what is not there", always("bad-edit"), ["rejected"]],
  ])("that %s comes to its end, with the fault in its log and all births", async (_, asking, names) => {
    const told = await campaignOf(asking);
    expect(namesOf(told)).toEqual(names);
    expect(told.births).toBe(60);
    expect(told.state.finished?.reason).toBe("generations");
    expect(told.state.spending.calls).toBe(told.calls.length);
  });

  test("asks seldom where nobody replies", async () => {
    const { calls } = await campaignOf({ ...always("529", { tries: 99 }), generations: 20 });
    // Eight drafts and lessons of one generation, then one draft in every second, fourth, ... generation.
    expect(calls.length).toBeLessThan(20);
  });

  test.each<[string, Asking]>([
    ["429", always("429", { tries: 2, retryAfter: 0.01 })],
    ["529", always("529", { tries: 2 })],
    ["500", always("500", { tries: 2 })],
  ])("now and then with %s has its children all the same, and pays once for each", async (_, asking) => {
    const told = await campaignOf(asking);
    expect(namesOf(told)).toContain("used");
    expect(told.calls.every(({ result }) => result !== "failed")).toBe(true);
    expect(told.calls.every(({ observed }) => observed!.tries === 3)).toBe(true);
    expect(told.stats).toMatchObject({ paid: told.stats.distinct, requests: 3 * told.stats.distinct });
  });

  test("in every way at once comes to its end, loses nothing, and stays within its budget", async () => {
    const faults = {
      "429": 0.08,
      "529": 0.08,
      "500": 0.08,
      "stream-error": 0.05,
      timeout: 0.03,
      truncated: 0.08,
      malformed: 0.08,
      "bad-edit": 0.08,
      empty: 0.05,
      huge: 0.03,
      injection: 0.1,
      refusal: 0.05,
    };
    const told = await campaignOf({
      stub: { faults, retryAfter: 0.01 },
      budget: { usd: 1 },
      generations: 8,
      access: { idleMs: 2000 },
    });
    console.log(`${told.calls.length} calls came to: ${namesOf(told).join(", ")}; ${told.state.spending.usd} dollars`);
    expect(told.births).toBe(96);
    expect(namesOf(told)).toEqual(expect.arrayContaining(["rejected", "used"]));
    expect(namesOf(told).length).toBeGreaterThan(3);
    expect(told.state.spending.usd).toBeLessThanOrEqual(1);
    expect(told.stats.paid).toBe(told.stats.distinct);
  });

  test("whose replies hold orders, false fences and keys treats them as text", async () => {
    const told = await campaignOf(always("injection"));
    expect(told.births).toBe(60);
    expect(told.calls.map(({ why = "" }) => why).join("\n")).not.toMatch(/sk-ant/);
  });
});

describe("a campaign with a budget of money", () => {
  const dollars = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true });
  const settings = fc.record({
    price: dollars(0.01, 100),
    output: dollars(0.01, 500),
    usd: dollars(0, 3),
    scale: dollars(0.1, 2),
    latency: fc.integer({ min: 0, max: 12 }),
    inFlight: fc.constantFrom(1, 2, 4, 16),
    seed: fc.nat({ max: 1000 }),
    faulty: fc.boolean(),
  });

  test("stops paying within it, whatever models cost, however late and however faulty they are", async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ price, output, usd, scale, latency, inFlight, seed, faulty }) => {
        const usdPerMillion = { input: price, cacheWrite: price * 1.25, cacheRead: price / 10, output };
        const model: ModelSpec = { ...cheapModel, usdPerMillion };
        const { state } = await campaignOf({
          seed,
          models: [model],
          budget: { usd },
          stub: {
            seed,
            tokensScale: scale,
            latencyMs: [0, latency],
            ...(faulty ? { faults: { truncated: 0.2, malformed: 0.2, "529": 0.2 } } : {}),
          },
          access: { inFlight },
        });
        expect(state.spending.usd).toBeLessThanOrEqual(usd);
        expect(state.finished?.reason).toBe("generations");
      }),
      { numRuns: 50 },
    );
  });

  test("stops at its tokens likewise", async () => {
    const { state, calls } = await campaignOf({ budget: { tokens: 20_000 }, generations: 10 });
    expect(calls.length).toBeGreaterThan(3);
    expect(state.spending.tokens).toBeLessThanOrEqual(20_000);
  });

  test("says once it is used up, and counts no drafts for which nobody was asked", async () => {
    const { state, view, calls } = await campaignOf({ budget: { tokens: 20_000 }, generations: 10 });
    expect(troubleOf({ ...view, state: { ...state, finished: undefined } }, state.spec.budget)).toMatchObject({
      name: "budget",
    });
    expect(view.lines.filter(({ text }) => text.startsWith("the budget for models is used up"))).toHaveLength(1);
    const drafts = creditsOf(state).reduce((sum, one) => sum + one.drafts, 0);
    expect(drafts).toBeLessThanOrEqual(calls.length);
  });

  test("that bears no call at all says so", async () => {
    const { view, stats } = await campaignOf({ budget: { usd: 0.0001 } });
    expect(stats.requests).toBe(0);
    const about = view.lines.filter(({ level }) => level === "warn").map(({ text }) => text);
    expect(about).toEqual([expect.stringMatching(/^the budget for models bears no call \(\$0\.00 of \$0\.00010\):/)]);
  });

  test("spends the same with one call in flight as with sixteen, where money is short", async () => {
    const [one, many] = [1, 16].map((inFlight) =>
      campaignOf({ budget: { usd: 0.03 }, access: { inFlight }, stub: { latencyMs: [0, 10] } }),
    );
    expect((await one)!.hash).toBe((await many)!.hash);
    expect((await one)!.calls.length).toBeGreaterThan(3);
  });
});
