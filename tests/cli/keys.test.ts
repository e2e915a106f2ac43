import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createStub, type Stub } from "../../src/llm/stub/stub.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { call, ended, runnerOf, until } from "../runner/detached.ts";

const canary = "sk-ant-api03-canary-Zq8vT3wLm1";

let folder: string;
let stub: Stub;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-keys-"));
  stub = await createStub({ latencyMs: [20, 60], refusedKey: `${canary}-refused` });
  env = { ANTHROPIC_BASE_URL: stub.url, ANTHROPIC_API_KEY: undefined, ANTHROPIC_AUTH_TOKEN: undefined };
});

afterAll(async () => {
  await stub.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);
const small = "--jobs 2 --set population=30 --set births=30 --set llm.births=4 --set llm.lessonsEvery=40";
const run = (...words: string[]): string[] => {
  return ["run", "symbolic-regression", ...small.split(" "), "--llm", "claude-haiku-4-5", ...words];
};

/** No test leaves a runner behind. */
afterEach(() => {
  for (const name of ["away", "poor"]) {
    const pid = runnerOf(at(name));
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  }
});

describe("the key", () => {
  test("is found in nothing that a campaign writes or says, and with none of the processes that it starts", async () => {
    const secret = { ...env, ANTHROPIC_API_KEY: canary, ANTHROPIC_AUTH_TOKEN: `${canary}-token` };
    const { child, out, err, code } = call(folder, run("--run-dir", "here", "--budget-generations", "4"), secret);
    const seen = watchFamily(child.pid!, "below");
    expect({ code: await code, err: err() }).toMatchObject({ code: 0 });
    expect(seen.stop()).toBeGreaterThan(0);
    expect(seen.texts().some((text) => text.includes("courier.js"))).toBe(true);
    expect(seen.texts().filter((text) => text.includes(canary))).toEqual([]);
    expect(readRun(at("here")).manifest.state).toBe("finished");
    expect([...readRun(at("here")).events()].some(({ type }) => type === "model-asked")).toBe(true);
    const says = await Promise.all(
      [
        "report ./here --output page.html",
        "status ./here",
        "status ./here --json",
        "doctor",
        "show ./here champion",
      ].map((words) => ended(folder, words.split(" "), secret)),
    );
    expect(says.map(({ code: status }) => status)).toEqual(says.map(() => 0));
    const said = [out(), err(), ...says.flatMap((one) => [one.out, one.err])];
    expect(said.filter((text) => text.includes(canary.slice(-8)))).toEqual([]);
    expect(holding(canary.slice(-8))).toEqual([]);
  });

  test("reaches a runner of its own through a pipe alone", async () => {
    writeFileSync(at("key"), `${canary}\n`, { mode: 0o600 });
    const words = run("--run-dir", "away", "--budget-time", "1h", "--detach", "--llm-key-file", "key");
    const launched = await ended(folder, words, env);
    expect(launched).toMatchObject({ code: 0, err: expect.stringContaining("may cost $1.00") });
    const pid = runnerOf(at("away"))!;
    const seen = watchFamily(pid, "with");
    const asked = (): boolean => [...readRun(at("away")).events()].some(({ type }) => type === "model-asked");
    await until(asked, "a model is asked");
    const set = await ended(folder, ["ctl", "set", "budget-usd", "2.50", "--run", "./away"]);
    expect(set.out).toContain("budget-usd $2.50 from the next generation on (was $1.00)");
    expect((await ended(folder, ["ctl", "stop", "--run", "./away"])).code).toBe(0);
    await until(() => runnerOf(at("away")) === undefined, "it ends");
    expect(seen.stop()).toBeGreaterThan(1);
    expect(seen.texts().some((text) => text.includes("courier.js"))).toBe(true);
    expect(seen.texts().filter((text) => text.includes(canary))).toEqual([]);
    expect(holding(canary.slice(-8))).toEqual([at("key")]);
    rmSync(at("key"));
    expect(holding(canary.slice(-8))).toEqual([]);
  });

  test("that is refused is told of before anything is written, without a letter of it", async () => {
    const words = run("--run-dir", "refused");
    for (const how of ["--foreground", "--detach"]) {
      const refused = { ...env, ANTHROPIC_API_KEY: `${canary}-refused` };
      const { code, out, err } = await ended(folder, [...words, how], refused);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/refuses the API key[^]*--llm-key-file/);
      expect(err).not.toContain("canary");
    }
    expect(readdirSync(folder)).not.toContain("refused");
  });

  test("in a file that others can read is refused", async () => {
    writeFileSync(at("open"), canary);
    chmodSync(at("open"), 0o644);
    const { code, err } = await ended(folder, run("--llm-key-file", "open"), env);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("chmod 600") });
    rmSync(at("open"));
  });

  test("is not needed where nothing may be spent", async () => {
    const words = run("--run-dir", "free", "--budget-generations", "2", "--budget-usd", "0");
    expect(await ended(folder, words, env)).toMatchObject({ code: 0, err: "" });
    expect([...readRun(at("free")).events()].filter(({ type }) => type === "model-asked")).toEqual([]);
  });

  test("that a runner has not been given cannot be paid for later", async () => {
    const words = run("--run-dir", "poor", "--budget-time", "1h", "--budget-usd", "0", "--detach");
    expect(await ended(folder, words, env)).toMatchObject({ code: 0, err: "" });
    const set = (...setting: string[]) => ended(folder, ["ctl", "set", ...setting, "--run", "./poor"]);
    expect(await set("budget-usd", "1")).toMatchObject({ code: 2, err: expect.stringContaining("without a key") });
    expect(await set("budget-tokens", "0")).toMatchObject({ code: 0 });
    expect((await ended(folder, ["ctl", "stop", "--run", "./poor"])).code).toBe(0);
    await until(() => runnerOf(at("poor")) === undefined, "it ends");
    expect([...readRun(at("poor")).events()].filter(({ type }) => type === "model-asked")).toEqual([]);
  });

  test("that is missing when a run goes on is asked for, or the run goes on without models", async () => {
    const before = stub.stats().requests;
    const more = ["--budget-generations", "6"];
    const refused = await ended(folder, ["resume", "./free", ...more, "--budget-usd", "1"], env);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/no key[^]*ANTHROPIC_API_KEY[^]*--llm-key-file[^]*--budget-usd 0/);
    expect(await ended(folder, ["resume", "./free", ...more, "--budget-usd", "0"], env)).toMatchObject({ code: 0 });
    expect(stub.stats().requests).toBe(before);
  });
});

/** Files of the folder that hold a text. */
function holding(text: string): string[] {
  const { stdout } = spawnSync("grep", ["-rlF", "--", text, folder], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "");
}

/** Looks into the environments and command lines of the processes below one, or of that too, until it is stopped. */
function watchFamily(root: number, which: "below" | "with"): { stop(): number; texts(): string[] } {
  const seen = new Map<number, string>();
  const timer = setInterval(() => {
    for (const pid of [...descendantsOf(root), ...(which === "with" ? [root] : [])]) {
      const text = `${readOr(`/proc/${pid}/environ`)}${readOr(`/proc/${pid}/cmdline`)}`;
      // The latest counts: before its own begins, a new process shows that of the one that starts it.
      if (text !== "") seen.set(pid, text);
    }
  }, 100);
  return {
    stop() {
      clearInterval(timer);
      return seen.size;
    },
    texts: () => [...seen.values()],
  };
}

function descendantsOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readOr(`/proc/${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
