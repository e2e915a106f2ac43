import { hostname } from "node:os";
import { connectControl } from "../runner/control-client.ts";
import { readRun, type RunReader } from "../store/run-directory.ts";
import type { Phase } from "../view/live.ts";

/** What a run is doing. */
export type RunState =
  | "running"
  | "pausing"
  | "paused"
  | "stopping"
  | "stopped"
  | "finished"
  /** Its process is gone without a word. */
  | "interrupted"
  /** Its process lives and does not answer. */
  | "unresponsive";

/** So long a runner may take to say what it does. */
const answerMs = 500;

/** What a run is doing, by its lock, its manifest and what its runner says. */
export async function runState(run: RunReader): Promise<RunState> {
  const holder = run.holder();
  if (holder === undefined) {
    // It may have ended since the manifest was read.
    const { state } = readRun(run.path).manifest;
    return state === "running" ? "interrupted" : state;
  }
  // What runs elsewhere, or cannot be asked, is believed to run.
  if (holder.socket === undefined || holder.host !== hostname()) return "running";
  const phase = await phaseOf(holder.socket);
  // It may have ended while it was asked.
  if (phase === undefined) return run.holder() === undefined ? runState(run) : "unresponsive";
  return phase === "pausing" || phase === "paused" || phase === "stopping" ? phase : "running";
}

function phaseOf(socket: string): Promise<Phase | undefined> {
  return new Promise((resolve) => {
    const client = connectControl({
      address: () => socket,
      listener: {
        snapshot: ({ phase }) => done(phase),
        tick: () => {},
        notice: () => {},
        lost: () => done(undefined),
      },
    });
    const timer = setTimeout(() => done(undefined), answerMs);
    function done(phase: Phase | undefined): void {
      clearTimeout(timer);
      client.close();
      resolve(phase);
    }
  });
}
