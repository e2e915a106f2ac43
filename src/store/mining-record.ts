import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { WorldError } from "../std/errors.ts";
import { takeLock } from "./lock.ts";
import { writeJson } from "./run-directory.ts";

/** How often a run was looked at while it ran: what later looks have to allow for. It belongs to whoever opened it. */
export interface MiningRecord {
  looks(): number;
  write(looks: number): void;
  close(): void;
}

interface Recorded {
  readonly schema: "lamarck/mining@1";
  readonly looks: number;
}

/** Opens the record in a run's folder. Throws `WorldError` where another process has it, or where it is damaged. */
export function openMining(folder: string): MiningRecord {
  const path = join(folder, "mining.json");
  const lock = takeLock(join(folder, "mining.lock"));
  if ("holder" in lock) {
    const { pid, host } = lock.holder;
    throw new WorldError(
      "locked",
      `The run ${folder} is mined by process ${pid} on ${host} already`,
      "`lamarck capabilities` shows what it finds. Wait until it ends, or mine once with `lamarck mine`.",
    );
  }
  try {
    let looks = looksIn(path);
    return {
      looks: () => looks,
      write(more) {
        looks = more;
        writeJson(path, { schema: "lamarck/mining@1", looks } satisfies Recorded);
      },
      close: lock.release,
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function looksIn(path: string): number {
  if (!existsSync(path)) return 0;
  let recorded: Partial<Recorded> = {};
  try {
    recorded = JSON.parse(readFileSync(path, "utf8")) as Partial<Recorded>;
  } catch {
    // Said below.
  }
  const { schema, looks } = recorded;
  if (schema === "lamarck/mining@1" && Number.isInteger(looks) && looks! >= 0) return looks!;
  throw new WorldError(
    "mining-damaged",
    `${path} is damaged: expected an object of schema lamarck/mining@1`,
    "Restore it from a copy; without it nobody knows how often the run was looked at.",
  );
}
