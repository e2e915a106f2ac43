import assert from "node:assert/strict";
import { usageBound } from "../llm/bound.ts";
import type { ModelReply, ModelRequest, Models } from "../llm/model.ts";
import { callOf } from "../llm/recorded.ts";
import { tokensOf } from "../variation/calls.ts";

/** What the laws of models are tried on. */
export interface ModelsTrial {
  /** At least three, each another one; some of them may fail. */
  readonly requests: readonly ModelRequest[];
}

/**
 * The laws of models: a reply or a named fault to each request, at a cost that is no more than its bound; equal requests
 * are one call; whoever gives up hears of it at once, and disturbs nobody; a status that makes sense; a clean end, as
 * often as one likes. Makes and closes models; throws at the first broken law.
 */
export async function checkModels(create: () => Models, { requests }: ModelsTrial): Promise<void> {
  const calls = new Set(requests.map(callOf));
  assert.ok(calls.size >= 3 && calls.size === requests.length, "The trial needs three requests or more, all distinct");
  for (const request of requests) checkCall(request);

  const models = create();
  try {
    await checkReplies(models, requests);
    await checkAbort(models, requests);
  } finally {
    await models.close();
  }
  await checkClosed(models, requests[0]!);
  await checkClosedAtWork(create(), requests);
}

function checkCall(request: ModelRequest): void {
  const { outputMax, schema, prompt, system, model } = request;
  assert.equal(
    callOf({ outputMax, schema, prompt, system, model }),
    callOf(request),
    "The order of fields makes a call",
  );
  assert.notEqual(callOf({ ...request, prompt: `${prompt} ` }), callOf(request), "Two prompts are one call");
}

async function checkReplies(models: Models, requests: readonly ModelRequest[]): Promise<void> {
  checkStatus(models);
  const { signal } = new AbortController();
  const asked = requests.map((request) => models.ask(request, signal));
  checkStatus(models);
  for (const [k, reply] of (await Promise.all(asked)).entries()) checkReply(reply, requests[k]!);
  checkStatus(models);
  assert.equal(models.status().inFlight, 0, "Calls are in flight after all replies");
  assert.equal(models.status().queued ?? 0, 0, "Calls wait after all replies");
}

function checkReply(reply: ModelReply, request: ModelRequest): void {
  const { usage, observed } = reply;
  const counts = [usage.input, usage.cacheWrite, usage.cacheRead, usage.output, observed.ms, observed.tries];
  assert.ok(
    counts.every((count) => Number.isSafeInteger(count) && count >= 0),
    "A count is no whole number from 0",
  );
  assert.ok(tokensOf(usage) <= tokensOf(usageBound(request)), "A reply cost more than it may");
  if (reply.status === "replied") return assert.ok(reply.text.length > 0, "A reply has no text");
  const { name, message } = reply.fault;
  assert.ok(name.length > 0, "A fault has no name");
  assert.ok(message.length > 0 && message.length <= 200, `A fault's message has ${message.length} characters`);
  return assert.doesNotMatch(message, /[\p{Cc}\p{Cf}]/u, "A fault's message has control characters");
}

async function checkAbort(models: Models, requests: readonly ModelRequest[]): Promise<void> {
  const reason = new Error("No more");
  await assert.rejects(models.ask(requests[0]!, AbortSignal.abort(reason)), reason, "Asked in spite of an abort");

  const fresh = requests.map((request) => ({ ...request, prompt: `${request.prompt}\n(again)` }));
  const controller = new AbortController();
  const [first, ...others] = fresh.map((request, k) =>
    models.ask(request, k === 0 ? controller.signal : new AbortController().signal),
  );
  controller.abort(reason);
  // What is at hand may be answered before the abort is heard of.
  const [end] = await Promise.allSettled([first!]);
  if (end.status === "fulfilled") checkReply(end.value, fresh[0]!);
  else assert.equal(end.reason, reason, "An aborted call does not reject with the reason");
  for (const [k, reply] of (await Promise.all(others)).entries()) checkReply(reply, fresh[k + 1]!);
}

function checkStatus(models: Models): void {
  const { inFlight, queued = 0, asked, recorded = 0, limited, overloaded, retryMs = 0 } = models.status();
  const counts = [inFlight, queued, asked, recorded, limited, overloaded, retryMs];
  assert.ok(
    counts.every((count) => Number.isSafeInteger(count) && count >= 0),
    "A status is no whole number from 0",
  );
}

async function checkClosed(models: Models, request: ModelRequest): Promise<void> {
  await models.close();
  const { signal } = new AbortController();
  await assert.rejects(models.ask(request, signal), { name: "WorldError" }, "Models that were closed are asked");
}

/** Closed while they work, they answer or say that they were closed, and leave nothing behind. */
async function checkClosedAtWork(models: Models, requests: readonly ModelRequest[]): Promise<void> {
  const { signal } = new AbortController();
  const asked = Promise.allSettled(requests.map((request) => models.ask(request, signal)));
  await Promise.all([models.close(), models.close()]);
  for (const [k, one] of (await asked).entries()) {
    if (one.status === "fulfilled") checkReply(one.value, requests[k]!);
    else assert.equal((one.reason as Error).name, "WorldError", "A call ends in another way than that it was closed");
  }
  assert.equal(models.status().inFlight, 0, "Calls are in flight after the end");
}
