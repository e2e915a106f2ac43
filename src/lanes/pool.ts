import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { LaneStatus } from "../evaluation/backend.ts";
import { messageOf, UserError, WorldError } from "../std/errors.ts";
import { type Complaint, errorOf } from "./complaint.ts";
import { createPulses } from "./pulse.ts";

/** A pool of worker threads, the lanes. */
export interface Pool<Task, Reply> {
  /**
   * Throws what a lane complains of, and `WorldError` where it is lost, does not answer within the limit (in
   * milliseconds), or all are closed.
   */
  run(task: Task, limitMs: number): Promise<Reply>;
  statuses(): readonly LaneStatus[];
  /** Ends every thread. Idempotent. */
  close(): Promise<void>;
}

export interface PoolOptions {
  /** The lane's file in `src`, whose built form exports the function that does a task. It joins the pulses in `workerData`. */
  readonly file: string;
  readonly lanes: number;
  /** Ends the process that a lane has for itself, after the lane itself was ended. */
  readonly reap?: (pid: number) => void;
}

/** Starts this many lanes. */
export function createPool<Task, Reply extends object>({ file, lanes, reap }: PoolOptions): Pool<Task, Reply> {
  const pulses = createPulses(lanes);
  const pool = new Piscina<Task, Reply | Complaint>({
    filename: builtFile(file),
    minThreads: lanes,
    maxThreads: lanes,
    concurrentTasksPerWorker: 1,
    idleTimeout: Infinity,
    workerData: pulses.memory,
    // A lane hears its child in its event loop, and so its tasks too; nobody reads the pool's statistics.
    atomics: "disabled",
    recordTiming: false,
  });
  let closed = false;

  return {
    async run(task, limitMs) {
      // The pool itself would start new threads.
      if (closed) throw laneError(undefined, closed);
      // An emitter, since an AbortSignal takes as long as the rest of a task's way.
      const signal = new EventEmitter();
      const timer = setTimeout(() => signal.emit("abort"), limitMs);
      try {
        const reply = await pool.run(task, { signal });
        if ("complaint" in reply) throw errorOf(reply);
        return reply;
      } catch (error) {
        throw error instanceof UserError || error instanceof WorldError ? error : laneError(error, closed);
      } finally {
        clearTimeout(timer);
      }
    },
    statuses: pulses.statuses,
    async close() {
      if (closed) return;
      closed = true;
      // A lane that answers while it is being ended is unexpected to the pool, but no error.
      pool.on("error", () => {});
      await pool.destroy();
      for (const { pid } of pulses.statuses()) reap?.(pid);
    },
  };
}

/** Lanes run what was built, whether they are started from there or from the sources. */
function builtFile(file: string): string {
  const built = import.meta.url.replace("/dist/src/", "/src/").replace(/\/src\/lanes\/.*$/, "/dist/src/");
  return fileURLToPath(new URL(file.replace(/\.ts$/, ".js"), built));
}

function laneError(cause: unknown, closed: boolean): WorldError {
  if (closed) return new WorldError("lanes-closed", "The lanes were closed", "Run it again to go on.", { cause });
  return new WorldError(
    "lane-lost",
    `An evaluation lane was lost: ${messageOf(cause)}`,
    "Resume the run: what was acknowledged is kept. `lamarck doctor` checks the lanes.",
    { cause },
  );
}
