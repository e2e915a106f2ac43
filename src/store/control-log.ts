import { existsSync } from "node:fs";
import { join } from "node:path";
import { openAppender } from "./appender.ts";
import { linesOf } from "./lines.ts";

/** What somebody asked of a run while it ran. The campaign's log does not hold it, since it changes no result. */
export interface ControlRecord {
  readonly v: 1;
  readonly t: string;
  readonly verb: string;
  readonly args: readonly string[];
  /** Who asked, as `user@host:terminal`. */
  readonly author: string;
  readonly reason?: string;
  /** Whether it was obeyed, and in words. */
  readonly ok: boolean;
  readonly text: string;
}

const fileOf = (folder: string): string => join(folder, "control.jsonl");
const recordsMax = 10_000;

/** Adds a record to the run's `control.jsonl`. Throws `WorldError` when the disk fails. */
export function appendControl(folder: string, record: ControlRecord): void {
  const file = openAppender(fileOf(folder));
  try {
    file.add(JSON.stringify(record));
    file.flush();
  } finally {
    file.close();
  }
}

/** The latest records of a run, oldest first; lines that are none are passed over. */
export function readControl(folder: string, max: number): readonly ControlRecord[] {
  const path = fileOf(folder);
  if (!existsSync(path)) return [];
  const records: ControlRecord[] = [];
  for (const line of linesOf(path)) {
    const record = recordIn(line);
    if (record !== undefined) records.push(record);
    if (records.length > recordsMax) records.splice(0, records.length - max);
  }
  return records.slice(-max);
}

function recordIn(line: string): ControlRecord | undefined {
  try {
    const value = JSON.parse(line) as ControlRecord;
    const isReadable = [value.t, value.verb, value.author, value.text, value.reason ?? ""].every(isText);
    return isReadable && typeof value.ok === "boolean" ? value : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
