import { StringDecoder } from "node:string_decoder";
import type { Live, Notice } from "../view/live.ts";

/** The version of what a runner and its viewers say to each other: lines of JSON over a local socket. */
export const protocolVersion = 1;

/** What a runner says. */
export type FromRunner =
  /** First of all, to whoever connects. */
  | {
      readonly type: "hello";
      readonly protocol: number;
      readonly run: string;
      readonly pid: number;
      readonly version: string;
      readonly folder: string;
    }
  /** The answer to `subscribe`: everything, so that subscribing again is all there is to resuming. */
  | { readonly type: "snapshot"; readonly live: Live; readonly notices: readonly Notice[] }
  | { readonly type: "tick"; readonly live: Live }
  | { readonly type: "notice"; readonly notice: Notice }
  /** The answer to a command: whether it was obeyed, whether that changed anything, and in words. */
  | {
      readonly type: "ack";
      readonly id: number;
      readonly ok: boolean;
      readonly text: string;
      readonly changed: boolean;
    }
  /** What a viewer said was not understood. */
  | { readonly type: "error"; readonly text: string }
  /** Last of all: why the runner hangs up. */
  | { readonly type: "bye"; readonly reason: string };

/** What a viewer says. */
export type FromViewer =
  | { readonly type: "hello"; readonly protocol: number }
  | { readonly type: "subscribe" }
  | ({ readonly type: "command"; readonly id: number } & Command);

/** Something that a runner is asked to do. */
export interface Command {
  readonly verb: string;
  readonly args: readonly string[];
  /** Who asks, as `user@host:terminal`. */
  readonly author: string;
  readonly reason?: string;
}

/** What became of a command. */
export interface Answer {
  readonly ok: boolean;
  readonly changed: boolean;
  readonly text: string;
}

/** The longest line that a runner takes, and the longest that a viewer takes, in characters. */
export const viewerLineMax = 1 << 14;
export const runnerLineMax = 1 << 22;

const argsMax = 16;
const textMax = 2000;

/** A message as a line. */
export function lineOf(message: FromRunner | FromViewer): string {
  return `${JSON.stringify(message)}\n`;
}

/** Cuts a stream into lines; `take` gets each, `flood` is called once when a line is longer than allowed. */
export function createLineReader(
  lineMax: number,
  take: (line: string) => void,
  flood: () => void,
): (chunk: Buffer) => void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let isFlooded = false;
  return (chunk) => {
    if (isFlooded) return;
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop()!;
    for (const line of lines) if (line.length <= lineMax) take(line);
    isFlooded = rest.length > lineMax || lines.some((line) => line.length > lineMax);
    if (isFlooded) flood();
  };
}

/** What a viewer's line says, or what is wrong with it in words. */
export function parseFromViewer(line: string): FromViewer | string {
  const value = parseObject(line);
  if (value === undefined) return "expected a line of JSON that is an object";
  switch (value["type"]) {
    case "hello":
      return Number.isInteger(value["protocol"])
        ? { type: "hello", protocol: value["protocol"] as number }
        : "expected `protocol` to be a whole number";
    case "subscribe":
      return { type: "subscribe" };
    case "command":
      return parseCommand(value);
    default:
      return "expected `type` to be hello, subscribe or command";
  }
}

function parseCommand({ id, verb, args, author, reason }: Readonly<Record<string, unknown>>): FromViewer | string {
  if (!Number.isSafeInteger(id)) return "expected `id` to be a whole number";
  if (!isText(verb)) return "expected `verb` to be a text";
  if (!Array.isArray(args) || args.length > argsMax || !args.every(isText)) return "expected `args` to be a few texts";
  if (!isText(author)) return "expected `author` to be a text";
  if (reason !== undefined && !isText(reason)) return "expected `reason` to be a text";
  const command = { type: "command", id: id as number, verb, args: args as readonly string[], author } as const;
  return reason === undefined ? command : { ...command, reason };
}

/** What a runner's line says; undefined where it is nothing that this version knows. */
export function parseFromRunner(line: string): FromRunner | undefined {
  const value = parseObject(line);
  switch (value?.["type"]) {
    case "hello":
      return Number.isInteger(value["protocol"]) ? (value as unknown as FromRunner) : undefined;
    case "snapshot":
      return isObject(value["live"]) && Array.isArray(value["notices"]) ? (value as unknown as FromRunner) : undefined;
    case "tick":
      return isObject(value["live"]) ? (value as unknown as FromRunner) : undefined;
    case "notice":
      return isObject(value["notice"]) ? (value as unknown as FromRunner) : undefined;
    case "ack":
      return Number.isInteger(value["id"]) ? (value as unknown as FromRunner) : undefined;
    case "error":
    case "bye":
      return value as unknown as FromRunner;
    default:
      return undefined;
  }
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= textMax;
}

/** That the other side speaks another version, in words. */
export function mismatchText(theirs: number): string {
  return `this viewer speaks version ${theirs} of the protocol and the runner version ${protocolVersion}: use the same Lamarck for both`;
}
