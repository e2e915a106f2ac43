import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError, WorldError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import type { Manifest } from "../../src/store/run-directory.ts";
import { findRun, listRuns, openRun, readRun, runsFolder } from "../../src/store/run-directory.ts";
import { calmBackend } from "../simulation/hostile-backend.ts";
import { inFolder, sit } from "../simulation/mortal.ts";
import { campaignOf } from "../simulation/worlds.ts";

const campaign = campaignOf({ budget: { generations: 3 } });
const random = randomFromSeed(1);
const manifest: Manifest = {
  schema: "lamarck/manifest@1",
  id: "one",
  created: "2026-01-01",
  updated: "2026-01-01",
  lamarck: "0.0.0",
  spec: campaign.spec,
  state: "running",
  summary: { generation: -1, births: 0, evaluations: 0, elapsedMs: 0 },
};

/** The lines of a whole log, and its hash. */
function wholeLog(): Promise<{ lines: string[]; genomes: string; hash: string }> {
  return inFolder(async (folder) => {
    await sit(folder, campaign, calmBackend(), { random });
    const lines = readFileSync(join(folder, "events.jsonl"), "utf8").split(/(?<=\n)/);
    return { lines, genomes: readFileSync(join(folder, "genomes.jsonl"), "utf8"), hash: readRun(folder).hash().hash };
  });
}

/** A run's folder with this log. */
function lay(folder: string, log: string | Buffer, genomes: string): void {
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "events.jsonl"), log);
  writeFileSync(join(folder, "genomes.jsonl"), genomes);
}

describe("a run's folder", () => {
  test.each(["variant-born", "variant-evaluated", "generation-finished", "campaign-finished"])(
    "whose last line, %s, was torn at any byte goes on to the same log",
    async (type) => {
      const { lines, genomes, hash } = await wholeLog();
      const last = lines.findLastIndex((line) => line.includes(`"type":"${type}"`));
      const before = Buffer.from(lines.slice(0, last).join(""));
      const torn = Buffer.from(lines[last]!);
      for (let cut = 0; cut < torn.length; cut++) {
        await inFolder(async (folder) => {
          lay(folder, Buffer.concat([before, torn.subarray(0, cut)]), genomes);
          await sit(folder, campaign, calmBackend(), { random });
          expect(readRun(folder).hash().hash, `cut at byte ${cut}`).toBe(hash);
        });
      }
    },
  );

  test.each([
    ["cut short", (line: string) => `${line.slice(0, 40)}\n`],
    ["missing", () => ""],
    ["twice there", (line: string) => line + line],
    ["empty", () => "\n"],
    ["of another schema", (line: string) => line.replace('"v":1', '"v":2')],
  ])("with a line in the middle that is %s is refused, with the file and the line", async (_, damage) => {
    const { lines, genomes } = await wholeLog();
    await inFolder(async (folder) => {
      const log = lines.map((line, i) => (i === 20 ? damage(line) : line)).join("");
      lay(folder, log, genomes);
      const damaged = expect.objectContaining({
        code: "log-damaged",
        message: expect.stringMatching(
          /events\.jsonl is damaged at line 2[12]: expected an event of schema 1 with seq 2[01]/,
        ),
        hint: expect.stringContaining("Restore the file from a copy"),
      });
      expect(() => readRun(folder).hash()).toThrow(damaged);
      await expect(sit(folder, campaign, calmBackend(), { random })).rejects.toThrow(WorldError);
      expect(readFileSync(join(folder, "events.jsonl"), "utf8")).toBe(log);
    });
  });

  test("with a damaged genome, or without one that lives, is refused with what to do", async () => {
    const { lines, genomes } = await wholeLog();
    const log = lines.slice(0, lines.findIndex((line) => line.includes("generation-finished")) + 1).join("");
    await inFolder(async (folder) => {
      lay(folder, log, genomes.replace(/\n/, "}\n"));
      await expect(sit(folder, campaign, calmBackend(), { random })).rejects.toThrow(
        "genomes.jsonl is damaged at line 1",
      );
      lay(folder, log, "");
      await expect(sit(folder, campaign, calmBackend(), { random })).rejects.toThrow(
        expect.objectContaining({ code: "genome-missing", hint: expect.stringContaining("genomes.jsonl") }),
      );
    });
  });

  test("shows a reader whole lines while somebody writes, and every genome before the event that names it", () =>
    inFolder((folder) => {
      const writer = openRun(folder);
      writer.writeManifest(manifest);
      const long = "x".repeat(5000);
      for (let id = 0; id < 500; id++) {
        writer.store({ kind: "fake", hash: String(id), bytes: "y" });
        writer.append({
          type: "variant-born",
          id,
          generation: 0,
          genome: String(id),
          size: 1,
          parents: [],
          operator: long,
          island: 0,
        });
        if (id % 50 > 0) continue;
        const stored = new Set(Array.from(readRun(folder).genomes(), ({ hash }) => hash));
        for (const event of readRun(folder).events())
          expect(event.type === "variant-born" && stored.has(event.genome)).toBe(true);
      }
      // More than a mebibyte waited: some of it was written without having been asked for.
      expect(readRun(folder).hash().events).toBeGreaterThan(100);
      writer.commit();
      expect(readRun(folder).hash().events).toBe(500);
      writer.close();
    }));

  test("has a manifest at every moment once it has one", () =>
    inFolder((folder) => {
      const writer = openRun(folder);
      writer.writeManifest(manifest);
      // A death while the next one is written leaves its beginning beside it.
      writeFileSync(join(folder, "manifest.json.new"), '{"schema":');
      expect(readRun(folder).manifest).toEqual(manifest);
      writer.writeManifest({ ...manifest, state: "stopped" });
      expect(readRun(folder).manifest.state).toBe("stopped");
      expect(readdirSync(folder)).not.toContain("manifest.json.new");
      writer.close();
    }));

  test("tells who holds it, and gives the lock back when it is closed", () =>
    inFolder((folder) => {
      const writer = openRun(folder);
      writer.writeManifest(manifest);
      expect(readRun(folder).holder()?.pid).toBe(process.pid);
      expect(() => openRun(folder)).toThrow(`is in use by process ${process.pid}`);
      writer.close();
      expect(readRun(folder).holder()).toBeUndefined();
      expect(existsSync(join(folder, "lock"))).toBe(false);
    }));

  test("is found by id, prefix, path and as the latest, and is not mistaken for another", () =>
    inFolder((workspace) => {
      expect(() => findRun("latest", workspace)).toThrow(UserError);
      for (const [i, id] of ["alpha-1", "alpha-2", "beta"].entries()) {
        const folder = join(runsFolder(workspace), id);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "manifest.json"), JSON.stringify({ ...manifest, id, created: `2026-01-0${i + 1}` }));
      }
      mkdirSync(join(runsFolder(workspace), "no-run"));
      expect(listRuns(workspace).map((run) => run.manifest.id)).toEqual(["beta", "alpha-2", "alpha-1"]);
      expect(findRun("latest", workspace).manifest.id).toBe("beta");
      expect(findRun("be", workspace).manifest.id).toBe("beta");
      expect(findRun("alpha-1", workspace).manifest.id).toBe("alpha-1");
      expect(findRun(join(runsFolder(workspace), "alpha-2"), workspace).manifest.id).toBe("alpha-2");
      expect(() => findRun("alpha", workspace)).toThrow("names 2 runs");
      expect(() => findRun("gamma", workspace)).toThrow(
        expect.objectContaining({ hint: expect.stringContaining("beta") }),
      );
      rmSync(runsFolder(workspace), { recursive: true });
      expect(listRuns(workspace)).toEqual([]);
    }));

  test("appended to after a torn line counts its events on without a gap", () =>
    inFolder(async (folder) => {
      await sit(folder, campaign, calmBackend(), { random, killAt: 30 });
      appendFileSync(join(folder, "events.jsonl"), '{"v":1,"seq":');
      await sit(folder, campaign, calmBackend(), { random });
      const seqs = readFileSync(join(folder, "events.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { seq: number }).seq);
      expect(seqs).toEqual(seqs.map((_, i) => i));
    }));
});
