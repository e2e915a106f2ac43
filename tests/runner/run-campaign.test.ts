import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Event } from "../../src/events/event.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { calmBackend } from "../simulation/hostile-backend.ts";
import { inFolder, sit } from "../simulation/mortal.ts";
import { hashOf } from "../simulation/play.ts";
import { campaignOf } from "../simulation/worlds.ts";

const random = randomFromSeed(1);
const campaign = campaignOf({ budget: { generations: 3 } });

describe("a sitting", () => {
  test("begins the log with the whole spec, and leaves a manifest that says how it went", () =>
    inFolder(async (folder) => {
      await sit(folder, campaign, calmBackend(), { random });
      const [first] = readRun(folder).events();
      expect(first).toMatchObject({ type: "campaign-started", spec: campaign.spec });
      const { state, spec, summary } = readRun(folder).manifest;
      expect({ state, spec }).toEqual({ state: "finished", spec: campaign.spec });
      expect(summary).toMatchObject({ generation: 2, births: 24, reason: "generations" });
      // In the scenario's own direction: an error is not negative.
      expect(summary.best!.score).toBeGreaterThan(0);
    }));

  test("that is stopped says so in the manifest, and the next one keeps the day on which the run was begun", () =>
    inFolder(async (folder) => {
      expect(await sit(folder, campaign, calmBackend(), { random, stopAt: 20 })).toBe("stopped");
      const { state, created } = readRun(folder).manifest;
      expect(state).toBe("stopped");
      await sit(folder, campaign, calmBackend(), { random });
      expect(readRun(folder).manifest).toMatchObject({ state: "finished", created });
    }));

  test("of a finished run adds nothing to its log", () =>
    inFolder(async (folder) => {
      await sit(folder, campaign, calmBackend(), { random });
      const log = readFileSync(join(folder, "events.jsonl"), "utf8");
      expect(await sit(folder, campaign, calmBackend(), { random })).toBe("finished");
      expect(readFileSync(join(folder, "events.jsonl"), "utf8")).toBe(log);
    }));

  test("tells of events only after they were folded, and of the end of a generation only after it is on disk", () =>
    inFolder(async (folder) => {
      let ends = 0;
      await sit(folder, campaign, calmBackend(), {
        random,
        subscriber(event, state) {
          if (event.type === "variant-born") expect(state.births).toBe(event.id + 1);
          if (event.type !== "generation-finished" && event.type !== "campaign-finished") return;
          ends++;
          expect([...readRun(folder).events()].at(-1)).toEqual(event);
        },
      });
      expect(ends).toBe(4);
    }));

  test.each([
    ["another seed", campaignOf({ seed: 2, budget: { generations: 3 } })],
    ["other operators", campaignOf({ operators: { hoist: 1 }, budget: { generations: 3 } })],
  ])("with %s than the log's is refused, and leaves the log alone", (_, other) =>
    inFolder(async (folder) => {
      await sit(folder, campaign, calmBackend(), { random, stopAt: 20 });
      const log = readFileSync(join(folder, "events.jsonl"), "utf8");
      await expect(sit(folder, other, calmBackend(), { random })).rejects.toThrow(UserError);
      expect(readFileSync(join(folder, "events.jsonl"), "utf8")).toBe(log);
    }),
  );

  test("with another budget leaves the same log, also when the judging of the finalists was cut off before it", async () => {
    const budget = { generations: 5 };
    await inFolder(async (folder) => {
      const log = join(folder, "events.jsonl");
      await sit(folder, campaign, calmBackend(), { random });
      const lines = readFileSync(log, "utf8").split(/(?<=\n)/);
      await sit(folder, campaign, calmBackend(), { random, budget });
      const { hash } = readRun(folder).hash();
      const judged = lines.findIndex((line) => line.includes("agent-judged"));
      for (let kept = judged + 1; kept <= lines.length; kept++) {
        writeFileSync(log, lines.slice(0, kept).join(""));
        expect(await sit(folder, campaign, calmBackend(), { random, budget })).toBe("finished");
        expect(readRun(folder).hash().hash, `${kept} lines kept`).toBe(hash);
      }
    });
  });

  test("whose log lost its first line begins it anew", () =>
    inFolder(async (folder) => {
      await sit(folder, campaign, calmBackend(), { random });
      const events: Event[] = [...readRun(folder).events()];
      writeFileSync(join(folder, "events.jsonl"), '{"v":1,"seq":0,"event":{"type":"camp');
      await sit(folder, campaign, calmBackend(), { random });
      expect(readRun(folder).hash().hash).toBe(hashOf(events));
    }));
});
