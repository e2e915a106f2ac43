import { availableParallelism } from "node:os";
import type { Backend, Batch } from "../evaluation/backend.ts";
import type { EngineName } from "../evaluation/engine-name.ts";
import type { Genome } from "../genome/genome.ts";
import type { Recording } from "../evaluation/recording.ts";
import { inOrder } from "../lanes/in-order.ts";
import { createPool } from "../lanes/pool.ts";
import { outcomesOf } from "../lanes/reply.ts";
import { type Calibration, type CalibrationTask, candidates } from "./calibrate.ts";
import type { LaneReply, LaneTask } from "./lane.ts";

export interface InferenceOptions {
  /** How many lanes (worker threads); from 1, default: the machine's cores. */
  readonly lanes?: number;
  readonly engine: EngineName;
}

/** A backend that can also tell what the networks did. */
export interface Inference extends Backend {
  /** One recording a genome; for a handful of them, since all is kept in memory. Throws as `evaluate` does. */
  record(batch: Batch): Promise<readonly Recording[]>;
}

/** Networks in a task at most, so that lanes share the work evenly and show that they live. */
const taskNetworksMax = 256;
/** No world that ends needs longer for a network: only the scenario's own code can hold up a lane. */
const networkMsMax = 60_000;

/** The backend for networks: lanes that step worlds, each with an engine of its own. */
export function createInference({ lanes: count = availableParallelism(), engine }: InferenceOptions): Inference {
  // A GPU has one user: two threads that share it end the process.
  const lanes = engine === "webgpu" || engine === "cuda" ? 1 : count;
  const pool = createPool<LaneTask, LaneReply>({ file: "inference/lane.ts", lanes });
  const run = (task: LaneTask): Promise<LaneReply> => pool.run(task, networkMsMax + networkMsMax * task.genomes.length);

  return {
    async *evaluate(batch) {
      const size = Math.max(1, Math.min(taskNetworksMax, Math.ceil(batch.genomes.length / lanes)));
      for await (const reply of inOrder(tasksOf(batch, engine, size), lanes * 2, run)) {
        yield outcomesOf(reply, reply.ms);
      }
    },
    async record(batch) {
      const tasks = tasksOf(batch, engine, 1).map((task) => ({ ...task, record: true }));
      const recordings: Recording[] = [];
      for await (const reply of inOrder(tasks, lanes, run)) recordings.push(recordingOf(reply));
      return recordings;
    },
    lanes: () => pool.statuses().map((status) => ({ ...status, engine })),
    close: pool.close,
  };
}

function tasksOf({ scenario, cases, genomes, rivals }: Batch, engine: EngineName, size: number): LaneTask[] {
  return Array.from({ length: Math.ceil(genomes.length / size) }, (_, k) => ({
    scenario,
    cases,
    engine,
    rivals,
    genomes: genomes.slice(k * size, (k + 1) * size),
  }));
}

/** The recording of a task with one network. */
function recordingOf(reply: LaneReply): Recording {
  const { cases, answers } = reply.record!;
  const played = answers[0]!;
  return {
    outcome: outcomesOf(reply, reply.ms)[0]!,
    cases: cases.map((one, i) => ({ ...one, ...(played[i] === undefined ? {} : { answer: played[i] }) })),
  };
}

/** Tries engines on these networks for 50 ms each, in a lane of its own, since ONNX Runtime may write to the terminal. */
export async function calibrate(genomes: readonly Genome[], columns: number): Promise<Calibration> {
  const pool = createPool<CalibrationTask, Calibration>({ file: "inference/lane.ts", lanes: 1 });
  try {
    return await pool.run({ calibrate: candidates, genomes, columns }, 60_000);
  } finally {
    await pool.close();
  }
}
