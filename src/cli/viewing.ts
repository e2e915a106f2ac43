import { join } from "node:path";
import type { Event } from "../events/event.ts";
import type { State } from "../events/state.ts";
import type { Genome } from "../genome/genome.ts";
import type { Answer } from "../runner/protocol.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { messageOf } from "../std/errors.ts";
import { openGenomes } from "../store/genome-index.ts";
import type { RunReader } from "../store/run-directory.ts";
import type { Session } from "../tui/session.ts";
import type { Notice } from "../view/live.ts";
import type { Link, RunView } from "../view/model.ts";
import { exchangesIn } from "./asked.ts";
import { capabilitiesFor } from "./capabilities-for.ts";
import { factsOf } from "./history.ts";
import { readLog } from "./log-reading.ts";
import { createPlayer } from "./playback.ts";
import { linkRunner } from "./runner-link.ts";

/** A run that is being looked at: its log as it grows, and its runner while there is one. */
export interface Viewing extends Session {
  view(): RunView;
  /** Resolves once the log is read to its end and nobody runs it; rejects where the log cannot be read. */
  readonly ended: Promise<void>;
  /** Reads what the log holds by now, for so long at most. */
  catchUp(ms: number): void;
}

/** What is looked at, and what may be asked. */
export interface ViewingOptions {
  readonly run: RunReader;
  readonly scenario: Scenario;
  /** The folder from which commands name the run. */
  readonly cwd: string;
  /** Whether commands to the runner are refused here. */
  readonly isReader: boolean;
  /** Told of each event after it was applied, and of each notice. */
  readonly onEvent?: (event: Event, state: State) => void;
  readonly onNotice?: (notice: Notice) => void;
}

/** Opens a run for looking at it. */
export function openViewing({ run, scenario, cwd, isReader, ...told }: ViewingOptions): Viewing {
  const genome = genomesIn(run.path);
  const exchange = exchangesIn(run.path);
  const { changed, onChange } = createChanges();
  const end = createEnd();
  let failure: Link | undefined;

  const runner = linkRunner(run, { changed, notice: (notice) => told.onNotice?.(notice) });
  const log = readLog(factsOf(run, scenario, cwd), run.manifest.spec, {
    changed,
    event: (event, state) => told.onEvent?.(event, state),
    atEnd() {
      const state = runner.link()?.state;
      if (state === undefined || state === "live" || run.holder() !== undefined) return;
      // What it wrote before it went, after the end was reached.
      log.read(Infinity);
      end.resolve();
    },
    failed(error) {
      failure = { state: "lost", since: new Date().toISOString(), reason: messageOf(error) };
      changed();
      end.reject(error);
    },
  });

  function link(): Link {
    if (failure !== undefined) return failure;
    const known = runner.link();
    return log.hasRead() && known !== undefined ? known : { state: "reading", share: log.share() };
  }

  const genomeOf = (variant: number): Genome | undefined => genome(log.view().variants.row(variant)?.genome ?? "");
  const capabilities = capabilitiesFor(cwd, run.manifest.spec.scenario.path);
  const player = createPlayer({ run, scenario, changed, genomeOf });
  return {
    view: log.view,
    model: () => ({
      view: log.view(),
      live: runner.live(),
      ticks: runner.ticks(),
      notices: runner.notices(),
      link: link(),
      episode: player.episode(),
      capabilities: capabilities(),
      genome,
      exchange,
    }),
    onChange,
    ended: end.promise,
    catchUp: (ms) => void log.read(ms),
    send: isReader ? refuse : (words) => obeyed(runner.send(words)),
    play: player.play,
    close() {
      log.close();
      runner.close();
      // The sandbox of an episode ends with the process at the latest.
      player.close().catch(() => {});
    },
  };
}

async function refuse(): Promise<never> {
  throw new Error("this viewer only reads: attach without --read-only to steer");
}

/** The answer in words; throws it where the command was not obeyed. */
async function obeyed(asked: Promise<Answer>): Promise<string> {
  const { ok, text } = await asked;
  if (ok) return text;
  throw new Error(text);
}

/** Reads genomes from the disk. What is damaged there is not there: whoever reads the log says so. */
function genomesIn(folder: string): (hash: string) => Genome | undefined {
  const genomes = openGenomes(join(folder, "genomes.jsonl"));
  return (hash) => {
    try {
      return genomes.find(hash);
    } catch {
      return undefined;
    }
  };
}

function createEnd(): PromiseWithResolvers<void> {
  const end = Promise.withResolvers<void>();
  // Whoever waits for it hears of a failure; others need not.
  end.promise.catch(() => {});
  return end;
}

function createChanges(): Pick<Session, "onChange"> & { changed(): void } {
  const listeners = new Set<() => void>();
  return {
    changed() {
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
