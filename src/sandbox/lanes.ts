import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { LaneStatus } from "../evaluation/backend.ts";
import { messageOf, UserError, WorldError } from "../std/errors.ts";
import type { LaneComplaint, LaneReply, LaneTask } from "./lane.ts";
import { createPulses } from "./pulse.ts";
import { killGroup } from "./sandbox-process.ts";

/** A pool of worker threads, each with one sandbox process. */
export interface Lanes {
  /** Throws `UserError` where the scenario is at fault, `WorldError` where a lane is lost or all are closed. */
  run(task: LaneTask): Promise<LaneReply>;
  statuses(): readonly LaneStatus[];
  /** Ends every thread and process. Idempotent. */
  close(): Promise<void>;
}

const laneFile = fileURLToPath(
  new URL("../../dist/src/sandbox/lane.js", import.meta.url.replace("/dist/src/", "/src/")),
);

/** Starts this many lanes. */
export function createLanes(count: number): Lanes {
  const pulses = createPulses(count);
  const pool = new Piscina<LaneTask, LaneReply | LaneComplaint>({
    filename: laneFile,
    minThreads: count,
    maxThreads: count,
    concurrentTasksPerWorker: 1,
    idleTimeout: Infinity,
    workerData: pulses.memory,
    // A lane hears its child in its event loop, and so its tasks too; nobody reads the pool's statistics.
    atomics: "disabled",
    recordTiming: false,
  });
  let closed = false;

  return {
    async run(task) {
      // The pool itself would start new threads.
      if (closed) throw laneError(undefined, closed);
      // Only the scenario's own code can hold up a lane: guests are ended by their supervisor long before. An emitter,
      // since an AbortSignal takes as long as the rest of a task's way.
      const signal = new EventEmitter();
      const timer = setTimeout(() => signal.emit("abort"), 60_000 + 20_000 * task.programs.length);
      try {
        const reply = await pool.run(task, { signal });
        if ("complaint" in reply) throw new UserError(...reply.complaint);
        return reply;
      } catch (error) {
        throw error instanceof UserError ? error : laneError(error, closed);
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
      // A child that is stuck in native code does not notice that its lane is gone.
      for (const { pid } of pulses.statuses()) killGroup(pid);
    },
  };
}

function laneError(cause: unknown, closed: boolean): WorldError {
  if (closed) return new WorldError("sandbox-closed", "The sandbox was closed", "Run it again to go on.", { cause });
  return new WorldError(
    "lane-lost",
    `An evaluation lane was lost: ${messageOf(cause)}`,
    "Resume the run: what was acknowledged is kept. `lamarck doctor` checks the sandbox.",
    { cause },
  );
}
