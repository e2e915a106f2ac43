import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Author } from "../campaign/author.ts";
import type { LaneStatus } from "../evaluation/backend.ts";
import type { Event } from "../events/event.ts";
import type { State } from "../events/state.ts";
import type { RunWriter } from "../store/run-directory.ts";
import type { Live, LiveLane } from "../view/live.ts";
import { failures } from "../view/progress.ts";
import type { SteeredBackend } from "./steered-backend.ts";
import type { Steering } from "./steering.ts";

/** Puts together what only the runner knows. It works when it is asked, not when something happens. */
export interface LiveGauge {
  /** The log is folded, and the loop begins. */
  begun(state: State): void;
  event(event: Event): void;
  read(): Live;
  close(): void;
}

/** What it reads. */
export interface LiveSources {
  readonly writer: Pick<RunWriter, "written">;
  readonly backend: SteeredBackend;
  readonly steering: Steering;
  /** Who asks language models, where they are asked. */
  readonly author?: Pick<Author, "status"> | undefined;
  readonly viewers: () => number;
}

const resolutionMs = 20;
const megabyte = 1 << 20;
const pageBytes = 4096;

/** Measures from now on. */
export function createLiveGauge({ writer, backend, steering, author, viewers }: LiveSources): LiveGauge {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let state: State | undefined;
  /** When the generation under way began, by the steering's clock. */
  let generationBegun = steering.clock();

  function lateness(): number {
    const late = delay.count === 0 ? 0 : delay.percentile(99) / 1e6 - resolutionMs;
    delay.reset();
    return Math.max(0, Math.round(late * 10) / 10);
  }

  function elapsed(phase: Live["phase"]): number {
    const before = state?.elapsedMs ?? 0;
    // Judging the finalists is no running time of the search.
    return Math.round(
      phase === "judging" || phase === "starting" ? before : before + steering.clock() - generationBegun,
    );
  }

  return {
    begun(now) {
      state = now;
      generationBegun = steering.clock();
    },
    event({ type }) {
      if (type === "generation-finished") generationBegun = steering.clock();
    },
    read() {
      const phase = steering.phase();
      return {
        t: new Date().toISOString(),
        phase,
        written: writer.written(),
        generation: state?.generation ?? -1,
        births: state?.births ?? 0,
        evaluations: state?.evaluations ?? 0,
        reused: state?.reused ?? 0,
        failed: state === undefined ? 0 : failures(state),
        elapsedMs: elapsed(phase),
        budget: steering.budgetAhead(),
        jobs: backend.jobs(),
        flying: backend.flying(),
        lanes: backend.lanes().map(laneOf),
        ...(author === undefined ? {} : { author: author.status() }),
        memoryMb: Math.round(process.memoryUsage.rss() / megabyte),
        loopDelayMs: lateness(),
        viewers: viewers(),
      };
    },
    close: () => void delay.disable(),
  };
}

function laneOf({ task, ...status }: LaneStatus): LiveLane {
  const lane = { ...status, rssMb: residentMb(status.pid) };
  if (task === undefined) return lane;
  return { ...lane, task: { ...task, sinceMs: Math.round(task.sinceMs), quietMs: Math.round(task.quietMs) } };
}

/** The resident memory of a process; 0 where the system does not tell. */
function residentMb(pid: number): number {
  if (pid === 0 || process.platform !== "linux") return 0;
  try {
    return Math.round((Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * pageBytes) / megabyte);
  } catch {
    return 0;
  }
}
