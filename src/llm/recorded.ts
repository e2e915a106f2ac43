import { sha256 } from "../std/hash.ts";
import { notRecorded, noUsage } from "../variation/calls.ts";
import type { Cassette, ModelReply, ModelRequest, Models } from "./model.ts";
import { closedError, unlessAborted } from "./waiting.ts";

/** The name of a request: the SHA-256 of its fields in a fixed order, the schema as it was given. */
export function callOf({ model, system, prompt, schema, outputMax, effort }: ModelRequest): string {
  return sha256(JSON.stringify({ model, system, prompt, schema, outputMax, effort }));
}

/**
 * Answers out of the record, and asks `models` for what is not in it: a reply, or the final failure, is kept before it is
 * used. Equal requests at the same time share one call. Without `models` what is not in the record fails as
 * `not-recorded`, which is not kept.
 *
 * A call that was begun is paid for: it goes on when those who asked are gone, and is kept. `close` closes `models`,
 * which may let calls come to their end, and then resolves with every reply kept.
 */
export function recorded(models: Models | undefined, cassette: Cassette): Models {
  const underWay = new Map<string, Promise<ModelReply>>();
  const closing = new AbortController();
  let found = 0;

  function recall(call: string): ModelReply | undefined {
    const kept = cassette.find(call);
    if (kept !== undefined) found++;
    return kept?.reply;
  }

  async function askAndKeep(from: Models, call: string, request: ModelRequest): Promise<ModelReply> {
    const reply = await from.ask(request, closing.signal);
    cassette.add({ call, request, reply });
    return reply;
  }

  function share(from: Models, call: string, request: ModelRequest): Promise<ModelReply> {
    const asked = askAndKeep(from, call, request).finally(() => underWay.delete(call));
    // Nobody may be waiting any more when it fails.
    asked.catch(() => {});
    underWay.set(call, asked);
    return asked;
  }

  async function close(): Promise<void> {
    await models?.close();
    closing.abort(closedError());
    await Promise.allSettled(underWay.values());
  }

  let closed: Promise<void> | undefined;
  return {
    async ask(request, signal) {
      signal.throwIfAborted();
      if (closed !== undefined) throw closedError();
      const call = callOf(request);
      const shared = underWay.get(call);
      if (shared !== undefined) return unlessAborted(shared, signal);
      const kept = recall(call);
      if (kept !== undefined) return kept;
      return models === undefined ? notInRecord : unlessAborted(share(models, call, request), signal);
    },
    recall: async (request) => recall(callOf(request)),
    status() {
      const status = { inFlight: 0, asked: 0, limited: 0, overloaded: 0, ...models?.status() };
      return { ...status, recorded: found + (status.recorded ?? 0) };
    },
    close: () => (closed ??= close()),
  };
}

/** What is said of a call that is not in the record, where nothing may be paid for it. It is not kept. */
export const notInRecord: ModelReply = {
  status: "failed",
  fault: { name: notRecorded, message: "There is no record of this call, and nothing may be paid for it" },
  usage: noUsage,
  observed: { ms: 0, tries: 0 },
};
