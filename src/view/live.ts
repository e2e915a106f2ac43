import type { AuthorStatus } from "../campaign/author.ts";
import type { EngineName } from "../evaluation/engine-name.ts";
import type { Budget } from "../events/spec.ts";

/** What a campaign is doing at this moment, as its runner says it: what the log does not hold, and how far the log is. */
export interface Live {
  /** The moment, as ISO text. */
  readonly t: string;
  readonly phase: Phase;
  /** Events that are on the disk, and where in `events.jsonl` they end: a viewer reads the log up to there. */
  readonly written: { readonly events: number; readonly bytes: number };
  readonly generation: number;
  readonly births: number;
  /** Outcomes that were computed, and those that were taken from an equal genome. */
  readonly evaluations: number;
  readonly reused: number;
  readonly failed: number;
  /** Running time over all sittings. */
  readonly elapsedMs: number;
  /** The budget in force, with what was asked for since the last generation. */
  readonly budget: Budget;
  readonly jobs: number;
  /** Genomes handed to the backend whose outcome is not known yet. */
  readonly flying: number;
  readonly lanes: readonly LiveLane[];
  /** What language models are doing; absent where none are asked. */
  readonly author?: AuthorStatus;
  /** Of the runner's process. */
  readonly memoryMb: number;
  /** How late the runner's event loop was, the 99th percentile since the last tick, in milliseconds. */
  readonly loopDelayMs: number;
  readonly viewers: number;
}

export type Phase = "starting" | "running" | "pausing" | "paused" | "judging" | "stopping" | "ended";

/** One evaluation lane: a worker thread, with its sandbox process where it runs programs. */
export interface LiveLane {
  readonly lane: number;
  /** The sandbox process; 0 where there is none. */
  readonly pid: number;
  readonly evaluations: number;
  readonly restarts: number;
  /** What computes networks in it; absent where programs run. */
  readonly engine?: EngineName;
  readonly rssMb: number;
  /** What it works on; absent while it waits. */
  readonly task?: {
    readonly agents: number;
    readonly done: number;
    readonly sinceMs: number;
    /** Milliseconds since the lane last showed a sign of life. */
    readonly quietMs: number;
  };
}

/** Something worth telling that is not an event of the log: a command, a restarted lane, a warning. */
export interface Notice {
  /** Counts notices of one sitting, from 0. */
  readonly seq: number;
  readonly t: string;
  readonly level: "info" | "warn" | "error";
  readonly text: string;
  /** Who asked for it, and why. */
  readonly author?: string;
  readonly reason?: string;
}
