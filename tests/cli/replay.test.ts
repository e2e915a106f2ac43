import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStub } from "../../src/llm/stub/stub.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { ended } from "../runner/detached.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-replay-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small = "--jobs 2 --display none --set population=30 --set births=30".split(" ");

/** Replays a run where there is neither a key nor anybody to ask. */
const replay = (run: string, ...words: string[]): ReturnType<typeof ended> =>
  ended(folder, ["replay", run, ...words], {
    ANTHROPIC_API_KEY: undefined,
    ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
  });

describe("a run that is replayed", () => {
  test("is the same again, however often it ended by its time or another limit and went on", async () => {
    await ended(folder, ["run", "symbolic-regression", ...small, "--run-dir", "on", "--budget-time", "0.3s"]);
    await ended(folder, ["resume", "./on", "--display", "none", "--budget-generations", "12", "--budget-time", "1h"]);
    await ended(folder, ["resume", "./on", "--display", "none", "--budget-generations", "14"]);
    const { hash, events } = readRun(join(folder, "on")).hash();
    const { code, out, err } = await replay("./on", "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out).data).toEqual({ run: "on", identical: true, hash, events });
    expect([...readRun(join(folder, "on")).events()].filter(({ type }) => type === "budget-changed")).toHaveLength(2);
  });

  test("says where it differs from its log", async () => {
    await ended(folder, ["run", "symbolic-regression", ...small, "--run-dir", "forged", "--budget-generations", "3"]);
    const log = join(folder, "forged", "events.jsonl");
    const lines = readFileSync(log, "utf8").split("\n");
    const at = lines.findIndex((line) => line.includes('"parents":[') && !line.includes('"parents":[]'));
    lines[at] = lines[at]!.replace(/"parents":\[\d+/, '"parents":[999');
    writeFileSync(log, lines.join("\n"));
    const { code, out } = await replay("./forged");
    expect(code).toBe(1);
    expect(out).toContain(`does NOT do the same again, from event ${at} on`);
    expect(out).toContain('"parents":[999');
  });

  test("needs neither a key nor a model, and pays nothing", async () => {
    const stub = await createStub({ faults: { malformed: 0.2, "bad-edit": 0.2, refusal: 0.1 } });
    const env = { ANTHROPIC_BASE_URL: stub.url, ANTHROPIC_API_KEY: "stub" };
    const words = [
      "--llm",
      "claude-haiku-4-5,claude-opus-5-5",
      "--set",
      "llm.births=4",
      "--set",
      "llm.lessonsEvery=60",
    ];
    const limits = ["--budget-generations", "8", "--budget-usd", "0.15"];
    const run = ["run", "symbolic-regression", ...small, ...words, ...limits, "--run-dir", "asked"];
    expect(await ended(folder, run, env)).toMatchObject({ code: 0, err: "" });
    const { paid, distinct } = stub.stats();
    await stub.close();
    expect(paid).toBe(distinct);
    const calls = [...readRun(join(folder, "asked")).events()].filter(({ type }) => type === "model-asked");
    expect(calls.length).toBeGreaterThan(10);
    expect(await replay("./asked")).toMatchObject({ code: 0, err: "", out: expect.stringContaining("the same again") });
  });
});
