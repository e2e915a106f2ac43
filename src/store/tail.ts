import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { messageOf, UserError, WorldError } from "../std/errors.ts";

/** A file of lines that may grow, read from where the last reading ended. */
export interface Tail {
  /**
   * Calls `take` with each whole line that is new and where it begins, until that returns false. A torn last line waits
   * until it is whole. Throws `WorldError` when the file cannot be read, or one line is longer than 256 MiB.
   */
  read(take: (line: Buffer, at: number) => boolean): void;
  /** Bytes up to the end of the last line taken. */
  position(): number;
  /** Bytes of the file when it was last looked at. */
  size(): number;
  /** How often the file was found to be another one, or cut before the position: each time it is read from its beginning. */
  restarts(): number;
}

const newline = 0x0a;
const chunkBytes = 1 << 20;
const lineBytesMax = 1 << 28;

/** Where reading is. */
interface Place {
  bytes: number;
  size: number;
  inode: number;
  restarts: number;
}

/** Follows a file that need not exist yet. It is opened for each reading, so nothing has to be closed. */
export function tailOf(path: string): Tail {
  const place: Place = { bytes: 0, size: 0, inode: 0, restarts: 0 };
  return {
    read(take) {
      const found = withFile(path, (file) => {
        look(place, fstatSync(file));
        if (!endsLine(file, place.bytes)) restart(place);
        readLines(file, place, take, path);
        return true;
      });
      if (found === undefined) look(place, undefined);
    },
    position: () => place.bytes,
    size: () => place.size,
    restarts: () => place.restarts,
  };
}

/** Works on the file, which it closes; undefined where there is none. */
function withFile<T>(path: string, work: (file: number) => T): T | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    return work(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return undefined;
    if (code === undefined || error instanceof UserError || error instanceof WorldError) throw error;
    const message = `Cannot read ${path}: ${messageOf(error)}`;
    throw new WorldError("disk", message, "Check the disk and the permissions.", { cause: error });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Notes how long the file is; begins again where it is not the one that was read. */
function look(place: Place, found: Stats | undefined): void {
  const { size, ino } = found ?? { size: 0, ino: place.inode };
  if (size < place.bytes || (place.bytes > 0 && ino !== place.inode)) restart(place);
  place.size = size;
  place.inode = ino;
}

function restart(place: Place): void {
  place.bytes = 0;
  place.restarts++;
}

/** Whether what was read still ends with a line: else the file was cut and has grown again in the meantime. */
function endsLine(file: number, bytes: number): boolean {
  const last = Buffer.alloc(1);
  return bytes === 0 || (readSync(file, last, 0, 1, bytes - 1) === 1 && last[0] === newline);
}

function readLines(file: number, place: Place, take: (line: Buffer, at: number) => boolean, path: string): void {
  let chunk: Buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(1, place.size - place.bytes)));
  for (;;) {
    const begin = place.bytes;
    const count = readSync(file, chunk, 0, chunk.length, begin);
    place.size = Math.max(place.size, begin + count);
    const piece = chunk.subarray(0, count);
    let at = 0;
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, at)) {
      const goesOn = take(piece.subarray(at, end), begin + at);
      at = end + 1;
      place.bytes = begin + at;
      if (!goesOn) return;
    }
    if (count < chunk.length) return;
    if (at === 0) chunk = longer(chunk, path);
  }
}

function longer(chunk: Buffer, path: string): Buffer {
  if (chunk.length < lineBytesMax) return Buffer.allocUnsafe(2 * chunk.length);
  const message = `${path} has a line of more than ${lineBytesMax} bytes`;
  throw new WorldError("log-damaged", message, "No run writes such a line: restore the file from a copy.");
}

/** The line that begins at a place of a file; empty where the file does not reach so far. Throws `WorldError`. */
export function lineAt(path: string, at: number): string {
  const line = withFile(path, (file) => {
    let chunk: Buffer = Buffer.allocUnsafe(1 << 14);
    for (;;) {
      const piece = chunk.subarray(0, readSync(file, chunk, 0, chunk.length, at));
      const end = piece.indexOf(newline);
      if (end >= 0 || piece.length < chunk.length) return piece.toString("utf8", 0, Math.max(0, end));
      chunk = longer(chunk, path);
    }
  });
  return line ?? "";
}

/** The text from one place of a file to another; shorter where the file does not reach so far. Throws `WorldError`. */
export function textBetween(path: string, from: number, to: number): string {
  const text = withFile(path, (file) => {
    const piece = Buffer.allocUnsafe(to - from);
    return piece.toString("utf8", 0, readSync(file, piece, 0, piece.length, from));
  });
  return text ?? "";
}
