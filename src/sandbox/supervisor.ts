import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { WorldError } from "../std/errors.ts";
import type { Configuration, AgentCode, Result } from "./protocol.ts";
import { createFrameReader, fromChild, jsonFrame, parseResult, toChild } from "./protocol.ts";

/** How a piece of work ended when it did not end with a result. */
export interface Loss {
  /** `broken`: the child said why and lives on; the others: it is gone. */
  readonly cause: "broken" | "deadline" | "memory" | "crash" | "protocol";
  readonly message: string;
}

/** Results in the order of the programs; those that came before a loss are kept. */
export interface Played {
  readonly results: readonly Result[];
  readonly loss?: Loss;
}

/** One sandbox child process, restarted when it dies. It does one piece of work at a time. */
export interface Supervisor {
  /** Tells the child the scenario and its cases. A loss here is the scenario's fault or the world's. */
  configure(configuration: Configuration): Promise<Loss | undefined>;
  /** Plays confined programs, many to a call. */
  together(codes: readonly string[]): Promise<Played>;
  /** Plays programs one after the other, each in a fresh isolate; a loss is the doing of the first without a result. */
  alone(agents: readonly AgentCode[]): Promise<Played>;
  status(): { readonly pid: number; readonly restarts: number };
  close(): void;
}

const graceMs = 750;
const startMs = 15_000;
const rssBytesMax = 400 * 1024 * 1024;
const rssBytesToRecycle = 250 * 1024 * 1024;
const programsToRecycle = 1000;
const pollMs = 10;
const flags = [
  "--no-node-snapshot",
  "--no-strip-types",
  "--random-seed=1",
  "--stack-size=1800",
  "--enable-experimental-regexp-engine-on-excessive-backtracks",
  "--regexp-backtracks-before-fallback=20000",
];
// The child is always the built file: isolated-vm and type stripping do not go together in one thread.
const childFile = fileURLToPath(new URL("../../dist/src/sandbox/child.js", rootUrl()));

/** The address of this folder, whether this runs from source or built. */
function rootUrl(): string {
  return import.meta.url.replace("/dist/src/", "/src/");
}

/** What is in flight: the frames that arrive for it go here. */
interface Work {
  readonly limitMs: number;
  readonly watchMemory: boolean;
  readonly results: Result[];
  readonly ids: readonly number[];
  end(loss: Loss | undefined): void;
}

interface Child {
  readonly process: ChildProcess;
  readonly input: Writable;
  errors: string;
  programs: number;
}

export function createSupervisor(): Supervisor {
  let child: Child | undefined;
  let configuration: Configuration | undefined;
  let work: Work | undefined;
  let timer: NodeJS.Timeout | undefined;
  let poll: NodeJS.Timeout | undefined;
  let restarts = -1;
  let nextId = 1;
  let failedStarts = 0;

  function finish(loss: Loss | undefined): void {
    clearTimeout(timer);
    clearInterval(poll);
    const ended = work;
    work = undefined;
    ended?.end(loss);
  }

  function lose(cause: Loss["cause"], message: string): void {
    kill();
    finish({ cause, message });
  }

  function kill(): void {
    const pid = child?.process.pid;
    child = undefined;
    if (pid === undefined) return;
    try {
      // The child leads a group of its own.
      process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  }

  function arm(limitMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => lose("deadline", `it did not answer within ${limitMs} ms`), limitMs);
  }

  function take(kind: number, body: Buffer): void {
    if (work === undefined) return lose("protocol", "it spoke without being asked");
    if (kind === fromChild.started) {
      if (body.length !== 4 || !work.ids.includes(body.readUInt32LE(0)))
        return lose("protocol", "it began unknown work");
      return arm(work.limitMs);
    }
    if (kind === fromChild.result) {
      const result = parseResult(body);
      // Results come in the order of the work: any other id is not ours.
      if (result === undefined || result.id !== work.ids[work.results.length]) {
        return lose("protocol", "it sent a result that nobody asked for");
      }
      work.results.push(result);
      return undefined;
    }
    if (kind === fromChild.ready) {
      if (work.results.length < work.ids.length) return lose("protocol", "it was ready before its work was done");
      return finish(undefined);
    }
    if (kind === fromChild.broken) return finish({ cause: "broken", message: body.toString("utf8", 0, 1000) });
    return lose("protocol", `it sent a frame of kind ${kind}`);
  }

  function start(): Child {
    const [command, ...inputs] = [...confinement(), process.execPath, ...flags, childFile];
    const started = spawn(command!, inputs, {
      cwd: process.platform === "win32" ? tmpdir() : "/",
      detached: process.platform !== "win32",
      env: { TZ: "UTC", LANG: "C", PATH: "/usr/bin:/bin" },
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
    });
    const made: Child = { process: started, input: started.stdio[3] as Writable, errors: "", programs: 0 };
    const read = createFrameReader((kind, body) => {
      if (child === made) take(kind, body);
    });
    (started.stdio[4] as Readable).on("data", (chunk: Buffer) => {
      try {
        read(chunk);
      } catch {
        if (child === made) lose("protocol", "it sent a frame that is too large");
      }
    });
    started.stderr!.on("data", (chunk: Buffer) => (made.errors = (made.errors + chunk.toString()).slice(-4000)));
    // A dead child shows as its exit; its pipes may complain first.
    made.input.on("error", () => {});
    (started.stdio[4] as Readable).on("error", () => {});
    started.on("error", (error) => {
      if (child === made) lose("crash", error.message);
    });
    started.on("close", (code, signal) => {
      if (child !== made) return;
      // V8 ends the process in this way when an allocation fails; a segmentation fault is another matter.
      const memory = signal === "SIGABRT" || signal === "SIGTRAP" || /out of memory/i.test(made.errors);
      lose(memory ? "memory" : "crash", `it ended with ${signal ?? code}`);
    });
    child = made;
    restarts++;
    return made;
  }

  /** A living, configured child; slows down and finally gives up where children die one after the other. */
  async function ready(): Promise<Child> {
    if (child !== undefined) return child;
    if (++failedStarts > 5) await new Promise((resolve) => setTimeout(resolve, 200 * (failedStarts - 5)));
    if (failedStarts > 20) {
      throw new WorldError(
        "sandbox-start",
        "The sandbox process died 20 times while it started",
        "Run `lamarck doctor`: it shows whether isolated-vm works here and what stands in the way.",
      );
    }
    const made = start();
    if (configuration === undefined) return made;
    const loss = await exchange(made, jsonFrame(toChild.configure, configuration), { limitMs: startMs, ids: [] });
    if (loss !== undefined && loss.cause !== "broken") return ready();
    failedStarts = 0;
    return made;
  }

  async function exchange(
    target: Child,
    frame: Buffer,
    options: { limitMs: number; ids: readonly number[]; results?: Result[]; watchMemory?: boolean },
  ): Promise<Loss | undefined> {
    const { limitMs, ids, results = [], watchMemory = false } = options;
    return new Promise((resolve) => {
      work = { limitMs, watchMemory, results, ids, end: resolve };
      arm(Math.max(limitMs, startMs));
      if (watchMemory) poll = setInterval(watch, pollMs);
      target.input.write(frame);
    });
  }

  function watch(): void {
    const pid = child?.process.pid;
    if (pid !== undefined && rssOf(pid) > rssBytesMax) lose("memory", "its process grew too large");
  }

  /** Between pieces of work: a child that has grown or served long is replaced, since memory does not come back. */
  function recycle(): void {
    const pid = child?.process.pid;
    if (child === undefined || pid === undefined) return;
    if (child.programs >= programsToRecycle || rssOf(pid) > rssBytesToRecycle) {
      kill();
    }
  }

  function nextIds(count: number): number[] {
    return Array.from({ length: count }, () => nextId++ >>> 0);
  }

  async function play(
    kind: number,
    body: object,
    work: { ids: readonly number[]; limitMs: number; watchMemory: boolean },
  ): Promise<Played> {
    const results: Result[] = [];
    const target = await ready();
    if (work.watchMemory) target.programs += work.ids.length;
    const loss = await exchange(target, jsonFrame(kind, body), { ...work, results });
    recycle();
    return loss === undefined ? { results } : { results, loss };
  }

  return {
    async configure(next) {
      configuration = next;
      if (child === undefined) {
        const made = start();
        return exchange(made, jsonFrame(toChild.configure, next), { limitMs: startMs, ids: [] });
      }
      return exchange(child, jsonFrame(toChild.configure, next), { limitMs: startMs, ids: [] });
    },
    async together(codes) {
      const ids = nextIds(codes.length);
      const { wallMs, setup } = configuration!;
      const limitMs = Math.min(60_000, 1000 + wallMs * setup.cases.length * codes.length) + graceMs;
      return play(toChild.together, { ids, codes }, { ids, limitMs, watchMemory: false });
    },
    async alone(agents) {
      const ids = nextIds(agents.length);
      const limitMs = configuration!.wallMs + graceMs;
      return play(toChild.alone, { ids, agents }, { ids, limitMs, watchMemory: true });
    },
    status: () => ({ pid: child?.process.pid ?? 0, restarts: Math.max(0, restarts) }),
    close() {
      kill();
      finish({ cause: "crash", message: "it was closed" });
    },
  };
}

/** Resident memory of a process in bytes; 0 where the system does not tell. */
function rssOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
  } catch {
    return 0;
  }
}

/**
 * Where Linux offers them: limits on memory and files, no new privileges, and an end when the parent ends. An isolate
 * reserves half a gigabyte that counts as data; two live at a time, and others may not be quite gone.
 */
function confinement(): readonly string[] {
  if (process.platform !== "linux") return [];
  const [prlimit, setpriv] = ["/usr/bin/prlimit", "/usr/bin/setpriv"];
  const limits = existsSync(prlimit) ? [prlimit, "--data=4000000000", "--core=0", "--nofile=64", "--fsize=0"] : [];
  return [...limits, ...(existsSync(setpriv) ? [setpriv, "--pdeathsig", "KILL", "--no-new-privs"] : [])];
}
