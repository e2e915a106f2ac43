import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const launcher = resolve("bin/lamarck.js");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-process-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Stop {
  readonly signal: NodeJS.Signals;
  /** Whether it is sent again as soon as the first one was heard. */
  readonly twice: boolean;
}

/** Runs the built command line in a process of its own, and stops it after its first generation. */
async function lamarck(words: readonly string[], stop?: Stop): Promise<Ended> {
  const child = spawn(process.execPath, [launcher, ...words], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  let sent = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    if (stop !== undefined && sent === 0 && out.includes(" gen 0")) sent += Number(child.kill(stop.signal));
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
    if (stop?.twice === true && sent === 1) sent += Number(child.kill(stop.signal));
  });
  return new Promise((done) => child.once("close", (code) => done({ code, out, err })));
}

/** A scenario like the example, with another text in the place of some of it. */
function variantOfExample(name: string, from: string, to: string): void {
  const text = readFileSync(join(folder, "my-scenario", "scenario.ts"), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(folder, name), text.replace(from, to));
}

const small = ["--budget-generations", "2", "--set", "population=20", "--set", "births=20", "--jobs", "1"];

describe("a user's own scenario", () => {
  beforeAll(async () => {
    await lamarck(["init"]);
  });

  test("as it is first written, runs and keeps its contract", async () => {
    const run = await lamarck(["run", "my-scenario/campaign.json", "--budget-generations", "2", "--jobs", "1"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain("dense");
    expect(await lamarck(["validate", "my-scenario/scenario.ts"])).toMatchObject({ code: 0, err: "" });
    expect((await lamarck(["init"])).code).toBe(2);
  });

  test("imports Lamarck by its name, wherever it lies", async () => {
    const use =
      'import { UserError } from "lamarck";\nif (UserError.name !== "UserError") throw new Error("another one");\n';
    variantOfExample("importing.ts", "import type {", `${use}import type {`);
    expect(await lamarck(["run", "importing.ts", ...small])).toMatchObject({ code: 0, err: "" });
  });

  test("is refused before anything is written when no agent can be evaluated in it", async () => {
    variantOfExample("throwing.ts", "let room = 100;", 'let room = 100; throw new Error("no luck");');
    const { code, out, err } = await lamarck(["run", "throwing.ts", "--run-dir", "throwing", ...small]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/failed on the case `train-0` with .*no luck.*throwing\.ts/);
    expect((await lamarck(["status", "./throwing"])).code).toBe(6);
  });

  test("whose play never ends is named", async () => {
    variantOfExample("endless.ts", "let room = 100;", "let room = 100; while (room > 0) room += 0;");
    const text = readFileSync(join(folder, "endless.ts"), "utf8").replace('split === "train" ? 20 : 50', "1");
    writeFileSync(join(folder, "endless.ts"), text);
    const { code, err } = await lamarck(["run", "endless.ts", ...small]);
    expect(code).toBe(2);
    expect(err).toMatch(/`play` never ends.*endless\.ts/);
  });

  test("that is not there or cannot be read is named", async () => {
    writeFileSync(join(folder, "broken.ts"), "export default {");
    const broken = await lamarck(["run", "broken.ts"]);
    expect(broken.code).toBe(2);
    expect(broken.err).toMatch(/cannot be loaded.*broken\.ts/);
    expect((await lamarck(["run", "nowhere.ts"])).err).toMatch(/no file .*nowhere\.ts/);
  });
});

describe("a campaign that is told to stop", () => {
  const forever = ["run", "symbolic-regression", "--budget-time", "1h", "--jobs", "1"];

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s exits with %i, and can go on", async (signal, code) => {
    const stopped = await lamarck([...forever, "--run-dir", signal], { signal, twice: false });
    expect(stopped).toMatchObject({ code });
    expect(stopped.err).toContain("Stopping");
    expect(stopped.err).not.toMatch(/\n\s+at /);
    const { state, generation } = JSON.parse((await lamarck(["status", `./${signal}`, "--json"])).out).data;
    expect({ state, generation: generation >= 0 }).toEqual({ state: "stopped", generation: true });
  });

  test("twice ends at once, and can go on all the same", async () => {
    const stopped = await lamarck([...forever, "--run-dir", "twice"], { signal: "SIGINT", twice: true });
    expect(stopped.code).toBe(130);
    const resumed = await lamarck(["resume", "./twice", "--budget-generations", "1", "--jobs", "1"]);
    expect(resumed).toMatchObject({ code: 0, err: "" });
    expect(resumed.out).toContain("goes on");
  });
});

test("output that nobody reads any more ends nothing with a stack", async () => {
  const child = spawn(process.execPath, [launcher, "schema", "spec"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise((done) => child.once("close", done));
  expect({ code, err }).toEqual({ code: 0, err: "" });
});
