import { closeSync, fdatasyncSync, ftruncateSync, openSync, readSync, fstatSync, writeSync } from "node:fs";
import { messageOf, WorldError } from "../std/errors.ts";

/** An append-only file of lines. Nothing is acknowledged before `flush` returned. */
export interface Appender {
  /** Adds a line (without its end) to what the next flush writes. */
  add(line: string): void;
  /** Whether so much is waiting that it should be flushed. */
  isFull(): boolean;
  /** Writes what was added. After a failure the next flush goes on where this one came to its end. */
  flush(): void;
  /** Writes what was added and has the disk confirm it. */
  sync(): void;
  /** How long the file is, in bytes: what was added and not flushed is not in it. */
  bytes(): number;
  close(): void;
}

const nothing = Buffer.alloc(0);
const heldMax = 1 << 20;

/**
 * Opens a file of lines for appending and cuts off a torn last line, which a crash or a full disk may have left.
 * Throws `WorldError` when the file cannot be written.
 */
export function openAppender(path: string): Appender {
  const file = attempt(path, () => openSync(path, "a+"));
  let length = attempt(path, () => cutTornLine(file));
  let held: string[] = [];
  let heldLength = 0;
  let unwritten = nothing;

  function flush(): void {
    if (heldLength === 0 && unwritten.length === 0) return;
    const added = Buffer.from(held.join(""));
    const bytes = unwritten.length === 0 ? added : Buffer.concat([unwritten, added]);
    held = [];
    heldLength = 0;
    let at = 0;
    try {
      attempt(path, () => {
        while (at < bytes.length) at += writeSync(file, bytes, at);
      });
    } finally {
      length += at;
      // Not even an empty piece of what was written, which would keep all of it in memory.
      unwritten = at === bytes.length ? nothing : bytes.subarray(at);
    }
  }

  return {
    add(line) {
      held.push(line, "\n");
      heldLength += line.length + 1;
    },
    isFull: () => heldLength > heldMax,
    flush,
    sync() {
      flush();
      attempt(path, () => fdatasyncSync(file));
    },
    bytes: () => length,
    close: () => closeSync(file),
  };
}

/** Where the last whole line ends, the file is cut; returns how many bytes are left. */
function cutTornLine(file: number): number {
  const { size } = fstatSync(file);
  const chunk = Buffer.allocUnsafe(1 << 16);
  let end = size;
  while (end > 0) {
    const from = Math.max(0, end - chunk.length);
    const count = readSync(file, chunk, 0, end - from, from);
    const newline = chunk.subarray(0, count).lastIndexOf(0x0a);
    if (newline >= 0) {
      end = from + newline + 1;
      break;
    }
    end = from;
  }
  if (end < size) ftruncateSync(file, end);
  return end;
}

/** Turns a failure of the disk into an error that says which file and what to do. */
export function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const hints: Record<string, string> = {
      ENOSPC: "The disk is full: free some space, then run the same command again; it goes on where it stopped.",
      EDQUOT: "The disk quota is used up: free some space, then run the same command again.",
      EROFS: "The file system is read-only: choose another place with `--run-dir`.",
      // Node says so too where a folder is to be made on a read-only file system.
      ENOENT: "The folder cannot be made: choose another place with `--run-dir`.",
      EACCES: "Permission is denied: choose another place with `--run-dir`, or change the permissions.",
    };
    throw new WorldError(
      "disk",
      `Cannot write ${path}: ${messageOf(error)}`,
      hints[code] ?? "Check the disk, then run the same command again; what was acknowledged is kept.",
      { cause: error },
    );
  }
}
