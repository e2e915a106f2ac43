import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The file that the process which mines a run beside its runner writes what it does to. */
export const miningLog = (folder: string): string => join(folder, "mining.log");

/** A process that mines a run beside its runner. */
export interface MiningProcess {
  /** Waits until it has ended, which is soon after the campaign has; its exit code. Until then it keeps no process. */
  ended(): Promise<number>;
}

/** The command line as this process runs it, from its source or built: scenarios are the same then. */
const program = fileURLToPath(import.meta.url).replace("mining-process", "lamarck");

/** Starts it in a session of its own, so that neither harms the other. */
export function startMining(folder: string, workspace: string): MiningProcess {
  const log = openSync(miningLog(folder), "a");
  const flags = process.execArgv.filter((flag) => !flag.startsWith("--inspect"));
  const child = spawn(process.execPath, [...flags, program, "mine", folder, "--follow"], {
    cwd: workspace,
    detached: true,
    windowsHide: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  const exit = new Promise<number>((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
  return {
    async ended() {
      child.ref();
      return exit;
    },
  };
}
