import type { LaneStatus } from "../evaluation/backend.ts";

/** Signs of life of all lanes in shared memory: lanes write them, the main thread reads them, and no message is sent. */
export interface Pulses {
  /** Given to each lane. */
  readonly memory: SharedArrayBuffer;
  /** The lanes that have begun to work. */
  statuses(): LaneStatus[];
}

/** The signs of life of one lane. */
export interface Pulse {
  /** A task of so many agents begins. */
  begin(agents: number): void;
  /** Something was heard of the sandbox process; `results` agents more have been played. */
  beat(results: number, sandbox: { readonly pid: number; readonly restarts: number }): void;
  /** The task is over, with so many outcomes. */
  end(evaluations: number): void;
}

/** What a lane writes: 64-bit numbers, each written in one step. The first row counts the lanes instead. */
const fields = ["lane", "pid", "restarts", "evaluations", "agents", "done", "since", "heard"] as const;
type Field = (typeof fields)[number];

/** Shared memory for so many lanes; a lane that replaces a lost one takes the place of the first. */
export function createPulses(lanes: number): Pulses {
  const memory = new SharedArrayBuffer((lanes + 1) * fields.length * 8);
  const cells = new Float64Array(memory);
  return {
    memory,
    statuses() {
      const now = clock();
      return Array.from({ length: lanes }, (_, lane) => statusOf(cells, lane, now)).filter(
        (status) => status !== undefined,
      );
    },
  };
}

function statusOf(cells: Float64Array, lane: number, now: number): LaneStatus | undefined {
  const read = (field: Field): number => cells[(lane + 1) * fields.length + fields.indexOf(field)]!;
  if (read("lane") === 0) return undefined;
  const agents = read("agents");
  const status = { lane, pid: read("pid"), evaluations: read("evaluations"), restarts: read("restarts") };
  if (agents === 0) return status;
  const [done, sinceMs, quietMs] = [Math.min(agents, read("done")), now - read("since"), now - read("heard")];
  return { ...status, task: { agents, done, sinceMs, quietMs } };
}

/** Takes a place in the shared memory, from within a lane. */
export function joinPulses(memory: SharedArrayBuffer): Pulse {
  const cells = new Float64Array(memory);
  const lanes = cells.length / fields.length - 1;
  const lane = Atomics.add(new Int32Array(memory, 0, 1), 0, 1) % lanes;
  const write = (field: Field, value: number): void => {
    cells[(lane + 1) * fields.length + fields.indexOf(field)] = value;
  };
  let evaluations = 0;
  let done = 0;
  write("lane", 1);
  return {
    begin(agents) {
      const now = clock();
      done = 0;
      write("done", 0);
      write("since", now);
      write("heard", now);
      write("agents", agents);
    },
    beat(results, { pid, restarts }) {
      done += results;
      write("done", done);
      write("pid", pid);
      write("restarts", restarts);
      write("heard", clock());
    },
    end(count) {
      evaluations += count;
      write("evaluations", evaluations);
      write("agents", 0);
    },
  };
}

/** Milliseconds of the machine's steady clock, which all threads share. */
function clock(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
