import { describe, expect, test } from "vitest";
import { assemble } from "../../src/campaign/assemble.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
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

/** The log's hash of a campaign in the real sandbox, with so many lanes. */
async function hashWith(lanes: number, { name, options, changes }: World): Promise<{ hash: string; events: number }> {
  const scenario = await loadScenario(name, options);
  const campaign = assemble({ ...defaultSpec(scenario, name, options), ...small, ...changes }, scenario);
  const backend = createSandbox({ lanes });
  try {
    return await inFolder(async (folder) => {
      expect(await sit(folder, campaign, backend, { random: randomFromSeed(1) })).toBe("finished");
      return readRun(folder).hash();
    });
  } finally {
    await backend.close();
  }
}

describe("a campaign in the sandbox", () => {
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
});
