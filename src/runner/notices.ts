import { appendControl, readControl } from "../store/control-log.ts";
import { messageOf } from "../std/errors.ts";
import { oneLine } from "../text/sanitize.ts";
import type { Notice } from "../view/live.ts";
import type { Answer, Command } from "./protocol.ts";

/** The latest notices of a run, those from its earlier sittings included. */
export interface Notices {
  readonly all: readonly Notice[];
  add(level: Notice["level"], text: string): void;
  /** Writes a command and what became of it to `control.jsonl`, and tells of it. */
  record(command: Command, answer: Answer): void;
}

const keptMax = 200;
const textMax = 500;

/** What people asked of this run before, as notices. */
export function noticesOf(folder: string): Notice[] {
  return readControl(folder, keptMax).map(({ t, ok, text, author, reason }, seq) => ({
    seq,
    t,
    level: ok ? "info" : "warn",
    text: oneLine(text, textMax),
    author: oneLine(author, 100),
    ...(reason === undefined ? {} : { reason: oneLine(reason, textMax) }),
  }));
}

/** Gathers notices; `tell` is told of each new one. */
export function createNotices(folder: string, tell: (notice: Notice) => void): Notices {
  const all = noticesOf(folder);
  let seq = all.length;

  function push(notice: Omit<Notice, "seq" | "t">, t: string): void {
    const whole = { seq: seq++, t, ...notice };
    all.push(whole);
    if (all.length > keptMax) all.shift();
    tell(whole);
  }

  function add(level: Notice["level"], text: string): void {
    push({ level, text: oneLine(text, textMax) }, new Date().toISOString());
  }

  return {
    all,
    add,
    record({ verb, args, author: who, reason: why }, { ok, text }) {
      const t = new Date().toISOString();
      const author = oneLine(who, 100);
      const reason = why === undefined ? {} : { reason: oneLine(why, textMax) };
      push({ level: ok ? "info" : "warn", text: oneLine(text, textMax), author, ...reason }, t);
      try {
        appendControl(folder, {
          v: 1,
          t,
          verb: oneLine(verb, 40),
          args: args.map((word) => oneLine(word, textMax)),
          author,
          ...reason,
          ok,
          text,
        });
      } catch (error) {
        add("warn", `this is not in control.jsonl: ${messageOf(error)}`);
      }
    },
  };
}
