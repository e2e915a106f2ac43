import type { BatchCall } from "./batch-calls.ts";
import type { BatchClient, Told } from "./batch-client.ts";
import { createInFlight } from "./in-flight.ts";
import type { ModelsStatus } from "./model.ts";
import { inTries } from "./tries.ts";
import { pause } from "./waiting.ts";

/** Gathers the calls that come together, and sends them as one batch. */
export interface Sending {
  /** Adds a call to those that go out next. */
  add(one: BatchCall): void;
  /** Forgets what was not sent, and gives a batch that is being sent a moment to be taken. */
  close(): Promise<void>;
  status(): ModelsStatus;
}

/** How batches are sent. */
export interface SendingOptions {
  readonly client: BatchClient;
  readonly gatherMs: number;
  readonly backoffMs: number;
  /** Called with a batch that the provider has taken, before anything else is done about it. */
  readonly sent: (id: string, calls: readonly BatchCall[]) => void;
}

/** Requests in one batch, at most; the provider takes more. */
const batchMax = 1000;
const createMs = 600_000;
const graceMs = 10_000;

export function createSending({ client, gatherMs, backoffMs, sent }: SendingOptions, closing: AbortSignal): Sending {
  const inFlight = createInFlight(1);
  const given = new AbortController();
  const underWay = new Set<Promise<void>>();
  let gathered: BatchCall[] = [];
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;

  async function send(calls: readonly BatchCall[]): Promise<void> {
    try {
      const requests = calls.map(({ call, request }) => [call, request] as const);
      const create = async (): Promise<Told<string>> => unlessUncertain(await client.create(requests, given.signal));
      const { result, tries } = await inTries(create, { inFlight, callMs: createMs, backoffMs }, closing);
      const { value: id, refusal } = result;
      asked += calls.length;
      if (id === undefined) {
        for (const one of calls) one.fail(refusal.fault, refusal.isUncertain === true);
        return;
      }
      for (const one of calls) one.sentIn(id, tries);
      sent(id, calls);
    } catch (error) {
      for (const one of calls) one.reject(error);
    }
  }

  function sendGathered(): void {
    clearTimeout(timer);
    if (gathered.length === 0) return;
    const sending = send(gathered).finally(() => underWay.delete(sending));
    underWay.add(sending);
    gathered = [];
  }

  return {
    add(one) {
      clearTimeout(timer);
      gathered.push(one);
      if (gathered.length >= batchMax) sendGathered();
      else timer = setTimeout(sendGathered, gatherMs);
    },
    async close() {
      clearTimeout(timer);
      gathered = [];
      const over = new AbortController();
      const ended = Promise.allSettled(underWay).then(() => over.abort());
      await pause(graceMs, over.signal).catch(() => {});
      given.abort(closing.reason);
      await ended;
    },
    status: () => ({ ...inFlight.status(), queued: gathered.length, asked }),
  };
}

/** A batch that may have reached the provider is not sent again: it would be paid twice. */
function unlessUncertain(told: Told<string>): Told<string> {
  const { refusal } = told;
  return refusal?.isUncertain === true ? { refusal: { ...refusal, again: false } } : told;
}
