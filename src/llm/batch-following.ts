import type { BatchCall } from "./batch-calls.ts";
import type { BatchClient, Told } from "./batch-client.ts";
import type { ModelFault } from "./faults.ts";
import { pause } from "./waiting.ts";

/** Waits for batches, and answers their calls. */
export interface Following {
  /** Has a call answered when its batch is done. */
  join(batch: string, one: BatchCall): void;
}

/** How batches are waited for. */
export interface FollowingOptions {
  readonly client: BatchClient;
  /** Milliseconds between two looks, at first and at last. */
  readonly pollMs: readonly [first: number, last: number];
  /** Milliseconds after which a batch is given up. */
  readonly waitMs: number;
  /** Called with each call of a batch that the provider does not know any more. */
  readonly lost: (one: BatchCall) => void;
}

/** A batch that is waited for; more calls may be put in. */
interface Batch {
  readonly id: string;
  readonly calls: Map<string, BatchCall>;
}

/** So often a call is sent at most. */
const batchesMax = 2;

/** Waits until the signal is aborted: what is still waited for is rejected then, with its reason. */
export function createFollowing(options: FollowingOptions, signal: AbortSignal): Following {
  const batches = new Map<string, Batch>();

  async function waitFor(batch: Batch): Promise<void> {
    try {
      // More may have joined at the very end.
      while (batch.calls.size > 0) await follow(batch, options, signal);
    } catch (error) {
      for (const one of batch.calls.values()) one.reject(error);
    }
    batches.delete(batch.id);
  }

  return {
    join(id, one) {
      const known = batches.get(id);
      const batch = known ?? { id, calls: new Map<string, BatchCall>() };
      batch.calls.set(one.call, one);
      if (known !== undefined) return;
      batches.set(id, batch);
      void waitFor(batch);
    },
  };
}

/** Looks at a batch until each of its calls has ended. */
async function follow(batch: Batch, options: FollowingOptions, signal: AbortSignal): Promise<void> {
  const { client, lost, waitMs } = options;
  const [first, last] = options.pollMs;
  const { calls } = batch;
  const until = performance.now() + waitMs;
  for (let ms = first; calls.size > 0; ms = Math.min(last, ms * 1.5)) {
    const { value: isRead, refusal } = await look(batch, client, signal);
    if (refusal?.status === 404) resend(calls, lost);
    else if (refusal !== undefined && !refusal.again && refusal.isUncertain !== true) failAll(calls, refusal.fault);
    else if (performance.now() + ms >= until)
      failAll(calls, { name: "timeout", message: "The batch was not done in time" });
    else if (isRead !== true) await pause(ms, signal);
  }
}

function resend(calls: Map<string, BatchCall>, lost: FollowingOptions["lost"]): void {
  const fault: ModelFault = { name: "bad-request", message: "The provider does not know the batch that it took" };
  for (const one of calls.values()) {
    if (one.batches() < batchesMax) lost(one);
    else one.fail(fault, true);
  }
  calls.clear();
}

/** Reads the results where there are any; the value tells whether there were. */
async function look({ id, calls }: Batch, client: BatchClient, signal: AbortSignal): Promise<Told<boolean>> {
  const ended = await client.hasEnded(id, signal);
  if (ended.value !== true) return ended;
  const present = new Map(calls);
  const read = await client.read(
    id,
    ({ call, replyAfter }) => {
      calls.get(call)?.answer(replyAfter);
      calls.delete(call);
    },
    signal,
  );
  if (read.refusal !== undefined) return read;
  // Calls that joined while results were read are looked for in the next round.
  for (const [call, one] of present) {
    if (calls.delete(call)) one.fail({ name: "cut-off", message: "The batch has no result for this call" }, true);
  }
  return { value: true };
}

function failAll(calls: Map<string, BatchCall>, fault: ModelFault): void {
  for (const one of calls.values()) one.fail(fault, true);
  calls.clear();
}
