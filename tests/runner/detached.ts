import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectControl, type ControlClient } from "../../src/runner/control-client.ts";
import { lockHolder } from "../../src/store/lock.ts";
import type { Live, Notice } from "../../src/view/live.ts";

const program = fileURLToPath(new URL("../../bin/lamarck.js", import.meta.url));

/** A call of the command line, and what came of it. */
export interface Call {
  readonly child: ChildProcess;
  out(): string;
  err(): string;
  readonly code: Promise<number | null>;
}

/** Calls the built command line in a process of its own, without a terminal. */
export function call(cwd: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): Call {
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, out: () => out, err: () => err, code };
}

/** Calls it on a terminal that util-linux's `script` makes. */
export function callOnTerminal(cwd: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): Call {
  const line = [process.execPath, program, ...words].map((word) => `'${word}'`).join(" ");
  const { CI: _, ...rest } = process.env;
  const child = spawn("script", ["-qec", `stty rows 24 cols 80; exec ${line}`, "/dev/null"], {
    cwd,
    env: { ...rest, TERM: "xterm-256color", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, out: () => out, err: () => "", code };
}

/** Calls it and waits for its end. */
export async function ended(
  cwd: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const { out, err, code } = call(cwd, words, env);
  return { code: await code, out: out(), err: err() };
}

/** Waits until something holds, for half a minute at most; where it never does, what was shown last is told. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  shown: () => string = () => "",
): Promise<void> {
  for (let tries = 0; tries < 1500; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`it never came to pass: ${what}${shown().slice(-4000)}`);
}

/** The process that runs a run; undefined where nobody does. */
export function runnerOf(folder: string): number | undefined {
  return lockHolder(join(folder, "lock"))?.pid;
}

/** How many bytes a run's log has. */
export function logSize(folder: string): number {
  try {
    return readFileSync(join(folder, "events.jsonl")).length;
  } catch {
    return 0;
  }
}

/** A viewer of a run that keeps all it is told. */
export function watch(folder: string): ControlClient & { readonly lives: Live[]; readonly notices: Notice[] } {
  const lives: Live[] = [];
  const notices: Notice[] = [];
  const client = connectControl({
    address: () => lockHolder(join(folder, "lock"))?.socket,
    retryMs: 20,
    listener: {
      snapshot(live, all) {
        lives.push(live);
        notices.splice(0, Infinity, ...all);
      },
      tick: (live) => void lives.push(live),
      notice: (notice) => void notices.push(notice),
      lost: () => {},
    },
  });
  return { ...client, lives, notices };
}
