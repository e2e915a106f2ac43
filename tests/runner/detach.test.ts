import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { exampleFiles } from "../../src/cli/example.ts";
import { runnerLog, startRunner } from "../../src/runner/detach.ts";
import { readControl } from "../../src/store/control-log.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { call, callOnTerminal, ended, logSize, runnerOf, until, watch } from "./detached.ts";

const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
if (!hasScript) console.warn("SKIPPED: no `script` on this machine, so starting from a terminal is not tested");

const campaign = "symbolic-regression --jobs 1 --set population=40 --set births=40 --budget-generations 150";
const run = (...words: string[]): string[] => ["run", ...campaign.split(" "), ...words];
const forever = ["run", "symbolic-regression", "--jobs", "1", "--budget-time", "1h"];

let folder: string;
let straight: { readonly hash: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-detach-"));
  await ended(folder, run("--run-dir", "straight", "--display", "none"));
  straight = readRun(join(folder, "straight")).hash();
});

const at = (name: string): string => join(folder, name);

/** No test leaves a runner behind. */
afterEach(() => {
  for (const name of ["away", "held", "killed", "hup", "ci", "steered", "away2", "screen"]) {
    const pid = runnerOf(at(name));
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a campaign that is detached", () => {
  test("runs on when its launcher has ended, and leaves the log of one that nobody detached", async () => {
    const { code, out, err } = await ended(folder, run("--run-dir", "away", "--detach"));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^away runs in process (\d+), in .*away\n {2}watch {4}lamarck attach \.\/away\n/);
    expect(runnerOf(at("away"))).toBe(Number(/process (\d+)/.exec(out)![1]));
    const viewer = await ended(folder, ["attach", "./away"]);
    expect(viewer).toMatchObject({ code: 0, err: "" });
    expect(viewer.out).toContain("ended: the generations of its budget are done");
    await until(() => runnerOf(at("away")) === undefined, "the runner ends");
    expect(readRun(at("away")).hash()).toEqual(straight);
    expect(readFileSync(runnerLog(at("away")), "utf8").split("\n")[0]).toContain("#away seed 1");
  });

  test("is refused while somebody runs it, and says who; for scripts, in JSON", async () => {
    const first = await ended(folder, [...forever, "--run-dir", "held", "--detach", "--display", "json"]);
    const launch = JSON.parse(first.out);
    expect(launch).toMatchObject({ event: "launch", run: "held", pid: runnerOf(at("held")) });
    expect(existsSync(launch.control.socket)).toBe(true);
    const second = await ended(folder, ["resume", "./held", "--detach"]);
    expect(second).toMatchObject({ code: 5, out: "" });
    expect(second.err).toContain(`in use by process ${launch.pid}`);
    expect((await ended(folder, ["ctl", "stop", "--run", "./held"])).code).toBe(0);
    await until(() => !existsSync(launch.control.socket) && runnerOf(at("held")) === undefined, "it ends");
    expect(readRun(at("held")).manifest.state).toBe("stopped");
  });

  test("that cannot begin says why, exits as it would in the foreground, and leaves no folder", async () => {
    const text = exampleFiles["scenario.ts"]!.replace("let room = 100;", 'let room = 100; throw new Error("no luck");');
    expect(text).toContain("no luck");
    writeFileSync(at("throwing.ts"), text);
    const { code, out, err } = await ended(folder, ["run", "throwing.ts", "--detach", "--run-dir", "deep/er"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/failed on the case `train-0` with .*no luck/);
    expect(existsSync(at("deep"))).toBe(false);
  });

  test("that does not begin in time is ended, and that is said", async () => {
    const words = ["-e", "console.error('thinking'); setInterval(() => {}, 1000)"];
    const { signal } = new AbortController();
    const options = { folder: at("slow"), words, cwd: folder, env: process.env, signal, launchMsMax: 500 };
    await expect(startRunner(options)).rejects.toThrow(/did not start within 0\.5 s: thinking/);
    expect(existsSync(at("slow"))).toBe(false);
  });
});

describe("a secret", () => {
  test("is handed to the process that is started alone, which finds nothing where there is none", async () => {
    const detach = resolve("dist/src/runner/detach.js");
    const script = `import { announceLaunch, handedSecret } from ${JSON.stringify(detach)};
      announceLaunch({ event: "launch", pid: process.pid, run: String(handedSecret()), folder: "", socket: "" });`;
    const { signal } = new AbortController();
    const options = { words: ["--input-type=module", "-e", script], cwd: folder, env: process.env, signal };
    for (const secret of ["between us", "x".repeat(100_000), undefined]) {
      const started = await startRunner({ ...options, folder: at("secret"), secret });
      expect(started).toMatchObject({ launched: { run: String(secret) } });
      expect("exited" in started && (await started.exited)).toBe(0);
    }
    expect(readFileSync(runnerLog(at("secret")), "utf8")).toBe("");
  });
});

describe("a runner", () => {
  test("that is killed is missed by its viewers, who say what to do; resumed, it leaves the same log", async () => {
    await ended(folder, run("--run-dir", "killed", "--detach"));
    const viewer = call(folder, ["attach", "./killed"]);
    const deaf = call(folder, ["attach", "./killed", "--display", "json"]);
    deaf.child.stdout!.pause();
    const before = logSize(at("killed"));
    await until(() => logSize(at("killed")) > before, "the log grows");
    deaf.child.kill("SIGKILL");
    process.kill(runnerOf(at("killed"))!, "SIGKILL");
    expect(await viewer.code).toBe(0);
    expect(viewer.out()).toMatch(/is interrupted: its process is gone, .*\n[^]*go on +lamarck resume \.\/killed/);
    expect((await ended(folder, ["status", "./killed"])).out).toContain("#killed  interrupted");
    expect((await ended(folder, ["ctl", "pause", "--run", "./killed"])).code).toBe(2);
    expect((await ended(folder, ["resume", "./killed", "--display", "none"])).code).toBe(0);
    expect(readRun(at("killed")).hash()).toEqual(straight);
  });

  test("that is paused, resized, watched and robbed of its sandboxes leaves the same log", async () => {
    await ended(folder, run("--run-dir", "steered", "--detach"));
    const one = watch(at("steered"));
    const two = watch(at("steered"));
    const ask = (verb: string, ...args: string[]) => one.send({ verb, args, author: "jo@host", reason: "a test" });
    expect(await ask("pause")).toMatchObject({ ok: true, changed: true });
    await until(() => two.lives.at(-1)?.phase === "paused", "it is paused");
    const { births, elapsedMs } = two.lives.at(-1)!;
    expect((await ended(folder, ["status", "./steered"])).out).toContain("#steered  paused");
    expect(await ask("set", "jobs", "2")).toMatchObject({ ok: true, text: "jobs 2 from the next batch on (was 1)" });
    expect(await ask("note", "half", "time")).toMatchObject({ ok: true });
    expect(await ask("set", "jobs", "none")).toMatchObject({ ok: false });
    expect(await ask("dance")).toMatchObject({ ok: false });
    expect(two.lives.at(-1)).toMatchObject({ births, elapsedMs, flying: expect.any(Number) });
    expect(await ask("resume")).toMatchObject({ ok: true, changed: true });
    await until(() => two.lives.at(-1)!.births > births && two.lives.at(-1)!.jobs === 2, "it goes on with two lanes");
    for (const { pid } of two.lives.at(-1)!.lanes) if (pid > 0) process.kill(-pid, "SIGKILL");
    await until(() => runnerOf(at("steered")) === undefined, "it ends");
    expect(readRun(at("steered")).hash()).toEqual(straight);
    const records = readControl(at("steered"), 100);
    expect(records.map(({ verb, ok }) => [verb, ok])).toEqual([
      ["pause", true],
      ["set", true],
      ["note", true],
      ["set", false],
      ["dance", false],
      ["resume", true],
    ]);
    expect(records[0]).toMatchObject({ author: "jo@host", reason: "a test" });
    expect(two.notices.map(({ text }) => text)).toEqual(records.map(({ text }) => text));
    for (const viewer of [one, two]) viewer.close();
  });

  test("that is told to stop in a pause does so, and goes on later as if nothing had been", async () => {
    await ended(folder, run("--run-dir", "away2", "--detach"));
    expect((await ended(folder, ["ctl", "pause", "--run", "./away2"])).code).toBe(0);
    const one = watch(at("away2"));
    await until(() => one.lives.at(-1)?.phase === "paused", "it is paused");
    expect((await ended(folder, ["ctl", "stop", "--run", "./away2", "--reason", "enough"])).code).toBe(0);
    await until(() => runnerOf(at("away2")) === undefined, "it ends");
    one.close();
    expect(one.notices.at(-1)).toMatchObject({ reason: "enough", text: expect.stringContaining("stopping") });
    expect(readRun(at("away2")).manifest.state).toBe("stopped");
    expect((await ended(folder, ["resume", "./away2", "--display", "none"])).code).toBe(0);
    expect(readRun(at("away2")).hash()).toEqual(straight);
  });

  test("under a budget that was set while it ran, writes that down and ends by it", async () => {
    await ended(folder, [...forever, "--run-dir", "held", "--detach"]);
    const answer = await ended(folder, ["ctl", "set", "budget-generations", "3", "--run", "./held", "--json"]);
    expect(JSON.parse(answer.out)).toMatchObject({ schema: "lamarck/ctl@1", data: { ok: true, changed: true } });
    await until(() => runnerOf(at("held")) === undefined, "it ends");
    const events = [...readRun(at("held")).events()];
    const changed = events.findIndex(({ type }) => type === "budget-changed");
    expect(events[changed]).toEqual({ type: "budget-changed", budget: { seconds: 3600, generations: 3 } });
    expect(["campaign-started", "generation-finished", "campaign-finished"]).toContain(events[changed - 1]!.type);
    expect(events.at(-1)).toMatchObject({ type: "campaign-finished", reason: "generations" });
  });
});

describe.skipIf(!hasScript)("on a terminal", () => {
  test("a campaign outlives the terminal that it was started on", async () => {
    const { child } = callOnTerminal(folder, run("--run-dir", "hup"));
    await until(() => runnerOf(at("hup")) !== undefined && logSize(at("hup")) > 0, "it runs");
    child.kill("SIGKILL");
    expect(await ended(folder, ["attach", "./hup"])).toMatchObject({ code: 0 });
    expect(readRun(at("hup")).hash()).toEqual(straight);
  });

  test("a campaign is shown, left alone with `d`, and watched again; Ctrl-C there leaves it alone too", async () => {
    const launcher = callOnTerminal(folder, [...forever, "--run-dir", "screen"]);
    await until(() => launcher.out().includes("RUN"), "the screen shows that it runs");
    launcher.child.stdin!.write("d");
    expect(await launcher.code).toBe(0);
    expect(launcher.out()).toMatch(/#screen runs on [^]*lamarck attach \.\/screen/);
    const viewer = callOnTerminal(folder, ["attach", "./screen", "--read-only"]);
    await until(() => viewer.out().includes("RUN"), "the screen shows that it runs");
    viewer.child.stdin!.write("\u0003");
    expect(await viewer.code).toBe(0);
    expect(viewer.out()).toContain("#screen runs on");
    expect((await ended(folder, ["ctl", "kill", "--run", "./screen"])).code).toBe(0);
    await until(() => runnerOf(at("screen")) === undefined, "it ends");
  });

  test("a campaign that fails its assertion says so when its screen is left, with its exit code", async () => {
    const words = ["--run-dir", "unmet", "--budget-generations", "1", "--assert", "best<=-1"];
    const launcher = callOnTerminal(folder, run(...words));
    await until(() => launcher.out().includes("FINISHED"), "the screen shows that it is over", launcher.out);
    launcher.child.stdin!.write("q");
    expect(await launcher.code).toBe(3);
    expect(launcher.out()).toContain("--assert best<=-1 does not hold");
  });

  test.each([
    ["CI", { CI: "1" }],
    ["a terminal that can do nothing", { TERM: "dumb" }],
    ["an agent", { CLAUDECODE: "1" }],
    ["a wish for lines", { LAMARCK_DISPLAY: "plain" }],
  ])("%s gets lines without escape codes, from a campaign in the same process", async (_, env) => {
    rmSync(at("ci"), { recursive: true, force: true });
    const words = [...run("--run-dir", "ci"), "--budget-generations", "2"];
    const { out, code } = callOnTerminal(folder, words, env);
    expect(await code).toBe(0);
    expect(out()).toContain("lamarck show ./ci champion");
    expect(out()).not.toContain("\u001b");
    expect(existsSync(runnerLog(at("ci")))).toBe(false);
  });
});
