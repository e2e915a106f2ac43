import fc from "fast-check";
import { expect, test } from "vitest";
import { usageBound } from "../../src/llm/bound.ts";
import { costBound, costOf } from "../../src/llm/costs.ts";

const model = {
  name: "small",
  usdPerMillion: { input: 1, cacheWrite: 1.25, cacheRead: 0.1, output: 5 },
  tokensPerSecond: 100,
};

test("a call costs what each sort of its tokens costs, and half of it in batches", () => {
  const usage = { input: 1000, cacheWrite: 2000, cacheRead: 10_000, output: 400 };
  expect(costOf(usage, { model, batches: false })).toEqual({ usd: 0.0065, tokens: 13_400 });
  expect(costOf(usage, { model, batches: true })).toEqual({ usd: 0.003_25, tokens: 13_400 });
});

test("no usage within its bound costs more than the bound of the request, however it is cached", () => {
  const request = { model: "small", system: "s".repeat(500), prompt: "p".repeat(900), schema: {}, outputMax: 300 };
  const { input, output } = usageBound(request);
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, share, fc.boolean(), (written, read, out, batches) => {
      const cacheWrite = Math.floor(input * written);
      const cacheRead = Math.floor((input - cacheWrite) * read);
      const usage = { input: input - cacheWrite - cacheRead, cacheWrite, cacheRead, output: Math.floor(output * out) };
      const cost = costOf(usage, { model, batches });
      const most = costBound(request, { model, batches });
      expect(cost.usd).toBeLessThanOrEqual(most.usd * (1 + 1e-12));
      expect(cost.tokens).toBeLessThanOrEqual(most.tokens);
    }),
  );
});
