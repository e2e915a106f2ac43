import { join } from "node:path";
import { expect, test } from "vitest";
import { linkRunner } from "../../src/cli/runner-link.ts";
import { openRun, readRun } from "../../src/store/run-directory.ts";
import { inFolder } from "../simulation/mortal.ts";
import { until } from "../runner/detached.ts";
import { campaignOf } from "../simulation/worlds.ts";

test("a runner that has stopped listening and still holds the run is lost only until the run has ended", () =>
  inFolder(async (folder) => {
    const manifest = {
      schema: "lamarck/manifest@1",
      id: "one",
      created: "2026-01-01",
      updated: "2026-01-01",
      lamarck: "0.0.0",
      spec: campaignOf({}).spec,
      state: "running",
      summary: { generation: -1, births: 0, evaluations: 0, elapsedMs: 0 },
    } as const;
    const runner = openRun(folder, join(folder, "nobody-listens"));
    runner.writeManifest(manifest);
    let changes = 0;
    const link = linkRunner(readRun(folder), { notice: () => {}, changed: () => changes++ });
    try {
      await until(() => link.link() !== undefined, "it is known how the viewer stands to the runner");
      expect(link.link()).toMatchObject({ state: "lost", reason: expect.stringContaining("does not answer") });
      runner.writeManifest({ ...manifest, state: "finished" });
      runner.close();
      await until(() => link.link()?.state === "idle", "it is seen that the run has ended");
      expect(changes).toBe(2);
    } finally {
      link.close();
    }
  }));
