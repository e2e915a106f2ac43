import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Random } from "../../src/std/random.ts";

const program = fileURLToPath(new URL("../../bin/lamarck.js", import.meta.url));

/**
 * Runs `lamarck` with these words in a process of its own, and kills it outright when `death` comes. Resolves to whether
 * it was killed; rejects with its complaint where it failed by itself.
 */
export async function lamarck(
  words: readonly string[],
  death?: Promise<void>,
  env: NodeJS.ProcessEnv = {},
): Promise<"killed" | "ended"> {
  const options = {
    stdio: ["ignore", "ignore", "pipe"] as ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...env },
  };
  const child = spawn(process.execPath, [program, ...words], options);
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += String(text)));
  void death?.then(() => child.kill("SIGKILL"));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code === null) return "killed";
  if (code === 0) return "ended";
  throw new Error(`lamarck ${words.join(" ")} exits with ${code}: ${complaint}`);
}

export interface KillingOptions {
  readonly kills: number;
  readonly spanMs: number;
  readonly random: Random;
  readonly env?: NodeJS.ProcessEnv;
  /** The moment of a kill, counted from 0, where it is not to be a random one. */
  readonly moment?: (kill: number) => Promise<void> | undefined;
}

/**
 * Goes on with a run again and again and kills it at random moments: every fourth time anywhere, while it starts as
 * well; else up to `spanMs` after it began to write. Returns how often it was killed: `kills` times, or fewer if it ended.
 */
export async function killAgainAndAgain(
  words: readonly string[],
  folder: string,
  { kills, spanMs, random, env, moment }: KillingOptions,
): Promise<number> {
  for (let killed = 0; killed < kills; killed++) {
    const wait = random.int(spanMs);
    const chance = (): Promise<void> =>
      killed % 4 === 3 ? setTimeout(2 * wait) : grown(join(folder, "events.jsonl")).then(() => setTimeout(wait));
    if ((await lamarck(words, moment?.(killed) ?? chance(), env)) === "ended") return killed;
  }
  return kills;
}

/** Waits until a file is longer than now, for a minute at most. */
async function grown(file: string): Promise<void> {
  const size = (): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const before = size();
  for (let tries = 0; tries < 12_000 && size() <= before; tries++) await setTimeout(5);
}
