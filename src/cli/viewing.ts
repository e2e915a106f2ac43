import { join } from "node:path";
import type { Event } from "../events/event.ts";
import type { State } from "../events/state.ts";
import type { Genome } from "../genome/genome.ts";
import { connectControl } from "../runner/control-client.ts";
import { noticesOf } from "../runner/notices.ts";
import type { Command } from "../runner/protocol.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { messageOf } from "../std/errors.ts";
import { followLog } from "../store/follow.ts";
import { openGenomes } from "../store/genome-index.ts";
import type { RunReader } from "../store/run-directory.ts";
import { readRun } from "../store/run-directory.ts";
import type { Session } from "../tui/session.ts";
import type { Live, Notice } from "../view/live.ts";
import type { Link, RunView } from "../view/model.ts";
import { createRunView } from "../view/run-view.ts";
import { author } from "./author.ts";
import { createPlayer } from "./playback.ts";

/** A run that is being looked at: its log as it grows, and its runner while there is one. */
export interface Viewing extends Session {
  readonly view: RunView;
  /** Calls the listener with each event after it was applied; to be set at once, before the first is read. */
  onEvent(listener: (event: Event, state: State) => void): void;
  onNotice(listener: (notice: Notice) => void): void;
  /** Resolves once the log is read to its end and nobody runs it; rejects where the log cannot be read. */
  readonly ended: Promise<void>;
  /** Reads what the log holds by now. */
  catchUp(): void;
}

/** What is looked at, and what may be asked. */
export interface ViewingOptions {
  readonly run: RunReader;
  readonly scenario: Scenario;
  /** Whether commands to the runner are refused here. */
  readonly isReader: boolean;
}

const pollMs = 250;
/** The screen is drawn and keys are read between two such slices of work. */
const sliceMs = 25;
const eventsAtOnce = 2000;
const ticksMs = 60_000;
const noticesMax = 500;

/** Opens a run for looking at it. */
export function openViewing({ run, scenario, isReader }: ViewingOptions): Viewing {
  const { id, spec, lamarck: version } = run.manifest;
  const facts = { id, folder: run.path, version, scenario };
  const log = followLog(join(run.path, "events.jsonl"));
  const genomes = openGenomes(join(run.path, "genomes.jsonl"));
  const listeners = new Set<() => void>();
  const eventListeners: ((event: Event, state: State) => void)[] = [];
  const noticeListeners: ((notice: Notice) => void)[] = [];
  const end = Promise.withResolvers<void>();
  // Whoever waits for it hears of a failure; others need not.
  end.promise.catch(() => {});
  let view = createRunView(facts, spec);
  let restarts = 0;
  let hasRead = false;
  let runner: RunnerLink = { state: "connecting" };
  let live: Live | undefined;
  let ticks: readonly Live[] = [];
  let notices: readonly Notice[] = noticesOf(run.path);
  let isClosed = false;
  let isFailed = false;
  let timer: NodeJS.Timeout | undefined;

  function changed(): void {
    for (const listener of listeners) listener();
  }

  /** Applies what there is, for so long; whether that was all. */
  function read(ms: number): boolean {
    const until = performance.now() + ms;
    for (;;) {
      const events = log.poll(eventsAtOnce);
      if (log.restarts() > restarts) view = createRunView(facts, spec);
      restarts = log.restarts();
      if (events.length === 0) return true;
      for (const event of events) {
        view.apply(event);
        for (const listener of eventListeners) listener(event, view.state);
      }
      if (performance.now() >= until) return false;
    }
  }

  function poll(): void {
    if (isClosed) return;
    const before = view.events;
    // Asked first: what it wrote before it went is read after.
    const isGone = runner.state === "gone" && run.holder() === undefined;
    let isAll: boolean;
    try {
      isAll = read(sliceMs);
    } catch (error) {
      return fail(error);
    }
    const isFirst = isAll && !hasRead;
    hasRead ||= isAll;
    if (isFirst || view.events !== before) changed();
    if (isAll && isGone) end.resolve();
    if (isAll) timer = setTimeout(poll, pollMs);
    else setImmediate(poll);
    return undefined;
  }

  /** A log that cannot be read any further. */
  function fail(error: unknown): void {
    hasRead = true;
    isFailed = true;
    runner = { state: "gone", link: { state: "lost", since: new Date().toISOString(), reason: messageOf(error) } };
    changed();
    end.reject(error);
  }

  const client = connectControl({
    address: () => run.holder()?.socket,
    listener: {
      snapshot(now, all) {
        if (!isFailed) runner = { state: "connected" };
        [live, ticks, notices] = [now, [now], all];
        changed();
      },
      tick(now) {
        live = now;
        ticks = [...ticks.filter(({ t }) => Date.parse(now.t) - Date.parse(t) <= ticksMs), now];
        changed();
      },
      notice(notice) {
        notices = [...notices, notice].slice(-noticesMax);
        for (const listener of noticeListeners) listener(notice);
        changed();
      },
      lost(reason) {
        if (runner.state !== "gone") runner = goneLink(run, live, runner.state === "connected", reason);
        live = undefined;
        changed();
      },
    },
  });
  timer = setTimeout(poll, 0);

  /** What is damaged on the disk is not there; the log's reader says so. */
  function genome(hash: string): Genome | undefined {
    try {
      return genomes.find(hash);
    } catch {
      return undefined;
    }
  }

  const genomeOf = (variant: number): Genome | undefined => genome(view.variants.row(variant)?.genome ?? "");
  const player = createPlayer({ run, scenario, changed, genomeOf });

  function link(): Link {
    if (!hasRead || runner.state === "connecting") return { state: "reading", share: shareRead(log) };
    return runner.state === "connected" ? { state: "live" } : runner.link;
  }

  return {
    get view() {
      return view;
    },
    model: () => ({ view, live, ticks, notices, link: link(), episode: player.episode(), genome }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onEvent: (listener) => void eventListeners.push(listener),
    onNotice: (listener) => void noticeListeners.push(listener),
    ended: end.promise,
    catchUp: () => void read(Infinity),
    async send(words) {
      if (isReader) throw new Error("this viewer only reads: attach without --read-only to steer");
      const { ok, text } = await client.send(commandOf(words));
      if (!ok) throw new Error(text);
      return text;
    },
    play: player.play,
    close() {
      isClosed = true;
      clearTimeout(timer);
      client.close();
      // The sandbox of an episode ends with the process at the latest.
      player.close().catch(() => {});
    },
  };
}

/** A command out of its words; `--reason` and what follows it say why. */
export function commandOf([verb = "", ...words]: readonly string[]): Command {
  const at = words.indexOf("--reason");
  const args = at < 0 ? words : words.slice(0, at);
  const reason = at < 0 ? "" : words.slice(at + 1).join(" ");
  return { verb, args, author: author(), ...(reason === "" ? {} : { reason }) };
}

type RunnerLink =
  | { readonly state: "connecting" }
  | { readonly state: "connected" }
  | { readonly state: "gone"; readonly link: Link };

/** How it stands where there is no connection: the run is over, or its runner is lost, with what to do. */
function goneLink(run: RunReader, live: Live | undefined, wasConnected: boolean, reason: string): RunnerLink {
  const { id } = run.manifest;
  const now = new Date().toISOString();
  const holder = run.holder();
  if (live?.phase === "ended") return { state: "gone", link: { state: "idle" } };
  if (holder !== undefined) {
    const text = `its runner, process ${holder.pid} on ${holder.host}, does not answer: ${reason}`;
    return { state: "gone", link: { state: "lost", since: now, reason: text } };
  }
  const { state, updated } = readRun(run.path).manifest;
  if (state !== "running") return { state: "gone", link: { state: "idle" } };
  const text = `its runner is gone; \`lamarck resume ${id}\` goes on`;
  return { state: "gone", link: { state: "lost", since: wasConnected ? now : updated, reason: text } };
}

function shareRead(log: { position(): { readonly bytes: number }; size(): number }): number {
  const size = log.size();
  return size === 0 ? 1 : Math.min(1, log.position().bytes / size);
}
