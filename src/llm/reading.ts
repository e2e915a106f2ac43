import type { Genome } from "../genome/genome.ts";
import { programKind } from "../genome/kinds/program.ts";
import { messageOf, UserError } from "../std/errors.ts";
import { applied, type Edit, type Made } from "./edits.ts";
import { oneLine } from "./fences.ts";
import type { ReplyShape } from "./schemas.ts";

/** The most characters of a reply that is read at all. */
const replyLengthMax = 256 * 1024;

/** The most lessons at a time, and the most characters of one. */
export const lessonsMax = 5;
export const lessonLengthMax = 300;

/** What a reply is held to: the program that edits are of, as it was shown, and the campaign's largest size. */
export interface ReadingFrame {
  readonly shape: Exclude<ReplyShape, "lessons">;
  readonly shown: string;
  readonly sizeMax: number;
}

/** The child that a reply holds, in canonical form. Never throws. */
export function readChild(reply: string, { shape, shown, sizeMax }: ReadingFrame): Made<Genome> {
  const text = shape === "edits" ? readEdits(reply, shown) : readProgram(reply);
  if ("why" in text) return text;
  const parsed = parse(text.made);
  if ("why" in parsed) return parsed;
  const size = programKind.size(parsed.made);
  if (size <= sizeMax) return parsed;
  return { why: `the program has ${size} nodes, at most ${sizeMax} are allowed; make it smaller` };
}

/** The lessons that a reply holds: from 1 to 5, each of at most 300 characters on one line. Never throws. */
export function readLessons(reply: string): Made<readonly string[]> {
  const read = fieldsOf(reply, ["lessons"]);
  if ("why" in read) return read;
  const { lessons } = read.made;
  if (!Array.isArray(lessons) || !lessons.every((lesson) => typeof lesson === "string")) {
    return { why: "expected `lessons` to be a list of texts" };
  }
  const made = lessons.map((lesson) => oneLine(lesson, lessonLengthMax)).filter((lesson) => lesson !== "");
  return made.length === 0 ? { why: "there are no lessons in it" } : { made: made.slice(0, lessonsMax) };
}

function readEdits(reply: string, shown: string): Made<string> {
  const read = fieldsOf(reply, ["thoughts", "edits"]);
  if ("why" in read) return read;
  const { thoughts, edits } = read.made;
  if (typeof thoughts !== "string") return { why: "expected `thoughts` to be a text" };
  if (!Array.isArray(edits) || !edits.every(isEdit)) {
    return { why: "expected `edits` to be a list of objects with the texts `search` and `replace`, and nothing else" };
  }
  return applied(shown, edits);
}

function readProgram(reply: string): Made<string> {
  const read = fieldsOf(reply, ["thoughts", "program"]);
  if ("why" in read) return read;
  const { thoughts, program } = read.made;
  if (typeof thoughts !== "string") return { why: "expected `thoughts` to be a text" };
  return typeof program === "string" ? { made: program } : { why: "expected `program` to be a text" };
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a JSON object that has these and no others. */
function fieldsOf(reply: string, names: readonly string[]): Made<Fields> {
  if (reply.length > replyLengthMax) return { why: `the reply has more than ${replyLengthMax} characters` };
  let value: unknown;
  try {
    value = JSON.parse(reply);
  } catch {
    return { why: "the reply is not JSON, or was cut off" };
  }
  if (isObject(value) && hasOnly(value, names)) return { made: value };
  return { why: `expected a JSON object with ${names.map((name) => `\`${name}\``).join(" and ")}, and nothing else` };
}

function isEdit(value: unknown): value is Edit {
  return (
    isObject(value) &&
    hasOnly(value, ["search", "replace"]) &&
    typeof value["search"] === "string" &&
    typeof value["replace"] === "string"
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasOnly(fields: Fields, names: readonly string[]): boolean {
  return Object.keys(fields).length === names.length && names.every((name) => Object.hasOwn(fields, name));
}

function parse(text: string): Made<Genome> {
  try {
    return { made: programKind.parse(text) };
  } catch (error) {
    // What else is thrown depends on how much of the stack is left, and the log is to be the same in every run.
    if (!(error instanceof UserError)) return { why: "the program cannot be read; write it more plainly" };
    return { why: oneLine(`${messageOf(error)}. ${error.hint}`, 250) };
  }
}
