import type { Refusal } from "./faults.ts";
import type { InFlight } from "./in-flight.ts";

/** What one try came to: where it was refused, it says why. */
interface Tried {
  readonly refusal?: Refusal | undefined;
}

/** How long trying again may take. */
export interface Persistence {
  readonly inFlight: InFlight;
  /** Milliseconds after which nothing is tried again. */
  readonly callMs: number;
  /** Milliseconds before the second try, doubled for each one after it. */
  readonly backoffMs: number;
}

const triesMax = 4;
const restMsMax = 60_000;

/**
 * Tries until it is not refused, at most four times, and waits in between: as long as the provider wants, or else longer
 * each time, with a quarter of it by chance so that calls do not come back all at once. Where that is more than a minute
 * it gives up at once. Refused for their number, all calls are held back. Rejects with the signal's reason.
 */
export async function inTries<T extends Tried>(
  attempt: (msLeft: number) => Promise<T>,
  { inFlight, callMs, backoffMs }: Persistence,
  signal: AbortSignal,
): Promise<{ readonly result: T; readonly tries: number }> {
  await inFlight.open(signal);
  const until = performance.now() + callMs;
  for (let tries = 1; ; tries++) {
    const result = await attempt(until - performance.now());
    const { refusal } = result;
    if (refusal === undefined) return { result, tries };
    count(refusal, inFlight);
    const ms = refusal.afterMs ?? backoffMs * 2 ** (tries - 1) * (1 - Math.random() / 4);
    const isLast = tries === triesMax || ms > restMsMax || performance.now() + ms >= until;
    if (!refusal.again || isLast) return { result, tries };
    if (refusal.fault.name === "rate-limited") inFlight.holdBack(ms);
    await inFlight.rest(ms, signal);
    await inFlight.open(signal);
    if (performance.now() >= until) return { result, tries };
  }
}

function count({ fault: { name } }: Refusal, inFlight: InFlight): void {
  if (name === "rate-limited") inFlight.refused("limited");
  else if (name === "overloaded" || name === "server-error") inFlight.refused("overloaded");
}
