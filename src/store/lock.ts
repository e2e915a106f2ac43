import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { attempt } from "./appender.ts";

/** Who holds a run. */
export interface Holder {
  readonly pid: number;
  /** When the process began, in the system's own unit; tells a reused pid from the old one. */
  readonly started: string;
  readonly host: string;
  /** Where it listens for viewers and commands: a Unix socket, or a named pipe on Windows. */
  readonly socket?: string;
}

/** A lock file without a holder is being written, unless it is older than this. */
const writingMs = 5000;

/**
 * Takes the lock of a run, or returns who holds it. A lock whose process is gone is taken over. The lock says where its
 * holder will listen.
 */
export function takeLock(
  path: string,
  socket?: string,
): { readonly release: () => void } | { readonly holder: Holder } {
  for (let tries = 0; tries < 3; tries++) {
    if (create(path, socket)) return { release: () => rmSync(path, { force: true }) };
    const text = textOf(path);
    const holder = text === undefined ? undefined : holderIn(text);
    if (holder !== undefined && isAlive(holder)) return { holder };
    if (holder === undefined && isYoung(path)) break;
    if (text !== undefined) removeStale(path, text);
  }
  return { holder: lockHolder(path) ?? { pid: 0, started: "", host: hostname() } };
}

/** Who holds the lock now, if anybody who lives does. */
export function lockHolder(path: string): Holder | undefined {
  const holder = holderIn(textOf(path) ?? "");
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

/** Makes the lock file; false where there is one already. */
function create(path: string, socket: string | undefined): boolean {
  const self: Holder = { pid: process.pid, started: startOf(process.pid), host: hostname() };
  const holder = socket === undefined ? self : { ...self, socket };
  return attempt(path, () => {
    try {
      writeFileSync(path, JSON.stringify(holder), { flag: "wx" });
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
      throw error;
    }
  });
}

/** Removes a stale lock, but not one that another process has put in its place by now. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Another process was faster.
  }
  if (textOf(aside) === stale) rmSync(aside, { force: true });
  else renameSync(aside, path);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "pid" in value ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function isYoung(path: string): boolean {
  const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && Date.now() - written < writingMs;
}

/** A process on another host cannot be asked: it counts as alive. */
function isAlive({ pid, started, host }: Holder): boolean {
  if (host !== hostname()) return host !== "";
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return startOf(pid) === started;
}

/** The start time of a process as Linux tells it; empty elsewhere, and where only its parent has not noticed its end. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "" : (fields[19] ?? "");
  } catch {
    return "";
  }
}
