import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pricedModels, publishedPrices } from "../../src/llm/prices.ts";
import { UserError } from "../../src/std/errors.ts";

const names = Object.keys(publishedPrices.models);

describe("the published prices", () => {
  test("say when and where they were looked up", () => {
    expect(publishedPrices.asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(publishedPrices.source).toMatch(/^https:\/\/platform\.claude\.com\//);
    expect(names.length).toBeGreaterThan(10);
  });

  test("are in the order that prompts are billed by: what was kept is cheapest, output dearest", () => {
    for (const { usdPerMillion: price } of pricedModels(names)) {
      expect(price.cacheRead).toBeGreaterThan(0);
      expect(price.cacheRead).toBeLessThan(price.input);
      expect(price.cacheWrite).toBeCloseTo(1.25 * price.input, 9);
      expect(price.output).toBeGreaterThan(price.input);
    }
  });
});

describe("the price of a model", () => {
  test("is that of its name without the date of a snapshot, and the name stays as it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.integer({ min: 20_240_101, max: 20_991_231 }), (name, date) => {
        const [plain, dated] = pricedModels([name, `${name}-${date}`]);
        expect(dated).toEqual({ ...plain, name: `${name}-${date}` });
      }),
    );
  });

  test("is the user's own where there is one, and never too low where that leaves some of it open", () => {
    const own = { models: { mine: { input: 2, output: 3 }, "claude-opus-5-5": { input: 1, output: 1, cacheRead: 0 } } };
    const [mine, opus] = pricedModels(["mine", "claude-opus-5-5"], own);
    expect(mine!.usdPerMillion).toEqual({ input: 2, cacheWrite: 2.5, cacheRead: 2, output: 3 });
    expect(opus!.usdPerMillion).toEqual({ input: 1, cacheWrite: 1.25, cacheRead: 0, output: 1 });
  });

  test("that is not known is asked for, with models of a similar name", () => {
    for (const name of ["claude-haiku-55", "", "constructor", "toString"]) {
      expect(() => pricedModels([name])).toThrow(UserError);
    }
    let hint = "";
    try {
      pricedModels(["claude-haiku-55"]);
    } catch (error) {
      ({ hint } = error as UserError);
    }
    expect(hint).toMatch(/Did you mean `claude-haiku-5-5`\?.*--prices/);
  });
});
