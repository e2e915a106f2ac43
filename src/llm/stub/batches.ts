import { sha256 } from "../../std/hash.ts";
import { type ApiError, apiErrorOf, type Delivery, faultMet } from "./deliver.ts";
import { errorJson, type Exchange } from "./exchange.ts";
import { messageJson } from "./message.ts";
import type { StubSettings } from "./options.ts";
import { type Plan, planOf } from "./plan.ts";
import { isRecord, requestOf } from "./request.ts";

/** Answers what is asked of the Message Batches API. */
export interface Batches {
  create(exchange: Exchange): Promise<void>;
  retrieve(exchange: Exchange, id: string): void;
  cancel(exchange: Exchange, id: string): void;
  results(exchange: Exchange, id: string): void;
}

interface Batch {
  readonly id: string;
  readonly items: readonly Item[];
  readonly createdAt: Date;
  polls: number;
  canceledAt?: Date;
  endedAt?: Date;
}

interface Item {
  readonly id: string;
  /** What will be answered, or what is wrong with the request. */
  readonly plan: Plan | string;
  result: Result;
}

type ResultType = "processing" | "succeeded" | "errored" | "canceled" | "expired";
type Result = Readonly<{ type: ResultType } & Record<string, unknown>>;

/** So many batches are remembered. */
const batchesMax = 1000;

/** The batches of a stub; `url` is where it listens. */
export function createBatches(delivery: Delivery, url: () => string): Batches {
  const batches = new Map<string, Batch>();

  /** Answers by what `act` makes of the batch with this id. */
  function about(exchange: Exchange, id: string, act: (batch: Batch) => void): void {
    const batch = batches.get(id);
    if (batch === undefined) exchange.error(404, `Batch ${id} not found`);
    else act(batch);
  }

  function show(exchange: Exchange, batch: Batch): void {
    exchange.json(batchJson(batch, `${url()}/v1/messages/batches/${batch.id}/results`));
  }

  return {
    async create(exchange) {
      const items = itemsOf(await exchange.body(), delivery.settings);
      if (typeof items === "string") return exchange.error(400, items);
      if (batches.size >= batchesMax) return exchange.error(400, `There are ${batchesMax} batches already`);
      const id = idOf(items, batches.size);
      const batch: Batch = { id, items, createdAt: new Date(), polls: 0 };
      batches.set(id, batch);
      for (const _ of items) delivery.ledger.asked();
      return show(exchange, batch);
    },
    retrieve: (exchange, id) =>
      about(exchange, id, (batch) => {
        advance(batch, delivery);
        show(exchange, batch);
      }),
    cancel: (exchange, id) =>
      about(exchange, id, (batch) => {
        if (batch.endedAt === undefined) batch.canceledAt ??= new Date();
        show(exchange, batch);
      }),
    results: (exchange, id) =>
      about(exchange, id, ({ endedAt, items }) => {
        if (endedAt === undefined) exchange.error(400, `Batch ${id} has not ended`);
        else exchange.lines(items.map((item) => ({ custom_id: item.id, result: item.result })));
      }),
  };
}

/** An id that no other stub gives to another batch: whoever kept it must not get the results of others. */
function idOf(items: readonly Item[], place: number): string {
  const contents = items.map(({ id, plan }) => [id, typeof plan === "string" ? plan : plan.request.hash]);
  return `msgbatch_stub_${sha256(JSON.stringify([contents, place])).slice(0, 24)}`;
}

/** Each look at a batch brings it forward; what succeeded is paid when it ends. */
function advance(batch: Batch, delivery: Delivery): void {
  const { endedAt, canceledAt, items } = batch;
  if (endedAt !== undefined) return;
  if (canceledAt === undefined && batch.polls++ < delivery.settings.batchPolls) return;
  batch.endedAt = new Date();
  for (const item of items) {
    item.result = canceledAt === undefined ? resultOf(item.plan, delivery) : { type: "canceled" };
    if (item.result.type === "succeeded") delivery.ledger.paid(item.plan as Plan);
  }
}

function resultOf(plan: Plan | string, delivery: Delivery): Result {
  if (typeof plan === "string") return { type: "errored", error: errorJson(400, plan) };
  const fault = faultMet(plan, delivery);
  if (fault === "timeout") return { type: "expired" };
  const error: ApiError | undefined = fault === "truncated" ? [500, "The answer broke off."] : apiErrorOf(fault);
  if (error !== undefined) return { type: "errored", error: errorJson(...error) };
  return { type: "succeeded", message: messageJson(plan, "batch") };
}

/** The requests of a new batch; a text says what is wrong with it. */
function itemsOf(body: unknown, settings: StubSettings): readonly Item[] | string {
  const requests = isRecord(body) ? body["requests"] : undefined;
  if (!Array.isArray(requests) || requests.length === 0) return "requests: expected at least one";
  const items = requests.map((one: unknown): Item => {
    const { custom_id: id, params } = isRecord(one) ? one : {};
    const request = requestOf(params);
    const plan = typeof request === "string" ? request : planOf(request, settings);
    return { id: typeof id === "string" ? id : "", plan, result: { type: "processing" } };
  });
  if (items.some(({ id }) => !/^[\w-]{1,64}$/.test(id))) return "custom_id: expected 1 to 64 letters, digits, - or _";
  if (new Set(items.map(({ id }) => id)).size < items.length) return "custom_id: expected each only once";
  return items;
}

function batchJson({ id, items, createdAt, canceledAt, endedAt }: Batch, resultsUrl: string) {
  const counted = (type: ResultType): number => items.filter(({ result }) => result.type === type).length;
  return {
    id,
    type: "message_batch",
    processing_status: endedAt !== undefined ? "ended" : canceledAt !== undefined ? "canceling" : "in_progress",
    request_counts: {
      processing: counted("processing"),
      succeeded: counted("succeeded"),
      errored: counted("errored"),
      canceled: counted("canceled"),
      expired: counted("expired"),
    },
    created_at: createdAt.toISOString(),
    expires_at: new Date(createdAt.getTime() + 86_400_000).toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
    cancel_initiated_at: canceledAt?.toISOString() ?? null,
    archived_at: null,
    results_url: endedAt === undefined ? null : resultsUrl,
  };
}
