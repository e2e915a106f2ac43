import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createFrameReader } from "./protocol.ts";

/** How a piece of work ended when it did not end with a result. */
export interface Loss {
  /** `broken`: the child said why and lives on; the others: it is gone. */
  readonly cause: "broken" | "deadline" | "memory" | "crash" | "protocol" | "killed";
  readonly message: string;
}

/** So often in all something is tried whose process is killed from outside each time. */
export const killedTries = 20;

/** One operating system process with two pipes. */
export interface SandboxProcess {
  /** 0 when it did not start. */
  readonly pid: number;
  send(frame: Buffer): void;
  /** Its resident memory; 0 where the system does not tell. */
  residentBytes(): number;
  /** Ends it and its group, and nothing more is heard of it. Idempotent. */
  kill(): void;
}

/** Who listens to a process. */
export interface Listener {
  /** A frame arrived. */
  take(kind: number, body: Buffer): void;
  /** It is gone, or speaks nonsense and is to be ended. */
  lost(loss: Loss): void;
}

const flags = [
  "--no-node-snapshot",
  "--no-strip-types",
  "--random-seed=1",
  "--stack-size=1800",
  "--enable-experimental-regexp-engine-on-excessive-backtracks",
  "--regexp-backtracks-before-fallback=20000",
  // An isolate lives for two milliseconds: what makes its realm is run once there, and compiling it to machine code
  // (the threshold is in bytes of that), or giving all its texts new hash values, costs more than it can bring.
  "--baseline-batch-compilation-threshold=20000",
  "--no-rehash-snapshot",
];

/** The command that starts the sandbox child, behind the system's own limits where there are any. */
export function sandboxCommand(): readonly string[] {
  // The child is always the built file: isolated-vm and type stripping do not go together in one thread.
  const built = new URL("../../dist/src/sandbox/child.js", import.meta.url.replace("/dist/src/", "/src/"));
  return [...confinement(), process.execPath, ...flags, fileURLToPath(built)];
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

/** Starts a process that knows nothing of ours: no environment, no input, an empty working directory. */
export function startProcess([command = "", ...inputs]: readonly string[], listener: Listener): SandboxProcess {
  const started = spawn(command, inputs, {
    cwd: process.platform === "win32" ? tmpdir() : "/",
    detached: process.platform !== "win32",
    env: { TZ: "UTC", LANG: "C", PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  const pid = started.pid ?? 0;
  const input = started.stdio[3] as Writable;
  // A dead process shows as its exit; its pipe may complain first.
  input.on("error", () => {});
  let killed = false;
  listen(started, {
    take: (kind, body) => {
      if (!killed) listener.take(kind, body);
    },
    lost: (loss) => {
      if (!killed) listener.lost(loss);
    },
  });
  return {
    pid,
    send: (frame) => void input.write(frame),
    residentBytes: () => residentBytesOf(pid),
    kill() {
      if (!killed) killGroup(pid);
      killed = true;
    },
  };
}

function listen(started: ChildProcess, { take, lost }: Listener): void {
  const read = createFrameReader(take);
  let errors = "";
  const output = started.stdio[4] as Readable;
  output.on("error", () => {});
  output.on("data", (chunk: Buffer) => {
    try {
      read(chunk);
    } catch {
      lost({ cause: "protocol", message: "it sent a frame that is too large" });
    }
  });
  started.stderr!.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000)));
  started.on("error", (error) => lost({ cause: "crash", message: error.message }));
  started.on("close", (code, signal) => {
    // V8 ends the process in this way when an allocation fails; a segmentation fault is another matter.
    // Nothing that runs in it can send it these, and ours are not heard: somebody else did, or the system for memory.
    const killed = signal === "SIGKILL" || signal === "SIGTERM" || signal === "SIGINT" || signal === "SIGHUP";
    const memory = signal === "SIGABRT" || signal === "SIGTRAP" || /out of memory/i.test(errors);
    lost({ cause: killed ? "killed" : memory ? "memory" : "crash", message: `it ended with ${signal ?? code}` });
  });
}

/** Ends a process that leads a group of its own, with all its group; whether or not it is there. */
export function killGroup(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

function residentBytesOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
  } catch {
    return 0;
  }
}
