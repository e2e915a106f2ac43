import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assemble, createSandbox, defaultSpec, loadScenario, openRun, readRun, runCampaign } from "../src/index.ts";

test("a few lines of code run a campaign and read its log", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-library-"));
  const scenario = await loadScenario("cap-set", { n: 3 });
  const spec = {
    ...defaultSpec(scenario, "cap-set", { n: 3 }),
    population: 20,
    births: 20,
    budget: { generations: 2 },
  };
  const backend = createSandbox({ lanes: 1 });
  const writer = openRun(folder);
  try {
    const campaign = assemble(spec, scenario);
    const { ending, state } = await runCampaign({
      writer,
      id: "mine",
      version: "1",
      campaign,
      scenarioHash: "",
      backend,
    });
    expect(ending).toEqual({ stopped: false, reason: "generations" });
    expect(state.best?.fitness).toBeGreaterThan(0);
  } finally {
    writer.close();
    await backend.close();
  }
  expect([...readRun(folder).events()].at(-1)).toMatchObject({ type: "campaign-finished", reason: "generations" });
  rmSync(folder, { recursive: true });
});
