import { describe, expect, test } from "vitest";
import { assemble } from "../../src/campaign/assemble.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import { withModels } from "../../src/campaign/with-models.ts";
import type { CampaignSpec, LlmSpec, ModelSpec } from "../../src/events/spec.ts";
import { builtinScenarios } from "../../src/scenario/builtin.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { memberOf } from "../../src/testing/members.ts";
import { campaignOf, networksOf } from "../simulation/worlds.ts";

const model: ModelSpec = {
  name: "small",
  usdPerMillion: { input: 1, cacheWrite: 1.25, cacheRead: 0.1, output: 5 },
  tokensPerSecond: 150,
};
const llm: LlmSpec = { models: [model], births: 5, outputMax: 4096, lessonsEvery: 200, batches: false };
const bandit = { exploration: 1, epsilon: 0.2, decay: 0.95, thrift: 0.1, usdPerSecond: 0.001 };
const operators = { "subtree-mutation": 1, "llm-edit": 1 };
const strategy = { emitter: { name: "open-es", sigma: 0.3, rate: 0.2 } } as const;

/** A spec that names a model and this of it. */
function asking(changes: Partial<LlmSpec>): Partial<CampaignSpec> {
  return { operators, llm: { ...llm, ...changes } };
}

describe("a campaign with language models", () => {
  test.each(builtinScenarios)("can be assembled from the default spec of %s", async (name) => {
    const scenario = await loadScenario(name, {});
    const spec = withModels(defaultSpec(scenario, name), [model]);
    expect(() => assemble(spec, scenario)).not.toThrow();
    expect(Object.keys(spec.operators)).toEqual(expect.arrayContaining(["subtree-crossover", "llm-edit"]));
  });

  test("keeps what its spec says of model operators and of the bandit", () => {
    const { spec } = campaignOf({ operators, llm, bandit: { ...bandit, thrift: 0.5 } });
    const grown = withModels(spec, [model, { ...model, name: "large" }]);
    expect(grown).toMatchObject({ operators, bandit: { thrift: 0.5 }, llm: { births: 8 } });
    expect(grown.llm!.models.map(({ name }) => name)).toEqual(["small", "large"]);
  });

  test("proposes as many drafts as it may, once somebody lives", () => {
    const { emitter, spec } = campaignOf({ operators, llm, births: 40 });
    const [founder] = emitter.ask([], 1, randomFromSeed(1));
    const members = [memberOf(1, { genome: founder!.genome })];
    expect([...emitter.ask([], spec.births, randomFromSeed(1))].every(({ draft }) => draft === undefined)).toBe(true);
    const drafts = [...emitter.ask(members, spec.births, randomFromSeed(1))].flatMap(({ draft }) => draft ?? []);
    expect(drafts).toHaveLength(5);
    expect(drafts.every(({ operator, model: name }) => operator === "llm-edit" && name === "small")).toBe(true);
  });

  test("shares the drafts among the islands of programs, and has none on those of networks", () => {
    const islands = { count: 5, migrateEvery: 0, migrants: 1, resetAfter: 0 };
    const all = { ...operators, isotropic: 1 };
    const { emitter } = networksOf(["program", "network"], { operators: all, llm, islands, population: 20 });
    const founders = [...emitter.ask([], 5, randomFromSeed(1))];
    const members = founders.map(({ genome, island }) => memberOf(island + 1, { genome, island }));
    const drafts = [...emitter.ask(members, 200, randomFromSeed(1))].filter(({ draft }) => draft !== undefined);
    const shares = [0, 1, 2, 3, 4].map((home) => drafts.filter(({ island }) => island === home).length);
    expect(shares).toEqual([2, 0, 2, 0, 1]);
  });

  test.each<readonly [string, () => unknown, string]>([
    ["asks a model and names none", () => campaignOf({ operators }), "`llm-edit` asks a language model"],
    ["names models and no operator that asks them", () => campaignOf({ llm }), "no operator that asks them"],
    [
      "has no operator for when nothing comes of a draft",
      () => campaignOf({ llm, operators: { "llm-edit": 1 } }),
      "asks no model",
    ],
    ["breeds no programs", () => networksOf(["network"], { llm, operators: {} }), "write programs, got `network`"],
    ["names no models", () => campaignOf(asking({ models: [] })), "number of llm.models"],
    ["names a model twice", () => campaignOf(asking({ models: [model, model] })), "named twice"],
    ["lets models write nothing", () => campaignOf(asking({ births: 0 })), "`llm.births`"],
    ["leaves no room for a reply", () => campaignOf(asking({ outputMax: 100 })), "`llm.outputMax`"],
    ["learns at fractions", () => campaignOf(asking({ lessonsEvery: 0.5 })), "`llm.lessonsEvery`"],
    [
      "has a negative price",
      () => campaignOf(asking({ models: [{ ...model, usdPerMillion: { ...model.usdPerMillion, output: -1 } }] })),
      "`usdPerMillion.output of small`",
    ],
    [
      "has a model that never ends",
      () => campaignOf(asking({ models: [{ ...model, tokensPerSecond: 0 }] })),
      "tokensPerSecond",
    ],
    ["has a bandit out of range", () => campaignOf({ bandit: { ...bandit, decay: 2 } }), "`bandit.decay`"],
    [
      "has a bandit where nobody chooses",
      () => networksOf(["network"], { ...strategy, bandit }),
      "got the emitter `open-es`",
    ],
  ])("is refused when its spec %s", (_, make, message) => {
    expect(make).toThrow(UserError);
    expect(make).toThrow(message);
  });

  test("may choose the operators of one kind by what they bring while another kind has a strategy", () => {
    expect(() => networksOf(["program", "network"], { ...strategy, bandit })).not.toThrow();
  });
});

test("a strategy begins at the first network that it is given, and at the next one when it begins anew", () => {
  const given = [...networksOf(["network"], {}).emitter.ask([], 2, randomFromSeed(4))].map(({ genome }) => genome);
  const { emitter, spec } = networksOf(["network"], { ...strategy, start: given.map(({ bytes }) => bytes) });
  const memory = emitter.memory!;
  let now = memory.start;
  const means: string[] = [];
  for (let generation = 0; means.length < 3 && generation < 1000; generation++) {
    const random = randomFromSeed(generation);
    const proposals = [...emitter.ask([], spec.births, random, now)];
    const isNew = memory.searches!(now)[0]!.restarts === means.length;
    if (isNew) means.push(proposals[0]!.genome.hash);
    now = memory.after(
      now,
      proposals.map(() => ({ island: 0, fitness: 1 })),
      random,
    );
  }
  expect(means.slice(0, 2)).toEqual(given.map(({ hash }) => hash));
  expect(means).toHaveLength(3);
  expect(new Set(means).size).toBe(3);
});
