// oxlint-disable no-control-regex -- what is written to a terminal is looked at as it is
import { setTimeout as delay } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { Size } from "../../src/text/row.ts";
import { widthOf } from "../../src/text/width.ts";
import { runTui, type TuiOptions } from "../../src/tui/run.ts";
import { row } from "../../src/text/row.ts";
import type { Model } from "../../src/view/model.ts";
import { hostileModelOf, modelOf } from "./models.ts";
import { sampleScreens } from "./sample-screen.ts";
import { memorySession } from "./session.ts";
import { checkSession } from "./session-contract.ts";
import { openTerminal } from "./terminal.ts";

let live: Model;
let finished: Model;
beforeAll(async () => {
  live = await modelOf("islands", "running");
  finished = await modelOf("islands", "finished");
});

const env = { TERM: "xterm-256color", LANG: "en_US.UTF-8" };
const usual: Size = { columns: 80, rows: 24 };

function open(model: Model, changes: Partial<TuiOptions> = {}, size = usual) {
  const terminal = openTerminal(size);
  const session = memorySession(model);
  const options = { role: "owner", display: "full", env, screens: sampleScreens, ...terminal.streams } as const;
  return { terminal, session, left: runTui(session, { ...options, ...changes }) };
}

describe("a terminal that watches a run", () => {
  test("shows it on the alternate screen, hears keys, and is as before when it is left", async () => {
    const { terminal, session, left } = open(live);
    const lines = await terminal.shows("matching #r7q2");
    expect(lines[1]).toContain("[1 over]");
    expect(await terminal.isAlternate()).toBe(true);
    terminal.type("2");
    await terminal.shows("[2 popu]");
    terminal.type("q");
    await terminal.shows("Leave this campaign?");
    terminal.type("d");
    expect(await left).toBe("detach");
    expect(await terminal.isAlternate()).toBe(false);
    expect((await terminal.screen()).join("").trim()).toBe("");
    expect(terminal.written()).not.toContain("\u001b[3J");
    expect(terminal.written().lastIndexOf("\u001b[?25h")).toBeGreaterThan(
      terminal.written().lastIndexOf("\u001b[?25l"),
    );
    expect(terminal.written().lastIndexOf("\u001b[?7h")).toBeGreaterThan(terminal.written().lastIndexOf("\u001b[?7l"));
    expect(terminal.streams.stdin.isRaw).toBe(false);
    expect(session.isClosed()).toBe(true);
  });

  test("tells keys apart that were typed so fast that they came as one", async () => {
    const { terminal, left } = open(live);
    await terminal.shows("> #0");
    terminal.type("jjjj\u001b[A\u001b[Bj");
    await terminal.shows("> #5");
    terminal.type("/id=4\r");
    await terminal.shows("filter id=4");
    terminal.type("\u001b[200~q\u001b[201~d");
    expect(await left).toBe("detach");
  });

  test("follows its size: to 20 by 5 and back, and leaves nothing behind", async () => {
    const { terminal, left } = open(live);
    const before = await terminal.shows("> #0");
    terminal.resize({ columns: 20, rows: 5 });
    const tiny = await terminal.shows(/^run\s+r7q2/);
    expect(tiny.length).toBe(5);
    for (const line of tiny) expect(widthOf(line)).toBeLessThanOrEqual(20);
    terminal.resize({ columns: 160, rows: 48 });
    await terminal.shows("[1 Overview]");
    terminal.resize(usual);
    await terminal.shows("[1 over]");
    await delay(300);
    const clockless = (lines: readonly string[]) => lines.map((line) => line.replace(/\d:\d\d:\d\d/, ""));
    expect(clockless(await terminal.screen())).toEqual(clockless(before));
    terminal.type("d");
    await left;
    expect(terminal.written()).not.toContain("\u001b[3J");
  });

  test("shows what the run does, and drops frames instead of queueing them while the line is slow", async () => {
    const { terminal, session, left } = open(live);
    await terminal.shows("> #0");
    terminal.hold(true);
    const held = terminal.written().length;
    for (let i = 0; i < 40; i++) {
      session.happen((model) => ({ ...model, live: { ...model.live!, elapsedMs: model.live!.elapsedMs + 60_000 } }));
      terminal.type("j");
      await delay(10);
    }
    expect(terminal.written().length - held).toBeLessThan(10_000);
    terminal.hold(false);
    await terminal.shows(/0:4\d:\d\d/);
    await terminal.shows("> #9");
    terminal.type("d");
    await left;
  });

  test("sends commands, says what came of them, and leaves when the campaign has stopped", async () => {
    const { terminal, session, left } = open(live);
    await terminal.shows("> #0");
    terminal.type(" ");
    await terminal.shows("PAUSED");
    terminal.type(":set jobs 3\r");
    await terminal.shows("done");
    terminal.type("qs");
    expect(await left).toBe("stop");
    expect(session.sent).toEqual([["pause"], ["set", "jobs", "3"], ["stop"]]);
  });

  test("asks on Ctrl-C, and stops the campaign well on the second", async () => {
    const { terminal, session, left } = open(live);
    await terminal.shows("> #0");
    terminal.type("\u0003");
    await terminal.shows("Leave this campaign?");
    terminal.type("\u0003");
    expect(await left).toBe("stop");
    expect(session.sent).toEqual([["stop"]]);
  });

  test("says what a runner refuses, and stays", async () => {
    const { terminal, session, left } = open(live);
    await terminal.shows("> #0");
    session.happen((model) => ({ ...model, notices: [] }));
    session.send = async () => {
      throw new Error("budget-evals must be a whole number");
    };
    terminal.type(":set budget-evals many\r");
    await terminal.shows("budget-evals must be a whole number");
    terminal.type("qs");
    await delay(50);
    terminal.type("d");
    expect(await left).toBe("detach");
  });

  test("kills only after the runner was told", async () => {
    const { terminal, session, left } = open(live);
    await terminal.shows("> #0");
    terminal.type(":kill\ry");
    expect(await left).toBe("kill");
    expect(session.sent).toEqual([["kill"]]);
  });

  test("drops the question when the campaign ends by itself", async () => {
    const { terminal, session, left } = open(live);
    await terminal.shows("> #0");
    terminal.type("q");
    await terminal.shows("Leave this campaign?");
    session.happen((model) => ({ ...model, link: { state: "idle" }, live: undefined }));
    const lines = await terminal.shows("The campaign has ended meanwhile");
    expect(lines.join("\n")).not.toContain("Leave this campaign?");
    terminal.type("q");
    expect(await left).toBe("ended");
  });

  test("leaves a run that nobody runs without a question", async () => {
    const { terminal, left } = open(finished);
    await terminal.shows("FINISHED");
    terminal.type("q");
    expect(await left).toBe("ended");
  });

  test("copies to the clipboard on a key only, without anything that steers the terminal", async () => {
    const { terminal, left } = open(live);
    await terminal.shows("> #0");
    expect(terminal.written()).not.toContain("\u001b]52");
    terminal.type("c");
    await terminal.shows("copied: lamarck show");
    const copied = /\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/.exec(terminal.written())?.[1];
    expect(Buffer.from(copied!, "base64").toString()).toBe("lamarck show r7q2 0[31m");
    terminal.type("d");
    await left;
  });

  test("draws everything again on Ctrl-L", async () => {
    const { terminal, left } = open(live);
    const before = await terminal.shows("> #0");
    terminal.streams.stdout.write("\u001b[5;5Hrubbish that another program wrote");
    terminal.type("\u000c");
    await terminal.shows(/^(?![^]*rubbish)[^]*> #0/);
    expect((await terminal.screen())[5]).toBe(before[5]);
    terminal.type("d");
    await left;
  });

  test("is left in order when a screen breaks, and the reason is for the normal screen", async () => {
    const broken = {
      ...sampleScreens[1]!,
      render: () => {
        throw new Error("a screen that breaks");
      },
    };
    const { terminal, session, left } = open(live, { screens: sampleScreens.with(1, broken) });
    await terminal.shows("> #0");
    terminal.type("2");
    await expect(left).rejects.toThrow("a screen that breaks");
    expect(await terminal.isAlternate()).toBe(false);
    expect(terminal.streams.stdin.isRaw).toBe(false);
    expect(session.isClosed()).toBe(true);
  });

  test("is let go when the terminal is closed", async () => {
    const { terminal, left } = open(live);
    await terminal.shows("> #0");
    terminal.streams.stdin.push(null);
    expect(await left).toBe("detach");
  });

  test("shows colours only where they are wanted, and nothing but ASCII where it must be", async () => {
    const { terminal, left } = open(live, { env: { ...env, NO_COLOR: "1", LAMARCK_ASCII: "1" } });
    await terminal.shows("> #0");
    terminal.type("d");
    await left;
    expect(terminal.written()).not.toMatch(/\u001b\[[\d;]*3\dm/);
    expect(terminal.written()).toMatch(/^[\u0000-\u007f]*$/);
  });

  test("is not steered by what evolved", async () => {
    const text = "\u001b[2J\u001b]0;title\u0007\u009b31m\u202e漢字\r\n";
    const hostile = { ...sampleScreens[0]!, render: () => [row(text), row("漢".repeat(200)), row("below")] };
    const { terminal, left } = open(await hostileModelOf("islands", "running"), {
      screens: sampleScreens.with(0, hostile),
    });
    const lines = await terminal.shows("below");
    expect(lines[3]).toContain("[2J]0;title31m漢字");
    expect(lines[4]?.startsWith("漢漢漢")).toBe(true);
    expect(lines[5]).toBe("below");
    terminal.type("d");
    await left;
    expect(terminal.written()).not.toContain("\u001b]0;");
    expect(terminal.written()).not.toContain("\u001b[2J");
  });
});

describe("the short block", () => {
  test("stays under what is told, keeps what was printed, and leaves on q", async () => {
    const { terminal, session, left } = open(live, { display: "inline" });
    await terminal.shows("matching #r7q2");
    expect(await terminal.isAlternate()).toBe(false);
    session.happen((model) => ({
      ...model,
      notices: [
        ...model.notices,
        { seq: 9, t: "2026-07-01T09:40:00Z", level: "warn", text: "lane 2 was started again" },
      ],
    }));
    const lines = await terminal.shows("lane 2 was started again");
    const told = lines.findIndex((line) => line.includes("lane 2"));
    expect(lines.findIndex((line) => line.includes("matching"))).toBeGreaterThan(told);
    terminal.type("q");
    await terminal.shows("Leave this campaign?");
    terminal.type("d");
    expect(await left).toBe("detach");
    expect((await terminal.screen()).join("\n")).toContain("lane 2 was started again");
    expect(terminal.written()).not.toMatch(/\u001b\[(3J|\?1049h)/);
  });
});

describe("a display that needs a terminal", () => {
  test("says so where there is none", async () => {
    const terminal = openTerminal(usual);
    Object.assign(terminal.streams.stdin, { isTTY: false });
    const options = { role: "owner", display: "full", env, screens: sampleScreens, ...terminal.streams } as const;
    await expect(runTui(memorySession(live), options)).rejects.toThrow("needs a terminal for both");
    expect(terminal.written()).toBe("");
  });
});

describe("a session in memory", () => {
  test("keeps what every session keeps", async () => {
    await checkSession(memorySession(live));
    await checkSession(memorySession(finished));
  });
});
