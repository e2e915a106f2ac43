import { oneLine } from "../../text/sanitize.ts";
import type { Notice } from "../../view/live.ts";
import { timed } from "../../view/log-lines.ts";
import type { LogLine, Model } from "../../view/model.ts";

/** A line of the log screen: out of the run's log, or a notice of its runner. */
export interface Entry {
  /** Tells it from the others, and stays when lines come and go. */
  readonly key: string;
  /** ISO text, or empty before the first known time. */
  readonly t: string;
  readonly level: Level;
  readonly text: string;
  /** The variant that it is about. */
  readonly id?: number;
  readonly source: "log" | "runner";
}

/** How much a line matters, least first. */
export const levels = ["info", "warn", "error"] as const;
export type Level = (typeof levels)[number];

/** What is asked of the lines. */
export interface Wanted {
  /** The least level. */
  readonly level: Level;
  /** Words that a line must hold, in any case; empty for all lines. */
  readonly filter: string;
}

/** The lines of the run and the notices of its runner by time, oldest first; those without a time stay with the one before. */
export function entriesOf({ view, notices }: Model, { level, filter }: Wanted): readonly Entry[] {
  const isWanted = wanted(level, filter);
  const log = timed(view.lines).map(entryOfLine);
  const told = notices.map(entryOfNotice);
  return merged(log, told).filter(isWanted);
}

/** How many lines are warnings, and how many are errors. */
export function troubles(entries: readonly Entry[]): { readonly warnings: number; readonly errors: number } {
  let [warnings, errors] = [0, 0];
  for (const { level } of entries) {
    if (level === "warn") warnings++;
    if (level === "error") errors++;
  }
  return { warnings, errors };
}

/** The words of a filter that texts are searched for; comparisons such as `gen>20`, and `alive`, are about variants only. */
export function wordsOf(filter: string): readonly string[] {
  const words = filter.split(/\s+/).filter((word) => word !== "" && !/^(?:alive$|[a-z]+(?:[<>!]=?|=|~))/i.test(word));
  return words.map((word) => word.replace(/^\//, "")).filter(Boolean);
}

function wanted(level: Level, filter: string): (entry: Entry) => boolean {
  const least = levels.indexOf(level);
  const words = wordsOf(filter.toLowerCase());
  return (entry) => {
    if (levels.indexOf(entry.level) < least) return false;
    const text = `${entry.text} ${entry.id === undefined ? "" : `#${entry.id}`}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function entryOfLine({ t, level, text, id }: LogLine): Entry {
  const entry = { key: `l ${t} ${text}`, t, level, text, source: "log" } as const;
  return id === undefined ? entry : { ...entry, id };
}

function entryOfNotice({ seq, t, level, text, author, reason }: Notice): Entry {
  const by = [author, reason].filter((part) => part !== undefined).join(": ");
  return { key: `n ${t} ${seq}`, t, level, text: oneLine(by === "" ? text : `${text} (${by})`, 400), source: "runner" };
}

function merged(a: readonly Entry[], b: readonly Entry[]): readonly Entry[] {
  const all: Entry[] = [];
  let next = 0;
  for (const entry of a) {
    while (next < b.length && b[next]!.t < entry.t) all.push(b[next++]!);
    all.push(entry);
  }
  return [...all, ...b.slice(next)];
}
