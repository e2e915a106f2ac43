import { availableParallelism } from "node:os";
import type { Backend, Batch } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import { answersOf, type Recording } from "../evaluation/recording.ts";
import { inOrder } from "../lanes/in-order.ts";
import { createPool } from "../lanes/pool.ts";
import { outcomesOf } from "../lanes/reply.ts";
import type { LaneReply, LaneTask } from "./lane.ts";
import { killGroup } from "./sandbox-process.ts";

/** Settings of the sandbox backend. */
export interface SandboxOptions {
  /** How many lanes (worker threads, each with one sandbox process); from 1, default: the machine's cores. */
  readonly lanes?: number;
  /** `alone` runs every program in a fresh isolate; the results are the same, only slower. */
  readonly speed?: "auto" | "alone";
}

/** A task takes about so long: not so long that the work is shared unevenly, not so short that its way costs more. */
const taskMs = { least: 2, most: 30 };
const taskProgramsMax = 256;
/** Programs of a task that is recorded: their answers come back together. */
const recordedMax = 16;

/** A backend that can also tell what the programs did. */
export interface Sandbox extends Backend {
  /** One recording a genome; for a handful of them, since all is kept in memory. Throws as `evaluate` does. */
  record(batch: Batch): Promise<readonly Recording[]>;
}

/** The backend for programs: supervised sandbox processes behind a pool of worker threads. */
export function createSandbox({ lanes: count = availableParallelism(), speed = "auto" }: SandboxOptions = {}): Sandbox {
  // A child that is stuck in native code does not notice that its lane is gone.
  const lanes = createPool<LaneTask, LaneReply>({ file: "sandbox/lane.ts", lanes: count, reap: killGroup });
  let msPerProgram = 1;

  async function run(task: LaneTask): Promise<readonly Outcome[]> {
    const reply = await lanes.run(task, limitMsOf(task));
    msPerProgram += 0.2 * (reply.ms / Math.max(1, task.programs.length) - msPerProgram);
    return outcomesOf(reply, reply.ms);
  }

  return {
    evaluate(batch) {
      const programs = batch.genomes.length;
      const tasks = Math.max(1, Math.min(count, Math.floor((programs * msPerProgram) / taskMs.least)));
      const most = Math.min(taskProgramsMax, Math.round(taskMs.most / msPerProgram));
      const size = Math.max(1, Math.min(most, Math.ceil(programs / tasks)));
      return inOrder(tasksOf(batch, speed, size), count * 2, run);
    },
    async record(batch) {
      const tasks = tasksOf(batch, speed, recordedMax).map((task) => ({ ...task, record: true }));
      const recordings: Recording[] = [];
      const play = (task: LaneTask): Promise<LaneReply> => lanes.run(task, limitMsOf(task));
      for await (const reply of inOrder(tasks, count, play)) recordings.push(...recordingsOf(reply));
      return recordings;
    },
    lanes: lanes.statuses,
    close: lanes.close,
  };
}

/** Only the scenario's own code can hold up a lane: guests are ended by their supervisor long before. */
function limitMsOf({ programs }: LaneTask): number {
  return 60_000 + 20_000 * programs.length;
}

function tasksOf({ scenario, cases, genomes, rivals }: Batch, speed: LaneTask["speed"], size: number): LaneTask[] {
  const shared = { scenario, cases, speed, rivals: rivals.map((genome) => genome.bytes) };
  return Array.from({ length: Math.ceil(genomes.length / size) }, (_, k) => ({
    ...shared,
    programs: genomes.slice(k * size, (k + 1) * size).map((genome) => genome.bytes),
  }));
}

/** The recordings of a task, one a program. */
function recordingsOf(reply: LaneReply): Recording[] {
  const { cases, numbers } = reply.record!;
  return outcomesOf(reply, reply.ms).map((outcome, k) => {
    const own = numbers[k];
    const answers = own == null ? undefined : answersOf(own, cases.length);
    return {
      outcome,
      cases: cases.map((one, i) => ({ ...one, ...(answers === undefined ? {} : { answer: answers[i]! }) })),
    };
  });
}
