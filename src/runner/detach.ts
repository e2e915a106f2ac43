import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { messageOf, WorldError } from "../std/errors.ts";

/** What a runner says once it holds the lock and listens for viewers. */
export interface Launched {
  readonly event: "launch";
  readonly pid: number;
  readonly run: string;
  readonly folder: string;
  readonly socket: string;
}

/** How starting a runner went; there is no third way. */
export type Start =
  /** It runs, on its own; `exited` resolves to its exit code, if this process is still there then; `said` is its output. */
  | { readonly launched: Launched; readonly exited: Promise<number>; said(): string }
  /** It ended with this exit code, and this is what it said. */
  | { readonly refused: number; readonly text: string };

/** What a runner is started with. */
export interface RunnerOptions {
  readonly folder: string;
  /** The words after `node`: the program, then those of the command line. */
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What only the runner may know: it gets it through a pipe, which no list of processes shows. */
  readonly secret?: string | undefined;
  /** Ends the start: the process that does not run yet is killed. */
  readonly signal: AbortSignal;
  /** How long it may take to launch, in milliseconds. */
  readonly launchMsMax?: number;
}

/** Tells a process that it is the runner, and of which folder. */
const runnerVariable = "LAMARCK_RUNNER";
const launchFile = 3;
const launchMs = 90_000;
const quotedBytesMax = 16_384;

/** The file that a detached runner's output goes to. */
export const runnerLog = (folder: string): string => join(folder, "runner.log");

/** The folder of the run that this process was started to run, where it is a detached runner. */
export function runnerFolder(env: RunnerOptions["env"]): string | undefined {
  return env[runnerVariable];
}

/** The secret that the process that started this runner has handed it, if any; to be asked for once. */
export function handedSecret(): string | undefined {
  const text = readFileSync(0, "utf8");
  return text === "" ? undefined : text;
}

/** Says that the run is under way to the process that started this one, whether or not it is still there. */
export function announceLaunch(launched: Launched): void {
  try {
    writeSync(launchFile, `${JSON.stringify(launched)}\n`);
    closeSync(launchFile);
  } catch {
    // Nobody waits any more; the run goes on.
  }
}

/** Starts a runner in a session of its own, and waits until it runs or says why not. Throws `WorldError`. */
export async function startRunner(options: RunnerOptions): Promise<Start> {
  const { folder, signal, launchMsMax = launchMs } = options;
  const made = makeFolder(folder);
  const log = openSync(runnerLog(folder), "a");
  const begin = fstatSync(log).size;
  const child = spawnRunner(options, log);
  closeSync(log);
  const exited = exitOf(child);
  const launched = await firstLine(child, exited, AbortSignal.any([signal, AbortSignal.timeout(launchMsMax)]));
  if (launched !== undefined) {
    child.unref();
    return { launched, exited, said: () => textFrom(runnerLog(folder), begin) };
  }
  const isLate = !signal.aborted && child.exitCode === null;
  killSession(child);
  const code = await exited;
  const said = textFrom(runnerLog(folder), begin);
  if (made !== undefined) removeFolder(folder, made);
  if (!isLate) return { refused: code, text: said };
  throw new WorldError(
    "not-launched",
    `The runner did not start within ${launchMsMax / 1000} s${said === "" ? "" : `: ${said.trim().slice(-500)}`}`,
    "It was ended. Try `lamarck run --foreground`, which shows what it does.",
  );
}

/** Makes the folder; returns the topmost one that was not there before. */
function makeFolder(folder: string): string | undefined {
  try {
    return mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new WorldError(
      "disk",
      `Cannot write ${folder}: ${messageOf(error)}`,
      "Choose another place with `--run-dir`, or change the permissions.",
      { cause: error },
    );
  }
}

/** Takes away what the start of a run that never was has left: folders only where they are empty. */
function removeFolder(folder: string, made: string): void {
  rmSync(runnerLog(folder), { force: true });
  try {
    for (let path = folder; path.startsWith(made); path = join(path, "..")) rmdirSync(path);
  } catch {
    // Something is in it: it stays.
  }
}

function spawnRunner({ folder, words, cwd, env, secret }: RunnerOptions, log: number): ChildProcess {
  const flags = process.execArgv.filter((flag) => !flag.startsWith("--inspect"));
  const child = spawn(process.execPath, [...flags, ...words], {
    cwd,
    detached: true,
    windowsHide: true,
    env: { ...env, [runnerVariable]: folder, NODE_ENV: "production" },
    stdio: [secret === undefined ? "ignore" : "pipe", log, log, "pipe"],
  });
  // Where it ends before it has read that, its exit says so.
  child.stdin?.on("error", () => {});
  child.stdin?.end(secret);
  return child;
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 137));
  });
}

/** The launch that the child tells of; undefined where it ends without, or the signal comes first. */
async function firstLine(
  child: ChildProcess,
  exited: Promise<number>,
  signal: AbortSignal,
): Promise<Launched | undefined> {
  const pipe = child.stdio[launchFile] as Readable;
  const line = new Promise<Launched | undefined>((resolve) => {
    let text = "";
    // When it ends, that is said below.
    pipe.on("error", () => {});
    pipe.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(launchIn(text));
    });
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
    exited.then(() => resolve(undefined)).catch(() => {});
  });
  const launched = await line;
  pipe.destroy();
  return launched;
}

function launchIn(text: string): Launched | undefined {
  try {
    const value = JSON.parse(text) as Launched;
    return value.event === "launch" ? value : undefined;
  } catch {
    return undefined;
  }
}

function killSession(child: ChildProcess): void {
  if (child.exitCode !== null || child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

/** What was added to a file from this byte on, its end where it is long. */
function textFrom(path: string, begin: number): string {
  try {
    return readFileSync(path).subarray(begin).subarray(-quotedBytesMax).toString();
  } catch {
    return "";
  }
}
