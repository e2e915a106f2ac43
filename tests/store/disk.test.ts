import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { WorldError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { openRun, readRun } from "../../src/store/run-directory.ts";
import { calmBackend } from "../simulation/hostile-backend.ts";
import { inFolder, sit } from "../simulation/mortal.ts";
import { campaignOf } from "../simulation/worlds.ts";

/** Whether this user may mount file systems; where not, a disk cannot be made small or read-only. */
const mayMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-mount-"));
  try {
    execFileSync("/bin/mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("/bin/umount", [folder]);
    return true;
  } catch {
    process.stderr.write(
      "NOT TESTED: full and read-only disks, because this user may not mount a tmpfs. Run as root.\n",
    );
    return false;
  } finally {
    rmdirSync(folder);
  }
})();

/** A file system of one mebibyte, for as long as the work takes. */
async function onSmallDisk(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-disk-"));
  execFileSync("/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]);
  try {
    await work(folder);
  } finally {
    execFileSync("/bin/umount", ["-l", folder]);
    rmdirSync(folder);
  }
}

const random = randomFromSeed(1);
const campaign = campaignOf({ population: 20, births: 20, budget: { generations: 20 } });

describe.runIf(mayMount)("a disk that fails", () => {
  test.each([800, 840, 880, 920, 960, 1000])(
    "full, with %i KiB of 1,024 taken by others, keeps each generation that was told, and the run goes on when it has space",
    async (taken) => {
      const undisturbed = await inFolder(async (folder) => {
        await sit(folder, campaign, calmBackend(), { random });
        return readRun(folder).hash();
      });
      await onSmallDisk(async (disk) => {
        const [run, ballast] = [join(disk, "run"), join(disk, "ballast")];
        writeFileSync(ballast, Buffer.alloc(taken * 1024));
        let told = -1;
        const subscriber = (event: { readonly type: string }): void =>
          void (told += Number(event.type === "generation-finished"));
        const full = expect.objectContaining({
          name: "WorldError",
          code: "disk",
          message: expect.stringMatching(/^Cannot write .*\/run\/(events|genomes)\.jsonl: ENOSPC/),
          hint: expect.stringContaining("free some space"),
        });
        await expect(sit(run, campaign, calmBackend(), { random, subscriber })).rejects.toThrow(full);
        const kept = [...readRun(run).events()].filter((event) => event.type === "generation-finished").length - 1;
        expect(kept).toBeGreaterThanOrEqual(told);
        rmSync(ballast);
        expect(await sit(run, campaign, calmBackend(), { random })).toBe("finished");
        expect(readRun(run).hash()).toEqual(undisturbed);
      });
    },
  );

  test("with space again before the run is closed holds no half of a line twice", () =>
    onSmallDisk(async (disk) => {
      const writer = openRun(join(disk, "run"));
      const ballast = join(disk, "ballast");
      writeFileSync(ballast, Buffer.alloc(960 * 1024));
      const changes = Array.from(
        { length: 3000 },
        (_, i) => ({ type: "budget-changed", budget: { generations: i + 1 } }) as const,
      );
      for (const event of changes) writer.append(event);
      expect(() => writer.commit()).toThrow(WorldError);
      rmSync(ballast);
      writer.close();
      const lines = readFileSync(join(disk, "run", "events.jsonl"), "utf8")
        .trim()
        .split("\n");
      expect(lines.map((line) => (JSON.parse(line) as { event: unknown }).event)).toEqual(changes);
    }));

  test("that is read-only is named, with what to do", () =>
    onSmallDisk(async (disk) => {
      const run = join(disk, "run");
      mkdirSync(run);
      execFileSync("/bin/mount", ["-o", "remount,ro", disk]);
      for (const folder of [run, join(disk, "new")]) {
        expect(() => openRun(folder)).toThrow(
          expect.objectContaining({
            code: "disk",
            message: expect.stringContaining(`Cannot write ${folder}`),
            hint: expect.stringContaining("--run-dir"),
          }),
        );
      }
    }));
});
