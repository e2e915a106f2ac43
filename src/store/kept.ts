import { assert } from "../std/errors.ts";
import { openAppender } from "./appender.ts";
import { damagedError } from "./genome-lines.ts";
import { lineAt, tailOf } from "./tail.ts";

/** Something that is kept under the SHA-256 of what it belongs to. */
export interface Keepable {
  readonly call: string;
}

/** What was kept in a file of JSON lines, read when it is asked for: only the places of lines are in memory. */
export interface KeptReader<T extends Keepable> {
  /** The last that was kept under this name. Throws `WorldError` where the file cannot be read or is damaged. */
  find(call: string): T | undefined;
}

export interface Kept<T extends Keepable> extends KeptReader<T> {
  /** Has the disk confirm it before it returns. Throws `WorldError` where it cannot be written. */
  add(kept: T): void;
  close(): void;
}

const lineBytesMax = 1 << 24;

/**
 * Opens a file of what is kept, for its one writer; a torn last line is cut. Throws `WorldError` where the file cannot be
 * written, or is damaged before its end.
 */
export function openKept<T extends Keepable>(path: string): Kept<T> {
  const lines = openAppender(path);
  const index = createIndex(path);
  try {
    index.grow();
  } catch (error) {
    lines.close();
    throw error;
  }
  return {
    find: (call) => lookUp(path, index, call) as T | undefined,
    add({ call, ...rest }) {
      const line = JSON.stringify({ call, ...rest });
      assert(Buffer.byteLength(line) < lineBytesMax, `what is kept as ${call} is longer than 16 MiB`);
      lines.add(line);
      lines.sync();
      index.grow();
    },
    close: () => lines.close(),
  };
}

/** Reads a file of what is kept, which need not be there and may be written to by another process meanwhile. */
export function readKept<T extends Keepable>(path: string): KeptReader<T> {
  const index = createIndex(path);
  return { find: (call) => lookUp(path, index, call) as T | undefined };
}

/** Where a line begins, and its number from 1. */
interface Place {
  readonly at: number;
  readonly line: number;
}

interface Index {
  /** Takes in the lines that are new. */
  grow(): void;
  find(call: string): Place | undefined;
}

function createIndex(path: string): Index {
  const tail = tailOf(path);
  const places = new Map<string, Place>();
  let restarts = 0;
  let line = 0;
  return {
    grow() {
      tail.read((bytes, at) => {
        if (tail.restarts() > restarts) {
          places.clear();
          [line, restarts] = [0, tail.restarts()];
        }
        line++;
        places.set(callIn(bytes, line, path), { at, line });
        return true;
      });
    },
    find: (call) => places.get(call),
  };
}

const usual = /^\{"call":"([0-9a-f]{64})"/;

/** The name in a line, without reading all of it where the line is as it is always written. */
function callIn(bytes: Buffer, line: number, path: string): string {
  const call = usual.exec(bytes.toString("latin1", 0, 80))?.[1];
  if (call !== undefined && bytes.at(-1) === 0x7d && bytes.length < lineBytesMax) return call;
  return parsed(bytes.toString("utf8"), line, path).call;
}

function lookUp(path: string, index: Index, call: string): Keepable | undefined {
  if (index.find(call) === undefined) index.grow();
  const place = index.find(call);
  if (place === undefined) return undefined;
  const kept = parsed(lineAt(path, place.at), place.line, path);
  if (kept.call !== call) throw damaged(path, place.line);
  return kept;
}

function parsed(text: string, line: number, path: string): Keepable {
  try {
    const kept = JSON.parse(text) as Partial<Keepable> | null;
    if (typeof kept?.call === "string") return { ...kept, call: kept.call };
  } catch {
    // Said below.
  }
  throw damaged(path, line);
}

function damaged(path: string, line: number): Error {
  return damagedError(path, line, "a JSON object with the `call` that it was kept for");
}
