import type { Outcome } from "../evaluation/evaluation.ts";
import type { Event } from "../events/event.ts";
import type { Budget } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";
import type { Notice } from "../view/live.ts";
import { choiceFlag } from "./flags.ts";
import type { StopSignal, Terminal } from "./terminal.ts";

/** The displays there are; `auto` chooses. */
export const displayNames = ["auto", "full", "inline", "plain", "json", "none"] as const;
export type DisplayName = Exclude<(typeof displayNames)[number], "auto">;

/** Variables that say that the reader is a program, which wants lines. */
const agentVariables = ["AI_AGENT", "CLAUDECODE", "CODEX_SANDBOX", "CURSOR_AGENT", "GEMINI_CLI"];

/**
 * The display for this terminal: the flag, else `LAMARCK_DISPLAY`, else `full` where a person can see and type, and
 * `plain` everywhere else. Throws `UserError` where the flag asks for what the terminal cannot show.
 */
export function chooseDisplay(flag: string | undefined, { env, tty }: Pick<Terminal, "env" | "tty">): DisplayName {
  const asked = flag === undefined ? "auto" : choiceFlag("--display", flag, displayNames);
  if (asked !== "auto") {
    if (isShowable(asked, tty)) return asked;
    throw new UserError(
      "no-terminal",
      `\`--display ${asked}\` needs a terminal to ${tty.stdout ? "read keys from" : "draw on"}`,
      "Use `--display plain`, or leave the option out.",
    );
  }
  const wished = env["LAMARCK_DISPLAY"];
  const name = wished === undefined ? "auto" : choiceFlag("LAMARCK_DISPLAY", wished, displayNames);
  if (name !== "auto") return isShowable(name, tty) ? name : "plain";
  const isScripted = agentVariables.some((variable) => isSet(env[variable])) || isSet(env["CI"]);
  return isScripted || env["TERM"] === "dumb" || !tty.stdout || !tty.stdin ? "plain" : "full";
}

function isShowable(name: (typeof displayNames)[number], tty: Terminal["tty"]): boolean {
  return (name !== "full" && name !== "inline") || (tty.stdin && tty.stdout);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}

/** Shows a sitting of a campaign while it runs. It can only look. */
export interface Display {
  launch(launch: Launch): void;
  event(event: Event, state: State): void;
  /** Something that is not in the log: a command, a warning. */
  notice(notice: Notice): void;
  end(end: SittingEnd): void;
}

/** What is known before the first generation. */
export interface Launch {
  readonly version: string;
  readonly run: string;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Absent where that is not known. */
  readonly jobs?: number;
  readonly budget: Budget;
  /** How commands name it from here. */
  readonly select: string;
  /** The run's folder. */
  readonly folder: string;
  /** Whether it begins here, goes on here, or is only looked at from here. */
  readonly how: "new" | "resumed" | "watched";
  /** The process that runs it, and where that listens; absent where nobody runs it. */
  readonly pid?: number;
  readonly socket?: string;
}

/** How a run is: how its last sitting ended, that it was stopped or cut off at some time, or that it runs on. */
export type Condition =
  | "target"
  | "evaluations"
  | "generations"
  | "time"
  | "no-survivor"
  | StopSignal
  | "stopped"
  | "interrupted"
  | "paused"
  | "running";

/** How a sitting ended, or how a run was left by whoever looked at it. */
export interface SittingEnd {
  readonly reason: Condition;
  readonly exit: number;
  readonly state: State;
  /** Outcomes on the test cases, by the champion's id and the references' names. */
  readonly test: ReadonlyMap<number | string, Outcome>;
  /** The program of the champion, or of the best while there is none, where that is known. */
  readonly program?: string;
}

/** A display that shows nothing. */
export const noDisplay: Display = { launch: () => {}, event: () => {}, notice: () => {}, end: () => {} };
