import { type BatchCall, createBatchCall } from "./batch-calls.ts";
import { createBatchClient } from "./batch-client.ts";
import { createFollowing } from "./batch-following.ts";
import { createSending } from "./batch-sending.ts";
import type { Access } from "./client.ts";
import type { ModelRequest, Models } from "./model.ts";
import { callOf } from "./recorded.ts";
import { closedError, unlessAborted } from "./waiting.ts";

/** In which batch a call was sent. */
export interface BatchTicket {
  /** The SHA-256 of the request. */
  readonly call: string;
  /** The provider's id of the batch. */
  readonly batch: string;
}

/** Keeps tickets: what was added is on the disk before `add` returns. */
export interface BatchTickets {
  /** The last that was added for a call. */
  find(call: string): BatchTicket | undefined;
  add(ticket: BatchTicket): void;
}

export interface BatchOptions extends Access {
  readonly tickets: BatchTickets;
  /** Milliseconds without a new call after which those gathered go out together; one second where absent. */
  readonly gatherMs?: number;
  /** Milliseconds between two looks at a batch, which grow from the first to the second; 1 s and 60 s where absent. */
  readonly pollMs?: readonly [first: number, last: number];
  /** Milliseconds that a batch is waited for; 25 hours where absent, for the provider takes a day at most. */
  readonly waitMs?: number;
  /** Milliseconds before a second try, doubled for each one after it; half a second where absent. */
  readonly backoffMs?: number;
}

/**
 * Models over the Message Batches API, at half the price: calls that come together go out together, and are answered
 * when their batch is done, which takes minutes to hours. In which batch a call is, is kept before the batch is waited
 * for, so that whoever asks again after a stop or a crash waits for the same one and pays nothing twice.
 */
export function batchedModels(options: BatchOptions): Models {
  const { tickets, gatherMs = 1000, pollMs = [1000, 60_000], waitMs = 90_000_000, backoffMs = 500 } = options;
  const client = createBatchClient(options);
  const closing = new AbortController();
  const underWay = new Map<string, BatchCall>();
  const following = createFollowing({ client, pollMs, waitMs, lost: (one) => sending.add(one) }, closing.signal);
  const sending = createSending({ client, gatherMs, backoffMs, sent }, closing.signal);

  function sent(batch: string, calls: readonly BatchCall[]): void {
    for (const { call } of calls) tickets.add({ call, batch });
    for (const one of calls) following.join(batch, one);
  }

  function start(call: string, request: ModelRequest): BatchCall {
    const one = createBatchCall(call, request);
    const ticket = tickets.find(call);
    underWay.set(call, one);
    // Nobody may be waiting any more when it is rejected.
    void one.reply.catch(() => {}).finally(() => underWay.delete(call));
    if (ticket === undefined) sending.add(one);
    else {
      one.sentIn(ticket.batch, 0);
      following.join(ticket.batch, one);
    }
    return one;
  }

  async function close(): Promise<void> {
    closing.abort(closedError());
    await sending.close();
    for (const one of underWay.values()) one.reject(closedError());
  }

  let closed: Promise<void> | undefined;
  return {
    async ask(request, signal) {
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      const call = callOf(request);
      return unlessAborted((underWay.get(call) ?? start(call, request)).reply, signal);
    },
    status() {
      const status = sending.status();
      return { ...status, inFlight: underWay.size - (status.queued ?? 0) };
    },
    close: () => (closed ??= close()),
  };
}
