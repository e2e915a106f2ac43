import type { ModelsStatus } from "./model.ts";
import { pause, unlessAborted } from "./waiting.ts";

/** The calls that are under way at once, and what they wait for. */
export interface InFlight {
  /** Waits for a place, in the order of asking. Rejects with the signal's reason, and takes no place then. */
  enter(signal: AbortSignal): Promise<void>;
  /** Gives the place to whoever has waited longest. */
  leave(): void;
  /** Keeps all tries from starting for so many milliseconds: the provider said that there are too many. */
  holdBack(ms: number): void;
  /** Waits until tries are not held back. */
  open(signal: AbortSignal): Promise<void>;
  /** Waits before a try is made again; displays count it down. */
  rest(ms: number, signal: AbortSignal): Promise<void>;
  /** Counts a try that was refused: for the number of calls, or because the provider could not serve it. */
  refused(why: "limited" | "overloaded"): void;
  status(): ModelsStatus;
}

/** At most `most` calls at once; the others wait in a line, which those who ask keep short. */
export function createInFlight(most: number): InFlight {
  const line: (() => void)[] = [];
  const rests = new Set<{ readonly until: number }>();
  const counts = { inFlight: 0, asked: 0, limited: 0, overloaded: 0 };
  let heldUntil = 0;

  function leave(): void {
    const next = line.shift();
    if (next === undefined) counts.inFlight--;
    else next();
  }

  async function waitInLine(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    line.push(resolve);
    try {
      await unlessAborted(promise, signal);
    } catch (error) {
      const at = line.indexOf(resolve);
      // The place may have been given at the very moment of leaving the line.
      if (at >= 0) line.splice(at, 1);
      else leave();
      throw error;
    }
  }

  async function rest(ms: number, signal: AbortSignal): Promise<void> {
    const waiting = { until: performance.now() + ms };
    rests.add(waiting);
    try {
      await pause(ms, signal);
    } finally {
      rests.delete(waiting);
    }
  }

  return {
    async enter(signal) {
      signal.throwIfAborted();
      if (counts.inFlight < most) counts.inFlight++;
      else await waitInLine(signal);
      counts.asked++;
    },
    leave,
    holdBack: (ms) => void (heldUntil = Math.max(heldUntil, performance.now() + ms)),
    async open(signal) {
      for (let now = performance.now(); now < heldUntil; now = performance.now()) await rest(heldUntil - now, signal);
    },
    rest,
    refused: (why) => void counts[why]++,
    status() {
      const until = Math.min(...Array.from(rests, (waiting) => waiting.until));
      const retryMs = Math.max(0, Math.ceil(until - performance.now()));
      return { ...counts, queued: line.length, ...(rests.size === 0 ? {} : { retryMs }) };
    },
  };
}
