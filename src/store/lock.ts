import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { attempt } from "./appender.ts";

/** Who holds a run. */
export interface Holder {
  readonly pid: number;
  /** When the process began, in the system's own unit; tells a reused pid from the old one. */
  readonly started: string;
  readonly host: string;
}

/** Takes the lock of a run, or returns who holds it. A lock whose process is gone is taken over. */
export function takeLock(path: string): { readonly release: () => void } | { readonly holder: Holder } {
  for (let tries = 0; tries < 3; tries++) {
    const holder = create(path);
    if (holder === undefined) return { release: () => rmSync(path, { force: true }) };
    if (isAlive(holder)) return { holder };
    rmSync(path, { force: true });
  }
  return { holder: readHolder(path) ?? { pid: 0, started: "", host: "" } };
}

/** Who holds the lock now, if anybody who lives does. */
export function lockHolder(path: string): Holder | undefined {
  const holder = readHolder(path);
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

/** Makes the lock file; returns the holder where there is one already. */
function create(path: string): Holder | undefined {
  const holder: Holder = { pid: process.pid, started: startOf(process.pid), host: hostname() };
  return attempt(path, () => {
    try {
      const file = openSync(path, "wx");
      writeSync(file, JSON.stringify(holder));
      closeSync(file);
      return undefined;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") {
        return readHolder(path) ?? { pid: 0, started: "", host: hostname() };
      }
      throw error;
    }
  });
}

function readHolder(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null && "pid" in value ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
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
