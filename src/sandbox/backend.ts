import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { Backend, LaneStatus } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import { messageOf, UserError, WorldError } from "../std/errors.ts";
import type { LaneComplaint, LaneReply, LaneTask } from "./lane.ts";

/** Settings of the sandbox backend. */
export interface SandboxOptions {
  /** How many lanes (worker threads, each with one sandbox process); from 1, default: the machine's cores. */
  readonly lanes?: number;
  /** `alone` runs every program in a fresh isolate; the results are the same, only slower. */
  readonly speed?: "auto" | "alone";
}

const laneFile = fileURLToPath(
  new URL("../../dist/src/sandbox/lane.js", import.meta.url.replace("/dist/src/", "/src/")),
);
/** A task should take about this long: short enough to share the work evenly, long enough to hide its overhead. */
const taskMs = 30;
const taskProgramsMax = 256;

/** The backend for programs: supervised sandbox processes behind a pool of worker threads. */
export function createSandbox({ lanes = availableParallelism(), speed = "auto" }: SandboxOptions = {}): Backend {
  const pool = new Piscina<LaneTask, LaneReply | LaneComplaint>({
    filename: laneFile,
    minThreads: lanes,
    maxThreads: lanes,
    concurrentTasksPerWorker: 1,
    idleTimeout: Infinity,
  });
  const statuses = new Map<number, LaneStatus>();
  let msPerProgram = 1;
  let closed = false;

  function note({ status, faults, ms }: LaneReply): void {
    const before = statuses.get(status.lane)?.evaluations ?? 0;
    statuses.set(status.lane, { ...status, evaluations: before + faults.length });
    msPerProgram += 0.2 * (ms / Math.max(1, faults.length) - msPerProgram);
  }

  async function run(task: LaneTask): Promise<readonly Outcome[]> {
    // Only the scenario's own code can hold up a lane: guests are ended by their supervisor long before.
    const limitMs = 60_000 + 20_000 * task.programs.length;
    try {
      const reply = await pool.run(task, { signal: AbortSignal.timeout(limitMs) });
      if ("complaint" in reply) {
        const { code, message, hint } = reply.complaint;
        throw new UserError(code, message, hint);
      }
      note(reply);
      return outcomesOf(reply);
    } catch (error) {
      if (error instanceof UserError) throw error;
      if (closed)
        throw new WorldError("sandbox-closed", "The sandbox was closed", "Run it again to go on.", { cause: error });
      throw new WorldError(
        "lane-lost",
        `An evaluation lane was lost: ${messageOf(error)}`,
        "Resume the run: what was acknowledged is kept. `lamarck doctor` checks the sandbox.",
        { cause: error },
      );
    }
  }

  return {
    async *evaluate(batch) {
      const programs = batch.genomes.map((genome) => genome.bytes);
      const even = Math.ceil(programs.length / lanes);
      const size = Math.max(1, Math.min(taskProgramsMax, even, Math.round(taskMs / msPerProgram)));
      const rivals = batch.rivals.map((genome) => genome.bytes);
      const { scenario, cases } = batch;
      const flying: Promise<readonly Outcome[]>[] = [];
      let next = 0;
      const launch = (): void => {
        if (next >= programs.length) return;
        const task = run({ scenario, cases, rivals, speed, programs: programs.slice(next, next + size) });
        // A failure is thrown where its turn comes; until then it must not count as unhandled.
        task.catch(() => {});
        flying.push(task);
        next += size;
      };
      for (let i = 0; i < lanes * 2; i++) launch();
      for (let task = flying.shift(); task !== undefined; task = flying.shift()) {
        const outcomes = await task;
        launch();
        yield outcomes;
      }
    },
    lanes: () => [...statuses.values()],
    async close() {
      if (closed) return;
      closed = true;
      await pool.destroy();
      // A child that is stuck in native code does not notice that its lane is gone.
      for (const { pid } of statuses.values()) end(pid);
    },
  };
}

function end(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

function outcomesOf(reply: LaneReply): Outcome[] {
  const { faults, scores, measures, cases, objectives, notes, speeds } = reply;
  const measureCount = measures.length / Math.max(1, faults.length);
  const ms = Math.round((reply.ms / Math.max(1, faults.length)) * 1000) / 1000;
  return faults.map((fault, k): Outcome => {
    const note = notes[k];
    const observed = { ms, speed: speeds[k]!, ...(note == null ? {} : { note }) };
    if (fault !== null) return { status: "failed", fault, observed };
    const rows: number[][] = [];
    for (let one = 0; one < cases; one++) {
      const at = (k * cases + one) * objectives;
      rows.push(Array.from(scores.subarray(at, at + objectives)));
    }
    const mine = Array.from(measures.subarray(k * measureCount, (k + 1) * measureCount));
    return { status: "scored", scores: rows, measures: mine, observed };
  });
}
