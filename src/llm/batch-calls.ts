import { noUsage } from "../variation/calls.ts";
import { usageBound } from "./bound.ts";
import type { ModelFault } from "./faults.ts";
import type { ModelReply, ModelRequest } from "./model.ts";

/** A call that waits for the batch that it is in. */
export interface BatchCall {
  readonly call: string;
  readonly request: ModelRequest;
  readonly reply: Promise<ModelReply>;
  /** Notes the batch that it was sent in, if it was, and how many tries that took. */
  sentIn(batch: string, tries: number): void;
  /** How many batches it was sent in so far. */
  batches(): number;
  answer(replyAfter: (observed: ModelReply["observed"]) => ModelReply): void;
  /** Ends without a reply; where it may have to be paid, with the most that it may cost. */
  fail(fault: ModelFault, mayBePaid: boolean): void;
  reject(error: unknown): void;
}

export function createBatchCall(call: string, request: ModelRequest): BatchCall {
  const since = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<ModelReply>();
  const sent = { batches: 0, tries: 0, id: "" };
  const answer: BatchCall["answer"] = (replyAfter) => {
    const ms = Math.round(performance.now() - since);
    resolve(replyAfter({ ms, tries: sent.tries, ...(sent.id === "" ? {} : { requestId: sent.id }) }));
  };
  return {
    call,
    request,
    reply: promise,
    sentIn(id, tries) {
      sent.batches++;
      sent.tries += tries;
      sent.id = id;
    },
    batches: () => sent.batches,
    answer,
    fail(fault, mayBePaid) {
      const usage = mayBePaid ? usageBound(request) : noUsage;
      answer((observed) => ({ status: "failed", fault, usage, observed }));
    },
    reject,
  };
}
