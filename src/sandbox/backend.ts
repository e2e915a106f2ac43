import { availableParallelism } from "node:os";
import type { Backend, Batch } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import { answersOf, type Recording } from "../evaluation/recording.ts";
import type { LaneReply, LaneTask } from "./lane.ts";
import { createLanes } from "./lanes.ts";

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

/** A backend that can also tell what the programs did. */
export interface Sandbox extends Backend {
  /** One recording a genome; for a handful of them, since all is kept in memory. Throws as `evaluate` does. */
  record(batch: Batch): Promise<readonly Recording[]>;
}

/** The backend for programs: supervised sandbox processes behind a pool of worker threads. */
export function createSandbox({ lanes: count = availableParallelism(), speed = "auto" }: SandboxOptions = {}): Sandbox {
  const lanes = createLanes(count);
  let msPerProgram = 1;

  async function run(task: LaneTask): Promise<readonly Outcome[]> {
    const reply = await lanes.run(task);
    msPerProgram += 0.2 * (reply.ms / Math.max(1, task.programs.length) - msPerProgram);
    return outcomesOf(reply);
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
      const tasks = tasksOf(batch, speed, 1).map((task) => ({ ...task, record: true }));
      const recordings: Recording[] = [];
      for await (const reply of inOrder(tasks, count, lanes.run)) recordings.push(recordingOf(reply));
      return recordings;
    },
    lanes: lanes.statuses,
    close: lanes.close,
  };
}

function tasksOf({ scenario, cases, genomes, rivals }: Batch, speed: LaneTask["speed"], size: number): LaneTask[] {
  const shared = { scenario, cases, speed, rivals: rivals.map((genome) => genome.bytes) };
  return Array.from({ length: Math.ceil(genomes.length / size) }, (_, k) => ({
    ...shared,
    programs: genomes.slice(k * size, (k + 1) * size).map((genome) => genome.bytes),
  }));
}

/** The results in the order of the inputs, with this many under way. */
async function* inOrder<Input, Result>(
  inputs: readonly Input[],
  width: number,
  run: (input: Input) => Promise<Result>,
): AsyncGenerator<Result, void> {
  const flying: Promise<Result>[] = [];
  let next = 0;
  const launch = (): void => {
    for (; next < inputs.length && flying.length < width; next++) {
      const one = run(inputs[next]!);
      // A failure is thrown where its turn comes; until then it must not count as unhandled.
      one.catch(() => {});
      flying.push(one);
    }
  };
  for (launch(); flying.length > 0;) {
    const result = await flying.shift()!;
    launch();
    yield result;
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
    for (let one = 0; one < cases; one++) rows.push(numbersOf(scores, k * cases + one, objectives));
    const mine = numbersOf(measures, k, measureCount);
    return { status: "scored", scores: rows, measures: mine, observed };
  });
}

/** The recording of a task with one program. */
function recordingOf(reply: LaneReply): Recording {
  const { cases, numbers } = reply.record!;
  const answers = numbers[0] == null ? undefined : answersOf(numbers[0], cases.length);
  return {
    outcome: outcomesOf(reply)[0]!,
    cases: cases.map((one, i) => ({ ...one, ...(answers === undefined ? {} : { answer: answers[i]! }) })),
  };
}

/** The row with this number in a table; a loop, since views of typed arrays are dear. */
function numbersOf(table: Float64Array, row: number, width: number): number[] {
  const numbers: number[] = [];
  for (let i = row * width; i < (row + 1) * width; i++) numbers.push(table[i]!);
  return numbers;
}
