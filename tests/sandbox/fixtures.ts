import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Batch } from "../../src/evaluation/backend.ts";
import type { FaultKind, Outcome } from "../../src/evaluation/evaluation.ts";
import { genomeOf } from "../../src/genome/genome.ts";

/** A batch of programs for the echo scenario, on its 20 cases. */
export function echoBatch(sources: readonly string[]): Batch {
  return {
    scenario: { path: fileURLToPath(new URL("echo.ts", import.meta.url)), options: {}, seed: 1 },
    cases: { split: "train" },
    genomes: sources.map((source) => genomeOf("program", source)),
    rivals: [],
  };
}

export function kindOf(outcome: Outcome): "scored" | FaultKind {
  return outcome.status === "scored" ? "scored" : outcome.fault.kind;
}

/** What decides: the outcome without what was merely observed. */
export function decided(outcome: Outcome): string {
  return JSON.stringify({ ...outcome, observed: undefined });
}

/** Whether a process runs; one that has ended and was not yet fetched does not. */
export function isRunning(pid: number): boolean {
  try {
    if (process.platform !== "linux") return process.kill(pid, 0);
    // The state follows the name, which stands in parentheses.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Waits until it holds, for at most ten seconds; whether it does. */
export async function eventually(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 500; tries++) {
    if (holds()) return true;
    await sleep(20);
  }
  return false;
}

/** The resident memory of all sandbox processes that this process started, in bytes, and who they are. Linux only. */
export function sandboxes(): { readonly bytes: number; readonly pids: readonly number[] } {
  const pids: number[] = [];
  let bytes = 0;
  for (const entry of readdirSync("/proc")) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8");
      if (Number(parent) !== process.pid || state === "Z" || !command.includes("child.js")) continue;
      bytes += Number(readFileSync(`/proc/${entry}/statm`, "utf8").split(" ")[1]) * 4096;
      pids.push(Number(entry));
    } catch {
      // No process, or one that has just ended.
    }
  }
  return { bytes, pids };
}
