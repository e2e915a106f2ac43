import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Estimate, estimateOf, estimateText, type Range } from "../../src/cli/estimate.ts";
import { modelsOf } from "../../src/cli/models.ts";
import { resolveSpec, specRequest } from "../../src/cli/spec.ts";
import { specSchema } from "../../src/cli/spec-schema.ts";
import { misfitOf } from "../../src/cli/schema.ts";
import type { Budget, CampaignSpec } from "../../src/events/spec.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { call } from "./terminal.ts";

let spec: CampaignSpec;
let scenario: Scenario;

beforeAll(async () => {
  const models = modelsOf({ llm: "claude-haiku-5-5,claude-opus-5-5" }, "/");
  const { spec: whole, loaded } = await resolveSpec(specRequest("bin-packing", [], { models }, "/"));
  [spec, { scenario }] = [whole, loaded];
});

const under = (budget: Budget, llm: Partial<CampaignSpec["llm"]> = {}): Estimate =>
  estimateOf({ ...spec, budget, llm: { ...spec.llm!, ...llm } }, scenario);

describe("an estimate", () => {
  test("has ranges from the least to the most, within the budget, and no call above the most that one costs", () => {
    const ranges = ({ input, output, models, generation, campaign }: Estimate): Range[] => [
      input,
      output,
      generation.calls,
      generation.usd,
      ...models.map(({ usd }) => usd),
      ...(campaign === undefined ? [] : [campaign.calls, campaign.usd]),
    ];
    const budget = fc.record(
      {
        usd: fc.double({ min: 0, max: 20, noNaN: true }),
        tokens: fc.nat(1e7),
        generations: fc.integer({ min: 1, max: 500 }),
        evaluations: fc.integer({ min: 1, max: 1e6 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(budget, fc.integer({ min: 1, max: 50 }), fc.boolean(), (limits, births, batches) => {
        const estimate = under(limits, { births, batches });
        for (const [least, most] of ranges(estimate)) {
          expect(least).toBeGreaterThanOrEqual(0);
          expect(most).toBeGreaterThanOrEqual(least);
        }
        expect(estimate.generation.usd[1]).toBeLessThanOrEqual(limits.usd ?? Infinity);
        expect(estimate.campaign?.usd[1] ?? 0).toBeLessThanOrEqual(limits.usd ?? Infinity);
        for (const { usd } of estimate.models) expect(usd[1]).toBeLessThanOrEqual(estimate.callMost);
        const generations = limits.generations ?? limits.evaluations;
        expect(estimate.campaign === undefined).toBe(generations === undefined);
      }),
      { numRuns: 30 },
    );
  });

  test("halves with batches, and is nothing where nothing may be spent", () => {
    const [whole, half] = [under({}), under({}, { batches: true })];
    expect(half.models[1]!.usd[1]).toBeCloseTo(whole.models[1]!.usd[1] / 2, 12);
    expect(under({ usd: 0, generations: 9 }).campaign).toEqual({ generations: 9, calls: [0, 0], usd: [0, 0] });
  });

  test("says in words what a call, a generation and the campaign cost", () => {
    const text = estimateText(under({ generations: 20, usd: 1 }), 1);
    expect(text).toMatch(/a call .*tokens in, .* out: claude-haiku-5-5 \$\S+ to \$\S+, claude-opus-5-5 \$/);
    expect(text).toMatch(/a generation +\d to 41 calls, \$/);
    expect(text).toMatch(/the campaign .* in 20 generations, .*; at most \$1\.00, then it goes on without models/);
    expect(estimateText(under({}))).toContain("as many generations as there is time for; no cap");
  });
});

test("a dry run prints the spec, tells what models may cost, and needs no key", async () => {
  const words = ["run", "bin-packing", "--llm", "claude-haiku-5-5", "--budget-generations", "20", "--dry-run"];
  const { code, out, err } = await call("/", words);
  expect(code).toBe(0);
  const plan: unknown = JSON.parse(out);
  expect(plan).toMatchObject({ budget: { generations: 20, usd: 1 }, llm: { models: [{ name: "claude-haiku-5-5" }] } });
  expect(misfitOf(plan, specSchema)).toBeUndefined();
  expect(err).toMatch(/^Nothing was run\.[^]*none was asked:[^]*a generation[^]*at most \$1\.00/);
});
