import { existsSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Campaign } from "../../src/campaign/assemble.ts";
import type { Backend } from "../../src/evaluation/backend.ts";
import type { Sitting } from "../../src/runner/run-campaign.ts";
import { runCampaign } from "../../src/runner/run-campaign.ts";
import type { Random } from "../../src/std/random.ts";
import type { RunWriter } from "../../src/store/run-directory.ts";
import { openRun } from "../../src/store/run-directory.ts";
import { scriptedAuthor } from "./authors.ts";

/** How a sitting is interrupted; counts begin with it. */
export interface Interruption {
  /** The process dies when it would append the event of this number. */
  readonly killAt?: number;
  /** It is asked to stop when the event of this number is told. */
  readonly stopAt?: number;
  /** What survives of the files' last bytes after a death. */
  readonly random: Random;
}

/** What a process does whose end has come. */
class Killed extends Error {}

/** Runs a sitting in this folder, with models that write by a script where its spec has any; tells how it ended, or that it was killed. Failures of the world are thrown. */
export async function sit(
  folder: string,
  campaign: Campaign,
  backend: Backend,
  {
    killAt = Infinity,
    stopAt = Infinity,
    random,
    ...rest
  }: Interruption & Partial<Pick<Sitting, "budget" | "subscriber">>,
): Promise<"killed" | "stopped" | "finished"> {
  const writer = openRun(folder);
  const mortal = mortalWriter(writer, killAt);
  const delays = random.fork("author");
  const author = campaign.spec.llm === undefined ? {} : { author: scriptedAuthor(campaign, { delays }) };
  const stop = new AbortController();
  let told = 0;
  try {
    const { ending } = await runCampaign({
      writer: mortal.writer,
      id: "simulated",
      version: "0.0.0",
      campaign,
      scenarioHash: "0",
      backend,
      signal: stop.signal,
      ...author,
      ...rest,
      subscriber(event, state) {
        rest.subscriber?.(event, state);
        if (told++ === stopAt) stop.abort();
      },
    });
    return ending.stopped ? "stopped" : "finished";
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return "killed";
  } finally {
    writer.close();
    if (mortal.isDead()) mortal.decay(random);
  }
}

/** A writer whose process may die under it. What it had not flushed by then is lost, or arrived in part. */
function mortalWriter(
  writer: RunWriter,
  killAt: number,
): { writer: RunWriter; isDead: () => boolean; decay: (random: Random) => void } {
  const files = { genomes: join(writer.path, "genomes.jsonl"), events: join(writer.path, "events.jsonl") };
  const sizes = (): { genomes: number; events: number } => ({
    genomes: statSync(files.genomes).size,
    events: statSync(files.events).size,
  });
  let durable = sizes();
  let appended = 0;
  let dead = false;
  function live(): void {
    if (dead) throw new Killed();
  }
  return {
    isDead: () => dead,
    writer: {
      ...writer,
      store(genome) {
        live();
        writer.store(genome);
      },
      append(event) {
        dead ||= appended++ === killAt;
        live();
        writer.append(event);
      },
      commit() {
        live();
        writer.commit();
        durable = sizes();
      },
    },
    /** Genomes are written before the events that name them. */
    decay(random) {
      const now = sizes();
      if (random.chance(0.5)) {
        truncateSync(files.genomes, durable.genomes + random.int(now.genomes - durable.genomes + 1));
        truncateSync(files.events, durable.events);
      } else {
        truncateSync(files.events, durable.events + random.int(now.events - durable.events + 1));
      }
    },
  };
}

/** A folder for runs that is gone after the work; in memory where the system has a place for that. */
export async function inFolder<T>(work: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "lamarck-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
