import type { Anthropic } from "@anthropic-ai/sdk";
import type { RawMessageStreamEvent } from "@anthropic-ai/sdk/resources/messages";
import { noUsage, type Usage } from "../variation/calls.ts";
import { usageBound } from "./bound.ts";
import { paramsOf } from "./client.ts";
import { type Clean, type ModelFault, type Refusal, refusalOf, rootOf, typeOf } from "./faults.ts";
import { type Message, textMax, tooLarge, usageIn } from "./message.ts";
import type { ModelRequest } from "./model.ts";
import { type Patience, type Watch, watchOver } from "./watch.ts";

/** What one try came to: a whole message, or why there is none; with what it cost, or might have. */
export type Reading = {
  readonly usage: Usage;
  readonly requestId?: string;
} & (
  | { readonly message: Message; readonly refusal?: undefined }
  | { readonly message?: undefined; readonly refusal: Refusal }
);

/** What one try is made with. */
export interface Reader {
  readonly client: Anthropic;
  readonly clean: Clean;
  readonly patience: Patience;
}

/** What has come of a message so far. */
interface Draft {
  text: string;
  usage?: Usage;
  stopReason?: string;
  requestId?: string;
  /** Whether the provider has taken the request on. */
  isTaken: boolean;
}

/**
 * Asks once, and reads the reply as it is written. A try that breaks off when it may have to be paid counts with the
 * input that was reported, or else the most that it may be, and all the output that there could have been; it is not
 * tried again, so that no call costs more than its bound. Rejects once the signal is aborted, with its reason.
 */
export async function readMessage(reader: Reader, request: ModelRequest, signal: AbortSignal): Promise<Reading> {
  const watch = watchOver(signal, reader.patience);
  const draft: Draft = { text: "", isTaken: false };
  let thrown: unknown;
  try {
    await readInto(draft, reader.client, request, watch);
  } catch (error) {
    thrown = error;
  } finally {
    watch.close();
  }
  signal.throwIfAborted();
  const { text, stopReason, requestId } = draft;
  const fault = watch.fault();
  const name = requestId === undefined ? {} : { requestId: reader.clean(requestId, 100) };
  // What comes after the reason to stop adds nothing to the message, however it breaks off.
  if (stopReason !== undefined && fault?.name !== "too-large") {
    const usage = draft.usage ?? usageBound(request);
    return { message: { text, stopReason: reader.clean(stopReason, 60), usage }, usage, ...name };
  }
  return { ...brokenOff(draft, request, fault ?? thrown, reader.clean), ...name };
}

async function readInto(draft: Draft, client: Anthropic, request: ModelRequest, watch: Watch): Promise<void> {
  const options = { signal: watch.signal, middleware: [watch.middleware] };
  const asked = client.messages.create({ ...paramsOf(request), stream: true }, options);
  const { data: stream, response } = await asked.withResponse();
  const requestId = response.headers.get("request-id");
  if (requestId !== null) draft.requestId = requestId;
  if (!(response.headers.get("content-type") ?? "").includes("event-stream")) {
    watch.end({ name: "malformed", message: "The answer is no stream of events: is the address the provider's?" });
    return;
  }
  draft.isTaken = true;
  for await (const event of stream) {
    take(draft, event);
    if (draft.text.length > textMax) watch.end(tooLarge);
  }
}

function take(draft: Draft, event: RawMessageStreamEvent): void {
  if (event.type === "message_start") draft.usage = usageIn(event.message.usage);
  else if (event.type === "message_delta") {
    draft.usage = usageIn(event.usage, draft.usage);
    if (event.delta.stop_reason !== null) draft.stopReason = event.delta.stop_reason;
  } else if (event.type === "content_block_delta" && event.delta.type === "text_delta") {
    draft.text += event.delta.text;
  }
}

/** What a try came to that did not bring a message, and what it might have cost. */
function brokenOff(draft: Draft, request: ModelRequest, why: unknown, clean: Clean): Reading {
  const { usage, isTaken } = draft;
  // Before an answer begins nothing was written, so nothing is charged: unless it was waited for in vain, or was perhaps
  // on its way when the connection broke.
  const isLate = isFault(why) && why.name === "timeout";
  const isSaid = typeOf(why) !== undefined;
  if (isSaid ? usage === undefined : !isTaken && !isLate) {
    const refusal: Refusal = isFault(why) ? { fault: why, again: false } : refusalOf(why, clean);
    if (refusal.isUncertain !== true) return { refusal, usage: noUsage };
  }
  const bound = usageBound(request);
  const fault = isFault(why) ? why : isSaid ? refusalOf(why, clean).fault : broken(why, clean);
  return { refusal: { fault, again: false }, usage: { ...(usage ?? bound), output: bound.output } };
}

function isFault(why: unknown): why is ModelFault {
  return typeof why === "object" && why !== null && !(why instanceof Error);
}

/** How a stream ended that ended too early. */
function broken(thrown: unknown, clean: Clean): ModelFault {
  if (thrown === undefined) return { name: "cut-off", message: "The stream ended before the reply did" };
  const { fault } = refusalOf(thrown, clean);
  if (fault.name === "malformed") return fault;
  return {
    name: "cut-off",
    message: clean(`The connection broke off before the reply was complete: ${rootOf(thrown)}`),
  };
}
