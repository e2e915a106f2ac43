import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Terminal } from "@xterm/headless";
import { afterEach, describe, expect, test } from "vitest";

// With the variables that turn Ink and React into something else.
const env = { ...process.env, TERM: "xterm-256color", LANG: "C.UTF-8", CI: "1", DEV: "true", NODE_ENV: "development" };
const node = `${process.execPath} tests/tui/watch.ts`;
const hasScript = spawnSync("script", ["--version"]).status === 0;

let shell: ChildProcess | undefined;
afterEach(() => void shell?.kill("SIGKILL"));

/** A shell on a terminal of its own, with what its terminal shows. */
function openShell(command: string) {
  const xterm = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  let written = "";
  const child = spawn("script", ["-qefc", `stty cols 80 rows 24; ${command}`, "/dev/null"], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  shell = child;
  child.stdout.on("data", (chunk: Buffer) => {
    written += String(chunk);
    xterm.write(chunk);
  });
  const screen = async (): Promise<string> => {
    await new Promise<void>((done) => xterm.write("", done));
    const buffer = xterm.buffer.active;
    const lines = Array.from({ length: 24 }, (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? "");
    return lines.join("\n");
  };
  return {
    child,
    written: () => written,
    type: (keys: string) => void child.stdin.write(keys),
    isAlternate: () => xterm.buffer.active.type === "alternate",
    async shows(text: string): Promise<string> {
      for (let tries = 0; tries < 1000; tries++) {
        const shown = await screen();
        if (shown.includes(text)) return shown;
        await delay(20);
      }
      throw new Error(`The terminal never showed ${text}:\n${await screen()}`);
    },
  };
}

describe.skipIf(!hasScript)("a viewer in a process of its own", () => {
  test("is stopped by Ctrl-Z and comes back with fg, the terminal as it was in between", async () => {
    const terminal = openShell(`env PS1='ready ' bash --norc --noprofile -i`);
    await terminal.shows("ready");
    terminal.type(`${node}\n`);
    await terminal.shows("> #0");
    terminal.type("j\u001a");
    await terminal.shows("Stopped");
    expect(terminal.isAlternate()).toBe(false);
    terminal.type("echo $((6*7)) typed in the shell\n");
    await terminal.shows("42 typed in the shell");
    terminal.type("fg\n");
    await terminal.shows("> #1");
    expect(terminal.isAlternate()).toBe(true);
    terminal.type("d");
    await terminal.shows("left by detach");
  });

  test("goes on where no shell knows jobs", async () => {
    const terminal = openShell(`exec ${node}`);
    await terminal.shows("> #0");
    terminal.type("\u001a");
    await delay(100);
    terminal.type("j");
    await terminal.shows("> #1");
    terminal.type("d");
    await terminal.shows("left by detach");
    expect(terminal.written()).not.toContain("\u001b[3J");
  });

  test("prints what broke on the normal screen", async () => {
    const terminal = openShell(`exec ${node}`);
    await terminal.shows("> #0");
    terminal.type("!");
    await terminal.shows("left by Error: a defect");
    expect(terminal.isAlternate()).toBe(false);
  });

  test("prints on the normal screen even what nobody caught", async () => {
    const terminal = openShell(`exec ${node}`);
    await terminal.shows("> #0");
    terminal.type("@");
    await terminal.shows("nobody catches this");
    expect(terminal.isAlternate()).toBe(false);
  });

  test("detaches when its terminal is closed", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "lamarck-tui-")), "left");
    const terminal = openShell(`exec ${node} ${file}`);
    await terminal.shows("> #0");
    terminal.child.kill("SIGKILL");
    for (let tries = 0; tries < 500 && !existsSync(file); tries++) await delay(20);
    expect(readFileSync(file, "utf8")).toBe("detach");
  });
});
