import { join } from "node:path";
import type { Event } from "../events/event.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import { followLog } from "../store/follow.ts";
import type { RunFacts, RunView } from "../view/model.ts";
import { createRunView } from "../view/run-view.ts";

/** A run's log that is read while it grows, in slices that leave time for keys and frames. */
export interface LogReading {
  view(): RunView;
  /** Whether its end was reached at least once. */
  hasRead(): boolean;
  /** From 0 to 1. */
  share(): number;
  /** Reads what is there, for so long at most; whether that was all. Throws `WorldError` where the log is damaged. */
  read(ms: number): boolean;
  close(): void;
}

/** Who is told. */
export interface LogListener {
  /** Of each event after it was applied. */
  event(event: Event, state: State): void;
  /** After a slice that brought something new, and when the end is reached for the first time. */
  changed(): void;
  /** At its end, again and again: whether more may come is for others to say. */
  atEnd(): void;
  /** It cannot be read any further, and is not. */
  failed(error: unknown): void;
}

const pollMs = 250;
const sliceMs = 25;
const eventsAtOnce = 2000;

/** Begins to read in the next turn of the event loop. */
export function readLog(facts: RunFacts, spec: CampaignSpec, listener: LogListener): LogReading {
  const log = followLog(join(facts.folder, "events.jsonl"));
  let view = createRunView(facts, spec);
  let restarts = 0;
  let hasRead = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined = setTimeout(poll, 0);

  function read(ms: number): boolean {
    const until = performance.now() + ms;
    for (;;) {
      const events = log.poll(eventsAtOnce);
      if (log.restarts() > restarts) view = createRunView(facts, spec);
      restarts = log.restarts();
      if (events.length === 0) return true;
      for (const event of events) {
        view.apply(event);
        listener.event(event, view.state);
      }
      if (performance.now() >= until) return false;
    }
  }

  function poll(): void {
    if (isClosed) return;
    const before = view.events;
    let isAll: boolean;
    try {
      isAll = read(sliceMs);
    } catch (error) {
      listener.failed(error);
      return;
    }
    const isFirst = isAll && !hasRead;
    hasRead ||= isAll;
    if (isFirst || view.events !== before) listener.changed();
    if (isAll) listener.atEnd();
    if (isAll) timer = setTimeout(poll, pollMs);
    else setImmediate(poll);
  }

  return {
    view: () => view,
    hasRead: () => hasRead,
    share() {
      const size = log.size();
      return size === 0 ? 1 : Math.min(1, log.position().bytes / size);
    },
    read,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
