import type { Anthropic } from "@anthropic-ai/sdk";
import type { MessageBatchIndividualResponse } from "@anthropic-ai/sdk/resources/messages";
import { noUsage } from "../variation/calls.ts";
import { type Access, clientOf, paramsOf } from "./client.ts";
import { type Clean, cleanerOf, type ModelFault, type Refusal, refusalOf, saidFault } from "./faults.ts";
import { replyOf, usageIn } from "./message.ts";
import type { ModelReply, ModelRequest } from "./model.ts";
import { type Watch, watchOver } from "./watch.ts";

/** Talks with the provider about batches. What it refuses is data; rejects with the signal's reason. */
export interface BatchClient {
  /** Sends requests, each by its call; the value is the batch's id. */
  create(requests: Iterable<readonly [string, ModelRequest]>, signal: AbortSignal): Promise<Told<string>>;
  /** Whether all of the batch is done. */
  hasEnded(id: string, signal: AbortSignal): Promise<Told<boolean>>;
  /** Hands each result over as it is read. */
  read(id: string, take: (result: BatchResult) => void, signal: AbortSignal): Promise<Told<undefined>>;
}

/** What the provider told. */
export type Told<T> =
  | { readonly value: T; readonly refusal?: undefined }
  | { readonly value?: undefined; readonly refusal: Refusal };

export interface BatchResult {
  readonly call: string;
  replyAfter(observed: ModelReply["observed"]): ModelReply;
}

const patience = { idleMs: 60_000, callMs: 600_000 };

export function createBatchClient(access: Access): BatchClient {
  const clean = cleanerOf(access.key);
  let client: Promise<Anthropic> | undefined;

  async function talk<T>(
    signal: AbortSignal,
    say: (batches: Anthropic["messages"]["batches"], options: TalkOptions) => Promise<T>,
  ): Promise<Told<T>> {
    const watch = watchOver(signal, patience);
    try {
      const { messages } = await (client ??= clientOf(access));
      return { value: await say(messages.batches, { signal: watch.signal, middleware: [watch.middleware] }) };
    } catch (error) {
      signal.throwIfAborted();
      const fault = watch.fault();
      return { refusal: fault === undefined ? refusalOf(error, clean) : { fault, again: false, isUncertain: true } };
    } finally {
      watch.close();
    }
  }

  return {
    create: (requests, signal) =>
      talk(signal, async (batches, options) => {
        const items = Array.from(requests, ([call, request]) => ({ custom_id: call, params: paramsOf(request) }));
        return (await batches.create({ requests: items }, options)).id;
      }),
    hasEnded: (id, signal) =>
      talk(signal, async (batches, options) => {
        const { processing_status: status } = await batches.retrieve(id, null, options);
        return status === "ended";
      }),
    read: (id, take, signal) =>
      talk(signal, async (batches, options) => {
        for await (const item of await batches.results(id, undefined, options)) {
          take({ call: item.custom_id, replyAfter: replying(item, clean) });
        }
        return undefined;
      }),
  };
}

interface TalkOptions {
  readonly signal: AbortSignal;
  readonly middleware: Watch["middleware"][];
}

/** Reads a result; what did not succeed costs nothing. Throws where it is no result. */
function replying({ result }: MessageBatchIndividualResponse, clean: Clean): BatchResult["replyAfter"] {
  if (result.type === "succeeded") {
    const { content, stop_reason: stopReason, usage } = result.message;
    const text = content.map((block) => (block.type === "text" ? block.text : "")).join("");
    const message = { text, stopReason: clean(stopReason ?? "none", 60), usage: usageIn(usage) };
    return (observed) => replyOf(message, observed);
  }
  const fault = faultIn(result, clean);
  return (observed) => ({ status: "failed", fault, usage: noUsage, observed });
}

type Unsuccessful = Exclude<MessageBatchIndividualResponse["result"], { type: "succeeded" }>;

function faultIn(result: Unsuccessful, clean: Clean): ModelFault {
  switch (result.type) {
    case "errored":
      return saidFault(result.error.error.type, result.error.error.message, clean);
    case "expired":
      return { name: "timeout", message: "The batch expired before this call was made" };
    default:
      return { name: "cut-off", message: "The batch was canceled before this call was made" };
  }
}
