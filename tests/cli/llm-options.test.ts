import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { budgetOf, budgetWith, isFree, wholeBudget } from "../../src/cli/budget.ts";
import { askingOf, modelsOf } from "../../src/cli/models.ts";
import { misfitOf } from "../../src/cli/schema.ts";
import { resolveSpec, specRequest } from "../../src/cli/spec.ts";
import { pricesSchema, specSchema } from "../../src/cli/spec-schema.ts";
import { publishedPrices } from "../../src/llm/prices.ts";
import { call } from "./terminal.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-models-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const models = modelsOf({ llm: "claude-haiku-5-5, claude-opus-5-5" }, "/");

describe("--llm", () => {
  test("names models, whose prices become part of the spec", async () => {
    const { spec } = await resolveSpec(specRequest("bin-packing", [], { models }, folder));
    expect(spec.llm?.models.map(({ name }) => name)).toEqual(["claude-haiku-5-5", "claude-opus-5-5"]);
    expect(spec.llm?.models[1]?.usdPerMillion).toEqual({ input: 4, cacheWrite: 5, cacheRead: 0.2, output: 20 });
    expect(spec.operators).toMatchObject({ "llm-edit": expect.any(Number), "subtree-crossover": expect.any(Number) });
    expect(misfitOf(spec, specSchema)).toBeUndefined();
  });

  test("leaves room for settings", async () => {
    const sets = [
      ["llm.births", "3"],
      ["llm.batches", "true"],
      ["bandit.thrift", "0"],
      ["operators.llm-explain", "0"],
    ] as const;
    const { spec } = await resolveSpec(specRequest("bin-packing", sets, { models }, folder));
    expect(spec.llm).toMatchObject({ births: 3, batches: true, models });
    expect(spec.bandit?.thrift).toBe(0);
    expect(spec.operators["llm-explain"]).toBe(0);
  });

  test("is what a spec's file may say as well", async () => {
    writeFileSync(join(folder, "own.json"), JSON.stringify({ scenario: { path: "bin-packing" }, llm: { models } }));
    const { spec } = await resolveSpec(specRequest("own.json", [], {}, folder));
    expect(spec.llm).toMatchObject({ models, births: expect.any(Number) });
    expect(spec.bandit).toBeDefined();
  });

  test("is the same when a run goes on, or is refused", async () => {
    const log = (await resolveSpec(specRequest("bin-packing", [], { models }, folder))).spec;
    const again = await resolveSpec(specRequest("bin-packing", [], { models }, folder), log);
    expect(again.spec).toEqual(log);
    const others = specRequest("bin-packing", [], { models: models.slice(1) }, folder);
    await expect(resolveSpec(others, log)).rejects.toThrow(
      /models claude-haiku-5-5,claude-opus-5-5, not with claude-opus/,
    );
  });
});

describe("a mistake about language models", () => {
  test.each([
    ["an unknown model", ["--llm", "claude-opus-55"], /no price for the model `claude-opus-55`[^]*--prices/],
    ["no model", ["--llm", ","], /Expected `--llm` to be one to 8 different models/],
    ["the same twice", ["--llm", "claude-opus-5,claude-opus-5"], /different models/],
    ["networks", ["--llm", "claude-opus-5", "--kind", "network"], /write programs, but `network` evolves/],
    ["prices for nobody", ["--prices", "own.json"], /`--prices` does nothing without `--llm`/],
    ["batches of nothing", ["--llm-batches"], /`--llm-batches` does nothing without `--llm`/],
    ["settings for nobody", ["--set", "llm.births=2"], /settings for language models, but no models/],
    ["no births", ["--llm", "claude-opus-5", "--set", "llm.births=0"], /`llm.births` to be a whole number from 1/],
    ["an odd price", ["--llm", "claude-opus-5", "--prices", "odd.json"], /`models.mine.output` to be a number from 0/],
    ["no such file", ["--llm", "claude-opus-5", "--prices", "none.json"], /There is no file .*none\.json/],
    ["too many at once", ["--llm-in-flight", "65"], /`--llm-in-flight` to be a whole number from 1 to 64/],
    ["a debt", ["--budget-usd=-1"], /`--budget-usd` to be US dollars from 0/],
    ["half a token", ["--budget-tokens", "0.5"], /`--budget-tokens` to be a whole number from 0/],
    ["money for nobody", ["--budget-usd", "1"], /`--budget-usd` does nothing where no language models are asked/],
    ["tokens for nobody", ["--budget-tokens", "none"], /`--budget-tokens` does nothing where/],
    ["no key", ["--llm", "claude-opus-5"], /ANTHROPIC_API_KEY[^]*--llm-key-file/],
  ])("is told at once, and nothing is written: %s", async (_, words, expected) => {
    writeFileSync(join(folder, "odd.json"), JSON.stringify({ models: { mine: { input: 1, output: -1 } } }));
    const before = readdirSync(folder);
    const { code, out, err } = await call(folder, ["run", "bin-packing", ...words]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(expected);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe("the budget of a campaign with language models", () => {
  const spec = { budget: {}, llm: { models, births: 8, outputMax: 4096, lessonsEvery: 0, batches: false } };
  const asked = (options: Readonly<Record<string, string>>) => budgetOf(options);
  const whole = (options: Readonly<Record<string, string>>) =>
    wholeBudget({ ...spec, budget: asked(options).set }, {}, asked(options));

  test("has a cap and an end without anybody asking for them", () => {
    expect(whole({})).toMatchObject({ usd: 1, seconds: 600 });
    expect(wholeBudget({ budget: {} }, {}, asked({}))).toMatchObject({ seconds: 120 });
    expect(wholeBudget({ budget: {} }, {}, asked({}))).not.toHaveProperty("usd");
  });

  test("of money or tokens is no end: the campaign goes on without models, so it gets one", () => {
    expect(whole({ budgetUsd: "$2.50" })).toMatchObject({ usd: 2.5, seconds: 600 });
    expect(whole({ budgetTokens: "1000" })).toMatchObject({ tokens: 1000, usd: 1, seconds: 600 });
    expect(whole({ budgetUsd: "2", budgetEvals: "50" })).toEqual({ usd: 2, evaluations: 50 });
  });

  test("has no cap where somebody wishes so in words", () => {
    expect(whole({ budgetUsd: "none", budgetEvals: "50" })).toEqual({ evaluations: 50 });
    expect(budgetWith({ usd: 1, tokens: 5, seconds: 9 }, asked({ budgetUsd: "none", budgetTokens: "none" }))).toEqual({
      seconds: 9,
    });
  });

  test("of nothing pays for no call", () => {
    expect([{ usd: 0 }, { tokens: 0 }, { usd: 0.01, tokens: 1 }, {}].map(isFree)).toEqual([true, true, false, false]);
  });
});

test("the published prices keep to the schema of a user's own", () => {
  expect(misfitOf(publishedPrices, pricesSchema)).toBeUndefined();
});

test("four calls are in flight unless another number is asked for", () => {
  expect(askingOf({}, "/").inFlight).toBe(4);
  expect(askingOf({ llmInFlight: "9", llmKeyFile: "key" }, "/home")).toEqual({ inFlight: 9, keyFile: "/home/key" });
});
