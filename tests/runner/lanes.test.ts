import { describe, expect, test } from "vitest";
import { assemble } from "../../src/campaign/assemble.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import type { CampaignSpec, EmitterSpec } from "../../src/events/spec.ts";
import { createAgents } from "../../src/cli/agents.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { OptionValue } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { inFolder, sit } from "../simulation/mortal.ts";

interface World {
  readonly name: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly changes: Partial<CampaignSpec>;
}

const small = { population: 40, births: 40, budget: { generations: 4 } };

/** The log's hash of a campaign with real agents, with so many lanes. */
async function hashWith(lanes: number, { name, options, changes }: World): Promise<{ hash: string; events: number }> {
  const scenario = await loadScenario(name, options);
  const bred = { kind: changes.kind ?? "program", ...(changes.kinds && { kinds: changes.kinds }) };
  const campaign = assemble({ ...defaultSpec(scenario, name, options, bred), ...small, ...changes }, scenario);
  const { engine } = campaign.spec;
  const backend = createAgents({ scenario, lanes, engine });
  try {
    return await inFolder(async (folder) => {
      expect(await sit(folder, campaign, backend, { random: randomFromSeed(1) })).toBe("finished");
      return readRun(folder).hash();
    });
  } finally {
    await backend.close();
  }
}

describe("a campaign", () => {
  test.each<World>([
    {
      name: "symbolic-regression",
      options: {},
      changes: { selection: { name: "lexicase", epsilon: "automatic", downsample: 0.5 } },
    },
    {
      name: "bin-packing",
      options: { trainCases: 2, items: 60 },
      changes: { archive: { name: "map-elites", bins: [5, 4] } },
    },
    {
      name: "prisoners-dilemma",
      options: { rivals: 3, rounds: 20 },
      changes: { islands: { count: 2, migrateEvery: 2, migrants: 2, resetAfter: 2 } },
    },
  ])("leaves the same log with one lane and with two: $name", async (world) => {
    expect(await hashWith(2, world)).toEqual(await hashWith(1, world));
  });

  const brief = { population: 16, births: 16, budget: { generations: 3 } };
  const hunt = { name: "pursuit", options: { steps: 50 } };

  test.each<readonly [string, World]>([
    ...(["plain", "kernel", "onnx"] as const).map((engine): [string, World] => [
      `networks on the engine ${engine}`,
      { name: "cart-pole", options: {}, changes: { ...brief, kind: "network", engine } },
    ]),
    ["networks that grow", { name: "cart-pole", options: {}, changes: { ...brief, kind: "neat", engine: "kernel" } }],
    ["OpenAI's strategy", strategy({ name: "open-es", sigma: 0.3, rate: 0.2 })],
    ["CMA-ES", strategy({ name: "cma-es", sigma: 0.5, diagonal: false })],
    ["EGGROLL", strategy({ name: "eggroll", sigma: 0.3, rate: 0.2, rank: 1 })],
    ["networks against each other", { ...hunt, changes: { ...brief, kind: "network" } }],
    ["programs against networks", { ...hunt, changes: { ...brief, kind: "program", kinds: ["program", "network"] } }],
    ["three kinds", { ...hunt, changes: { ...brief, kind: "neat", kinds: ["neat", "program", "network"] } }],
  ])("leaves the same log with one lane and with two: %s", async (_, world) => {
    expect(await hashWith(2, world)).toEqual(await hashWith(1, world));
  });

  function strategy(emitter: EmitterSpec): World {
    return { name: "cart-pole", options: {}, changes: { ...brief, kind: "network", engine: "kernel", emitter } };
  }
});
