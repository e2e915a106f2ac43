import { join } from "node:path";
import type { Chapter } from "../capabilities/specimens.ts";
import type { Event } from "../events/event.ts";
import { assert, WorldError } from "../std/errors.ts";
import { parseLine } from "../store/run-directory.ts";
import { tailOf, textBetween } from "../store/tail.ts";

/** A generation of a log. */
export interface LogChapter extends Chapter {
  /** The first who was born in it or, where nobody was, later. */
  readonly firstBirth: number;
  /** Who sat in the rivals' seats. */
  readonly rivals: readonly number[];
}

/**
 * Reads a run's log, which may still grow, generation by generation. Births and outcomes, which are nearly all of it, are
 * read once more where somebody asks for them.
 */
export interface Chapters {
  /** Calls `take` with each generation that was finished since, until that returns false. Throws `WorldError`. */
  read(take: (chapter: LogChapter) => boolean): void;
}

const variantMark = Buffer.from('"event":{"type":"variant-');
const bornMark = Buffer.from(`born"`);
const parentsMark = Buffer.from('"parents":[');

/** Begins at the beginning of the log of a run's folder. */
export function chaptersOf(folder: string): Chapters {
  const path = join(folder, "events.jsonl");
  const tail = tailOf(path);
  let seq = 0;
  let begin: Place = { at: 0, seq: 0 };
  let births = 0;
  let firstParents: (number | undefined)[] = [];
  let rivals: readonly number[] = [];

  /** The generation that ends with this line, which begins there. */
  function chapterEndedBy(line: Buffer, at: number): LogChapter | undefined {
    const { event } = parseLine(line.toString("utf8"), seq, path);
    if (event.type === "rivals-chosen") rivals = event.ids;
    if (event.type !== "generation-finished") return undefined;
    const from = begin;
    const events = (): readonly Event[] => eventsBetween(path, from, at);
    const chapter = { firstBirth: births, firstParents, finished: event, rivals, events };
    begin = { at: at + line.length + 1, seq: seq + 1 };
    births += firstParents.length;
    firstParents = [];
    return chapter;
  }

  return {
    read(take) {
      tail.read((line, at) => {
        if (tail.restarts() > 0) throw cutError(path);
        const mark = line.indexOf(variantMark);
        const chapter = mark < 0 ? chapterEndedBy(line, at) : undefined;
        if (mark >= 0 && isBirth(line, mark)) firstParents.push(firstParentIn(line));
        seq++;
        return chapter === undefined || take(chapter);
      });
    },
  };
}

/** Where a line begins, and which it is. */
interface Place {
  readonly at: number;
  readonly seq: number;
}

function eventsBetween(path: string, { at, seq }: Place, end: number): readonly Event[] {
  const lines = textBetween(path, at, end).split("\n").slice(0, -1);
  return lines.map((text, i) => parseLine(text, seq + i, path).event);
}

function isBirth(line: Buffer, mark: number): boolean {
  const at = mark + variantMark.length;
  return line.subarray(at, at + bornMark.length).equals(bornMark);
}

/** The first parent in the line of a birth, without reading all of it; undefined for a founder. */
function firstParentIn(line: Buffer): number | undefined {
  const mark = line.indexOf(parentsMark);
  assert(mark >= 0, "a birth has parents, if none");
  let id: number | undefined;
  for (let at = mark + parentsMark.length; at < line.length; at++) {
    const digit = line[at]! - 0x30;
    if (digit < 0 || digit > 9) break;
    id = 10 * (id ?? 0) + digit;
  }
  return id;
}

function cutError(path: string): WorldError {
  return new WorldError("log-damaged", `The log ${path} was cut while it was mined`, "Mine it again.");
}
