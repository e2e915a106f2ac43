import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Journal } from "../campaign/ports.ts";
import type { Event, Line } from "../events/event.ts";
import { hashedText } from "../events/event.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { Genome } from "../genome/genome.ts";
import { messageOf, UserError, WorldError } from "../std/errors.ts";
import { runningHash } from "../std/hash.ts";
import { attempt, openAppender } from "./appender.ts";
import { openGenomes } from "./genome-index.ts";
import { damagedError, genomeLines, parseGenome, withBase } from "./genome-lines.ts";
import { linesOf } from "./lines.ts";
import type { Holder } from "./lock.ts";
import { lockHolder, takeLock } from "./lock.ts";

/** The small file that lists read: what the run is, and how far it was when that was last written. */
export interface Manifest {
  readonly schema: "lamarck/manifest@1";
  readonly id: string;
  readonly created: string;
  readonly updated: string;
  readonly lamarck: string;
  readonly spec: CampaignSpec;
  readonly state: "running" | "stopped" | "finished";
  readonly summary: Summary;
}

export interface Summary {
  readonly generation: number;
  readonly births: number;
  /** Outcomes that were computed, and those that were taken from an equal genome. */
  readonly evaluations: number;
  readonly reused?: number;
  readonly elapsedMs: number;
  /** The best member's mean score in the scenario's own direction; absent before the first. */
  readonly best?: { readonly id: number; readonly score: number };
  readonly reason?: string;
}

/** A run's folder, opened for writing. */
export interface RunWriter extends Journal {
  readonly path: string;
  /** Hands what was appended to the system, so that viewers can read it; the disk need not have confirmed it. */
  flush(): void;
  /** Has the disk confirm all that was appended. */
  sync(): void;
  /** How far the log in the file is: events, and bytes of `events.jsonl`. */
  written(): { readonly events: number; readonly bytes: number };
  /** Replaces the manifest in one step. */
  writeManifest(manifest: Manifest): void;
  /** Ends writing and gives the lock back. */
  close(): void;
}

/** Milliseconds between two confirmations by the disk: a power cut costs at most this much. */
const syncMs = 1000;

/**
 * Opens a run's folder for writing, making it where it is new; `socket` is where the process listens for viewers.
 * Throws `WorldError` "locked" when somebody has it.
 */
export function openRun(path: string, socket?: string): RunWriter {
  attempt(path, () => mkdirSync(path, { recursive: true }));
  const lock = takeLock(join(path, "lock"), socket);
  if ("holder" in lock) throw lockedError(path, lock.holder);
  try {
    const events = openAppender(join(path, "events.jsonl"));
    const genomes = openAppender(join(path, "genomes.jsonl"));
    const lines = genomeLines();
    let seq = countLines(join(path, "events.jsonl"));
    let written = { events: seq, bytes: events.bytes() };
    let synced = performance.now();
    // Genomes first: the log never names one that is not there.
    const flush = (): void => {
      genomes.flush();
      events.flush();
      written = { events: seq, bytes: events.bytes() };
    };
    const sync = (): void => {
      flush();
      genomes.sync();
      events.sync();
      synced = performance.now();
    };
    return {
      path,
      store(genome) {
        for (const line of lines.linesOf(genome)) genomes.add(line);
        if (genomes.isFull()) genomes.flush();
      },
      append(event) {
        const line: Line = { v: 1, seq: seq++, event };
        events.add(JSON.stringify(line));
        if (events.isFull()) flush();
      },
      commit() {
        if (performance.now() - synced > syncMs) sync();
        else flush();
      },
      flush,
      sync,
      written: () => written,
      writeManifest: (manifest) => writeJson(join(path, "manifest.json"), manifest),
      close() {
        try {
          genomes.sync();
          events.sync();
        } finally {
          genomes.close();
          events.close();
          lock.release();
        }
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function lockedError(path: string, holder: Holder): WorldError {
  return new WorldError(
    "locked",
    `The run ${path} is in use by process ${holder.pid} on ${holder.host}`,
    holder.host === hostname()
      ? "Watch it with `lamarck attach`, or stop it with `lamarck ctl stop`; a lock whose process is gone is taken over by itself."
      : `Wait until it ends there; if nothing runs there any more, delete ${join(path, "lock")}.`,
  );
}

/** Writes a file in one step: whoever reads sees the old text or the new one. */
export function writeJson(path: string, value: unknown): void {
  attempt(path, () => {
    writeFileSync(`${path}.new`, `${JSON.stringify(value, undefined, 2)}\n`, { flush: true });
    renameSync(`${path}.new`, path);
  });
}

function countLines(path: string): number {
  let count = 0;
  for (const _ of linesOf(path)) count++;
  return count;
}

/** A run's folder for reading, whether or not somebody writes it. */
export interface RunReader {
  readonly path: string;
  readonly manifest: Manifest;
  /** The process that runs it now, if any. */
  holder(): Holder | undefined;
  /** All events in order. */
  events(): Generator<Event>;
  /** All genomes in order of storing; the same one may come twice. */
  genomes(): Generator<Genome>;
  /** SHA-256 over all events without what was merely observed. */
  hash(): { readonly hash: string; readonly events: number };
}

/** Opens a run's folder for reading. Throws `UserError` when it is none. */
export function readRun(path: string): RunReader {
  const file = join(path, "manifest.json");
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch (error) {
    throw new UserError(
      "run-not-found",
      `${path} is not a run: ${messageOf(error)}`,
      "List the runs with `lamarck ls`.",
    );
  }
  function* events(): Generator<Event> {
    let seq = 0;
    const log = join(path, "events.jsonl");
    if (!existsSync(log)) return;
    for (const text of linesOf(log)) {
      yield parseLine(text, seq, log).event;
      seq++;
    }
  }
  return {
    path,
    manifest,
    holder: () => lockHolder(join(path, "lock")),
    events,
    *genomes() {
      const log = join(path, "genomes.jsonl");
      if (!existsSync(log)) return;
      // Bases are few: one a generation at most, where there are any.
      const { find } = openGenomes(log);
      let line = 0;
      for (const text of linesOf(log)) yield withBase(parseGenome(text, ++line, log), find, log);
    },
    hash() {
      const sum = runningHash();
      let count = 0;
      for (const event of events()) {
        sum.update(`${hashedText(event)}\n`);
        count++;
      }
      return { hash: sum.digest(), events: count };
    },
  };
}

/** A line of a log that is to have this number. Throws `WorldError` where it is another or none. */
export function parseLine(text: string, seq: number, log: string): Line {
  let line: Line | undefined;
  try {
    line = JSON.parse(text) as Line;
  } catch {
    // Said below.
  }
  if (line?.v === 1 && line.seq === seq && typeof line.event?.type === "string") return line;
  throw damagedError(log, seq + 1, `an event of schema 1 with seq ${seq}`);
}

/** The folder that holds a workspace's runs. */
export function runsFolder(workspace: string): string {
  return join(workspace, ".lamarck", "runs");
}

/** All runs of a workspace, newest first. Folders that are no runs are passed over. */
export function listRuns(workspace: string): RunReader[] {
  const folder = runsFolder(workspace);
  if (!existsSync(folder)) return [];
  const runs = readdirSync(folder).flatMap((name) => {
    try {
      return [readRun(join(folder, name))];
    } catch {
      return [];
    }
  });
  return runs.toSorted((a, b) => b.manifest.created.localeCompare(a.manifest.created));
}

/** The run that a selector names: an id, a unique prefix of one, a folder, or `latest`. Throws `UserError`. */
export function findRun(selector: string, workspace: string): RunReader {
  const folder = resolve(workspace, selector);
  if (/[\\/.]/.test(selector) && existsSync(folder) && statSync(folder).isDirectory()) return readRun(folder);
  const runs = listRuns(workspace);
  if (selector === "latest" && runs[0] !== undefined) return runs[0];
  const exact = runs.find((run) => basename(run.path) === selector);
  if (exact !== undefined) return exact;
  // A run's folder that is named without a slash, as `--run-dir` takes it.
  if (existsSync(join(folder, "manifest.json"))) return readRun(folder);
  const matching = runs.filter((run) => basename(run.path).startsWith(selector));
  if (matching.length === 1) return matching[0]!;
  const some = matching.length > 1 ? matching : runs;
  throw new UserError(
    "run-not-found",
    matching.length > 1 ? `\`${selector}\` names ${matching.length} runs` : `There is no run \`${selector}\` here`,
    some.length === 0
      ? "Start one with `lamarck run bin-packing`, or name a run's folder."
      : `Name one of: ${some
          .slice(0, 8)
          .map((run) => basename(run.path))
          .join(", ")}.`,
  );
}
