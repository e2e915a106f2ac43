import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemble } from "../campaign/assemble.ts";
import type { Author } from "../campaign/author.ts";
import type { Backend } from "../evaluation/backend.ts";
import { type CampaignStarted, type Event, hashedText } from "../events/event.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { runCampaign } from "../runner/run-campaign.ts";
import { openRun, type RunReader } from "../store/run-directory.ts";
import { version } from "./package.ts";

/** Where a log that was made again differs from the one on record: texts of the events, without what was observed. */
export interface Difference {
  /** The line of the log, from 0. */
  readonly seq: number;
  readonly recorded: string;
  readonly now: string;
}

/** What a campaign is run again with; its author answers out of the record, where models were asked. */
export interface RerunPorts {
  readonly scenario: Scenario;
  readonly backend: Backend;
  readonly author: Author | undefined;
  readonly signal: AbortSignal;
}

/**
 * Runs a campaign again, in a folder that is deleted, and compares each event with its log, up to the end of that or the
 * first that differs. Budgets change and time passes as on record, so that it ends where it ended. Throws `WorldError`.
 */
export async function rerun(
  run: RunReader,
  started: CampaignStarted,
  ports: RerunPorts,
): Promise<Difference | undefined> {
  const { scenario, backend, author } = ports;
  const log = readAhead(run.events());
  const first = log.take();
  assert(first?.type === "campaign-started", "a log begins with its campaign");
  const over = new AbortController();
  let difference: Difference | undefined;
  let ended: Event | undefined;
  let ms = 0;
  const folder = mkdtempSync(join(tmpdir(), "lamarck-replay-"));
  const writer = openRun(folder);
  try {
    await runCampaign({
      writer,
      id: run.manifest.id,
      version: version(),
      campaign: assemble(started.spec, scenario),
      scenarioHash: started.scenarioHash,
      backend,
      ...(author === undefined ? {} : { author }),
      signal: AbortSignal.any([over.signal, ports.signal]),
      budget() {
        const next = log.next();
        return next?.type === "budget-changed" ? next.budget : undefined;
      },
      clock() {
        // As late as at the end of the generation that comes next in the log, however often it is asked there.
        const next = log.next();
        if (next?.type === "generation-finished" && ended !== next) {
          ended = next;
          ms += next.observed.ms;
        }
        return ms;
      },
      subscriber(event) {
        if (over.signal.aborted) return;
        const seq = log.taken();
        const recorded = log.take();
        if (recorded !== undefined) difference = differenceOf(seq, recorded, event);
        if (difference !== undefined || log.next() === undefined) over.abort();
      },
    });
  } finally {
    writer.close();
    rmSync(folder, { recursive: true, force: true });
  }
  if (difference !== undefined || log.next() === undefined || ports.signal.aborted) return difference;
  return { seq: log.taken(), recorded: hashedText(log.next()!), now: "the end" };
}

function differenceOf(seq: number, recorded: Event, now: Event): Difference | undefined {
  const [before, after] = [hashedText(recorded), hashedText(now)];
  return before === after ? undefined : { seq, recorded: before, now: after };
}

/** Events one by one, of which the next can be looked at before it is taken. */
interface Ahead {
  next(): Event | undefined;
  take(): Event | undefined;
  /** How many were taken. */
  taken(): number;
}

function readAhead(events: Iterator<Event>): Ahead {
  const read = (): Event | undefined => {
    const { done, value } = events.next() as IteratorResult<Event, undefined>;
    return done === true ? undefined : value;
  };
  let next = read();
  let taken = 0;
  return {
    next: () => next,
    take() {
      const event = next;
      if (event !== undefined) taken++;
      next = read();
      return event;
    },
    taken: () => taken,
  };
}
