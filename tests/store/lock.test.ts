import { spawn } from "node:child_process";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lockHolder, takeLock } from "../../src/store/lock.ts";
import { WorldError } from "../../src/std/errors.ts";
import { openRun } from "../../src/store/run-directory.ts";
import { inFolder } from "../simulation/mortal.ts";

const lockFile = new URL("../../src/store/lock.ts", import.meta.url).href;

/** Takes the lock in a process of its own, says how that went, and holds it until it is killed. */
const taking = `
const { takeLock } = await import(${JSON.stringify(lockFile)});
const lock = takeLock(process.argv[1]);
console.log("holder" in lock ? "held by " + lock.holder.pid : "taken by " + process.pid);
setInterval(() => {}, 1000);
`;

function taker(path: string): { readonly said: Promise<string>; readonly kill: () => Promise<unknown> } {
  const child = spawn(process.execPath, ["--input-type=module", "-e", taking, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const said = new Promise<string>((resolve) =>
    child.stdout.once("data", (data: Buffer) => resolve(String(data).trim())),
  );
  return { said, kill: () => (child.kill("SIGKILL"), gone) };
}

function writeHolder(
  path: string,
  holder: { readonly pid: number; readonly started: string; readonly host?: string },
): void {
  writeFileSync(path, JSON.stringify({ host: hostname(), ...holder }));
}

/** A process that was there and is gone. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid!;
}

describe("the lock of a run", () => {
  test("belongs to one at a time, and is free again when it was given back", () =>
    inFolder((folder) => {
      const path = join(folder, "lock");
      const first = takeLock(path);
      expect(first).toHaveProperty("release");
      expect(takeLock(path)).toMatchObject({ holder: { pid: process.pid, host: hostname() } });
      expect(lockHolder(path)?.pid).toBe(process.pid);
      if ("release" in first) first.release();
      expect(lockHolder(path)).toBeUndefined();
      expect(takeLock(path)).toHaveProperty("release");
    }));

  test("held by another process, keeps a run from being opened and names that process", () =>
    inFolder(async (folder) => {
      const other = taker(join(folder, "lock"));
      const pid = (await other.said).replace("taken by ", "");
      expect(() => openRun(folder)).toThrow(WorldError);
      expect(() => openRun(folder)).toThrow(
        expect.objectContaining({ code: "locked", message: expect.stringContaining(`process ${pid} on`) }),
      );
      await other.kill();
      openRun(folder).close();
      expect(existsSync(join(folder, "lock"))).toBe(false);
    }));

  test("is taken over when its process is gone", () =>
    inFolder(async (folder) => {
      const path = join(folder, "lock");
      writeHolder(path, { pid: await deadPid(), started: "1" });
      expect(lockHolder(path)).toBeUndefined();
      expect(takeLock(path)).toHaveProperty("release");
      expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
    }));

  test.runIf(process.platform === "linux")("is taken over when its process number belongs to another process now", () =>
    inFolder((folder) => {
      const path = join(folder, "lock");
      writeHolder(path, { pid: process.ppid, started: "1" });
      expect(takeLock(path)).toHaveProperty("release");
    }),
  );

  test("is respected when it was taken on another machine, which cannot be asked", () =>
    inFolder((folder) => {
      writeHolder(join(folder, "lock"), { pid: 1, started: "1", host: "elsewhere.example" });
      expect(() => openRun(folder)).toThrow(
        expect.objectContaining({ code: "locked", hint: expect.stringContaining(`delete ${join(folder, "lock")}`) }),
      );
    }));

  test("that is just being written is respected, and taken over when it stays empty", () =>
    inFolder((folder) => {
      const path = join(folder, "lock");
      writeFileSync(path, "");
      expect(takeLock(path)).toHaveProperty("holder");
      utimesSync(path, new Date(0), new Date(0));
      expect(takeLock(path)).toHaveProperty("release");
    }));

  test("goes to exactly one of many processes that find it stale at once", () =>
    inFolder(async (folder) => {
      const path = join(folder, "lock");
      writeHolder(path, { pid: await deadPid(), started: "1" });
      const takers = Array.from({ length: 6 }, () => taker(path));
      const said = await Promise.all(takers.map((one) => one.said));
      await Promise.all(takers.map((one) => one.kill()));
      expect(said.filter((text) => text.startsWith("taken"))).toHaveLength(1);
    }));
});
