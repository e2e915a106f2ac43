import { expectWhole } from "../std/expect.ts";
import { type Access, clientOf } from "./client.ts";
import { cleanerOf } from "./faults.ts";
import { createInFlight } from "./in-flight.ts";
import { replyOf } from "./message.ts";
import type { ModelReply, ModelRequest, Models } from "./model.ts";
import { readMessage } from "./stream.ts";
import { inTries } from "./tries.ts";
import { closedError, pause } from "./waiting.ts";

export interface AnthropicOptions extends Access {
  /** Calls at once, from 1 to 64; the others wait in the order in which they came. 4 where absent. */
  readonly inFlight?: number;
  /** Milliseconds in which nothing comes, not even a ping, before a call ends as `timeout`; a minute where absent. */
  readonly idleMs?: number;
  /** Milliseconds that a call takes at most, all its tries together; ten minutes where absent. */
  readonly callMs?: number;
  /** Milliseconds before a second try, doubled for each one after it; half a second where absent. */
  readonly backoffMs?: number;
  /** Milliseconds that `close` gives to replies under way, which are paid for; ten seconds where absent. */
  readonly graceMs?: number;
}

/** Milliseconds that a call takes at most, unless told otherwise. */
export const callMsMax = 600_000;

/**
 * Models over the Messages API, by the provider's own client. What is refused is tried again, at most four times; a try
 * that may have to be paid is not, so that no call costs more than `usageBound` says.
 */
export function anthropicModels(options: AnthropicOptions): Models {
  const { inFlight: most = 4, idleMs = 60_000, callMs = callMsMax, backoffMs = 500, graceMs = 10_000 } = options;
  expectWhole("llm-in-flight", most, 1, 64);
  const inFlight = createInFlight(most);
  const clean = cleanerOf(options.key);
  const underWay = new Set<Promise<ModelReply>>();
  /** Nothing new is begun. */
  const closing = new AbortController();
  /** What was begun is given up. */
  const closed = new AbortController();
  let client: ReturnType<typeof clientOf> | undefined;

  async function call(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const waiting = AbortSignal.any([signal, closing.signal]);
    const reading = AbortSignal.any([signal, closed.signal]);
    await inFlight.enter(waiting);
    try {
      const started = performance.now();
      const reader = { client: await (client ??= clientOf(options)), clean };
      const { result, tries } = await inTries(
        (msLeft) => readMessage({ ...reader, patience: { idleMs, callMs: msLeft } }, request, reading),
        { inFlight, callMs, backoffMs },
        waiting,
      );
      const { message, refusal, usage, requestId = refusal?.requestId } = result;
      const ms = Math.round(performance.now() - started);
      const observed = { ms, tries, ...(requestId === undefined ? {} : { requestId }) };
      return refusal === undefined
        ? replyOf(message, observed)
        : { status: "failed", fault: refusal.fault, usage, observed };
    } finally {
      inFlight.leave();
    }
  }

  async function close(): Promise<void> {
    closing.abort(closedError());
    const over = new AbortController();
    const ended = Promise.allSettled(underWay).then(() => over.abort());
    await pause(graceMs, over.signal).catch(() => {});
    closed.abort(closedError());
    await ended;
  }

  let closeOnce: Promise<void> | undefined;
  return {
    async ask(request, signal) {
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      const asked = call(request, signal);
      underWay.add(asked);
      return asked.finally(() => underWay.delete(asked));
    },
    status: inFlight.status,
    close: () => (closeOnce ??= close()),
  };
}
