import type { Event } from "../events/event.ts";
import type { Budget } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Judgements } from "./history.ts";
import type { StopSignal } from "./terminal.ts";

/** The displays there are; `auto` chooses. */
export const displayNames = ["auto", "plain", "json", "none"] as const;
export type DisplayName = (typeof displayNames)[number];

/** Shows a sitting of a campaign while it runs. It can only look. */
export interface Display {
  launch(launch: Launch): void;
  event(event: Event, state: State): void;
  warn(message: string): void;
  end(end: SittingEnd): void;
}

/** What is known before the first generation. */
export interface Launch {
  readonly version: string;
  readonly run: string;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly jobs: number;
  readonly budget: Budget;
  /** The run's folder. */
  readonly folder: string;
  /** Whether the run was there before. */
  readonly resumed: boolean;
}

/** How a sitting ended. */
export interface SittingEnd {
  readonly reason: "target" | "evaluations" | "generations" | "time" | "no-survivor" | StopSignal;
  readonly exit: number;
  readonly state: State;
  readonly judgements: Judgements;
}

/** A display that shows nothing. */
export const noDisplay: Display = { launch: () => {}, event: () => {}, warn: () => {}, end: () => {} };
