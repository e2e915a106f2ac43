import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readlinkSync } from "node:fs";
import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { AgentCode, Configuration } from "../../src/sandbox/protocol.ts";
import { sandboxCommand } from "../../src/sandbox/sandbox-process.ts";
import type { Supervisor } from "../../src/sandbox/supervisor.ts";
import { createSupervisor } from "../../src/sandbox/supervisor.ts";
import { fakeChild } from "./fake-child.ts";
import { eventually, isRunning } from "./fixtures.ts";

const configuration: Configuration = {
  setup: {
    takes: ["number"],
    returns: "number",
    fuel: 100_000,
    answer: 1,
    cases: [{ instance: "7", key: [1, 2], seats: [0] }],
  },
  play: "(agents, instance) => agents[0](instance)",
  others: [],
  wallMs: 100,
  memoryMb: 32,
};
const echo: AgentCode = { kind: "confined", code: "function f(x) { return x; }" };
const linux = process.platform === "linux";

let supervisor: Supervisor;
afterEach(() => supervisor.close());

async function supervise(command: readonly string[]): Promise<Supervisor> {
  supervisor = createSupervisor(command);
  expect(await supervisor.configure(configuration)).toBeUndefined();
  return supervisor;
}

describe("the supervisor and a child that misbehaves", () => {
  test.each<[string, string, string, RegExp]>([
    ["a result for work that nobody asked for", "result(ids[0] + 9)", "protocol", /nobody asked for/],
    ["results out of order", "result(ids[1])", "protocol", /nobody asked for/],
    ["the same result twice", "result(ids[0]); result(ids[0])", "protocol", /nobody asked for/],
    ["a number that is not finite", "result(ids[0], [1, NaN])", "protocol", /nobody asked for/],
    ["a verdict that does not exist", "result(ids[0], [], 9)", "protocol", /nobody asked for/],
    ["a sign of life for unknown work", "say(2, word(ids[0] + 9))", "protocol", /unknown work/],
    ["the end before the work is done", "result(ids[0]); say(1)", "protocol", /before its work/],
    ["a kind of frame that does not exist", "say(77)", "protocol", /kind 77/],
    ["a frame without end", "fs.writeSync(4, Buffer.alloc(5, 255))", "protocol", /too large/],
    ["its end by an abort", "process.abort()", "memory", /SIGABRT|SIGTRAP/],
    ["its end by a signal", `process.kill(process.pid, "SIGSEGV"); wait()`, "crash", /SIGSEGV/],
    ["its end without a word", "process.exit(0)", "crash", /ended with 0/],
    ["silence", "say(2, word(ids[0])); wait()", "deadline", /did not answer within 850 ms/],
    ["a closed pipe", "say(2, word(ids[0])); fs.closeSync(4); wait()", "deadline", /did not answer/],
  ])("replaces it after %s", async (_, alone, cause, message) => {
    const misdeed = `if (ids.length > 1) { ${alone} } else { for (const id of ids) result(id); say(1) }`;
    const { alone: play, status } = await supervise(fakeChild({ alone: misdeed }));
    const { pid } = status();
    const { loss } = await play([echo, echo]);
    expect(loss).toMatchObject({ cause });
    expect(loss?.message).toMatch(message);
    expect(await eventually(() => !isRunning(pid))).toBe(true);
    const again = await play([echo]);
    expect([...again.results[0]!.numbers]).toEqual([1, 7]);
    expect(status()).toMatchObject({ restarts: 1 });
  });

  test.runIf(linux)("ends it when its memory grows beyond all measure", async () => {
    const { alone } = await supervise(fakeChild({ alone: "globalThis.kept = Buffer.alloc(6e8, 1); wait()" }));
    expect((await alone([echo])).loss).toMatchObject({ cause: "memory" });
  });

  test("keeps the results that came before the loss", async () => {
    const { alone } = await supervise(fakeChild({ alone: "result(ids[0]); result(ids[1]); process.exit(3)" }));
    const { results, loss } = await alone([echo, echo, echo]);
    expect(results).toHaveLength(2);
    expect(loss).toMatchObject({ cause: "crash" });
  });

  test("ends it when it speaks without being asked, and does not believe it", async () => {
    const chatter = "for (const id of ids) result(id); say(1); result(ids[0])";
    const { alone, status } = await supervise(fakeChild({ alone: chatter }));
    const { pid } = status();
    expect((await alone([echo])).loss).toBeUndefined();
    expect(await eventually(() => !isRunning(pid))).toBe(true);
    expect(status().pid).toBe(0);
    expect((await alone([echo])).results).toHaveLength(1);
  });

  test("lets it live when it says that something is broken", async () => {
    const { alone, status } = await supervise(fakeChild({ alone: `say(4, Buffer.from("no room"))` }));
    const { pid } = status();
    expect(await alone([echo])).toEqual({ results: [], loss: { cause: "broken", message: "no room" } });
    expect(status()).toEqual({ pid, restarts: 0 });
  });

  test("says why a child cannot be set up, after trying again where that may help", async () => {
    supervisor = createSupervisor(fakeChild({ configure: `say(4, Buffer.from("no such play"))` }));
    expect(await supervisor.configure(configuration)).toEqual({ cause: "broken", message: "no such play" });
    expect(supervisor.status().restarts).toBe(0);
    supervisor.close();
    supervisor = createSupervisor(fakeChild({ configure: "process.exit(1)" }));
    expect(await supervisor.configure(configuration)).toMatchObject({ cause: "crash" });
    expect(supervisor.status().restarts).toBe(2);
  });

  test("says so when the command does not exist", async () => {
    supervisor = createSupervisor(["/nowhere/node"]);
    expect(await supervisor.configure(configuration)).toMatchObject({ cause: "crash" });
  });
});

describe("the supervisor and the sandbox child", () => {
  test("plays programs, confined ones together and others alone", async () => {
    const { together, alone } = await supervise(sandboxCommand());
    const free: AgentCode = { kind: "free", code: "(function ($$f, $$x) { return (x) => [x][0] * 2; })" };
    const shared = await together([echo.code, "function (x) { return x + 1; }"]);
    expect(shared.results.map(({ numbers }) => [...numbers])).toEqual([
      [1, 7],
      [1, 8],
    ]);
    const single = await alone([free, echo]);
    expect(single.results.map(({ numbers }) => [...numbers])).toEqual([
      [1, 14],
      [1, 7],
    ]);
  });

  test("says that a play does not load before any program is blamed for it", async () => {
    supervisor = createSupervisor();
    const loss = await supervisor.configure({ ...configuration, play: "no.such.thing" });
    expect(loss).toMatchObject({ cause: "broken" });
    expect(loss?.message).toMatch(/not defined/);
  });

  test.runIf(linux)("ends a child that is held up from outside, and starts another", async () => {
    const { alone, status } = await supervise(sandboxCommand());
    const endless: AgentCode = { kind: "free", code: "(function () { return () => { for (;;); }; })" };
    const { pid } = status();
    setTimeout(() => process.kill(pid, "SIGSTOP"), 60);
    expect((await alone([endless])).loss).toMatchObject({ cause: "deadline" });
    expect((await alone([echo])).results).toHaveLength(1);
  });

  test.runIf(linux)("knows no secret, no folder and no way to more rights", async () => {
    process.env["LAMARCK_CANARY"] = "a secret";
    try {
      const { status } = await supervise(sandboxCommand());
      const { pid } = status();
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").filter(Boolean);
      expect(environment.toSorted()).toEqual(["LANG=C", "PATH=/usr/bin:/bin", "TZ=UTC"]);
      expect(readlinkSync(`/proc/${pid}/cwd`)).toBe("/");
      expect(readlinkSync(`/proc/${pid}/fd/0`)).toBe("/dev/null");
      expect(readFileSync(`/proc/${pid}/status`, "utf8")).toMatch(/NoNewPrivs:\s+1/);
      const limits = readFileSync(`/proc/${pid}/limits`, "utf8");
      expect(limits).toMatch(/Max file size\s+0\s/);
      expect(limits).toMatch(/Max core file size\s+0\s/);
      expect(limits).toMatch(/Max data size\s+4000000000\s/);
    } finally {
      delete process.env["LAMARCK_CANARY"];
    }
  });

  test("the child ends by itself when its pipe is gone", async () => {
    supervisor = createSupervisor();
    const [command, ...inputs] = sandboxCommand();
    const child = spawn(command!, inputs, { stdio: ["ignore", "ignore", "inherit", "pipe", "pipe"] });
    await sleep(300);
    expect(isRunning(child.pid!)).toBe(true);
    const ended = once(child, "exit");
    (child.stdio[3] as Writable).end();
    expect(await ended).toEqual([0, null]);
  });
});
