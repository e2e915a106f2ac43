import type { ErrorStatus, Exchange } from "./exchange.ts";
import type { Ledger } from "./ledger.ts";
import { eventsOf, messageJson } from "./message.ts";
import type { FaultName, StubSettings } from "./options.ts";
import type { Plan } from "./plan.ts";

/** What answers are delivered with. */
export interface Delivery {
  readonly settings: StubSettings;
  readonly ledger: Ledger;
}

/** Tries of a request from which on it is never answered. */
const triesMost = 10;

/** A fault as an error of the API. */
export type ApiError = readonly [status: ErrorStatus, message: string];

/** The faults that pass. */
const passing: Readonly<Partial<Record<FaultName, ApiError>>> = {
  "429": [429, "This request would exceed your rate limit."],
  "529": [529, "Overloaded"],
  "500": [500, "Internal server error"],
  "stream-error": [529, "Overloaded"],
};

/** Counts a try and tells which fault it meets; undefined where there is none, or where it has passed. */
export function faultMet({ fault, request }: Plan, { settings, ledger }: Delivery): FaultName | undefined {
  if (fault === undefined) return undefined;
  const { tries } = settings;
  if (passing[fault] !== undefined && ledger.tried(request.hash) >= tries && tries < triesMost) return undefined;
  ledger.met(fault);
  return fault;
}

/** The error that a fault is; undefined for one that shows in the answer itself. */
export function apiErrorOf(fault: FaultName | undefined): ApiError | undefined {
  if (fault === "refused-key") return [401, "invalid x-api-key"];
  return fault === undefined ? undefined : passing[fault];
}

/** Delivers an answer as planned, with what is to go wrong. Rejects where the client does not wait for the end. */
export async function deliver(plan: Plan, exchange: Exchange, delivery: Delivery): Promise<void> {
  const fault = faultMet(plan, delivery);
  const { stream } = plan.request;
  const error = fault === "stream-error" && stream ? undefined : apiErrorOf(fault);
  if (error !== undefined) {
    const headers = fault === "429" ? { "retry-after": String(delivery.settings.retryAfter) } : {};
    return exchange.error(...error, headers);
  }
  const isWhole = await (stream ? sendStream : sendMessage)(plan, fault, exchange, delivery.settings);
  if (isWhole) delivery.ledger.paid(plan);
}

/** Sends the answer in one piece; tells whether it was sent at all. */
async function sendMessage(
  plan: Plan,
  fault: FaultName | undefined,
  exchange: Exchange,
  { slowMs }: StubSettings,
): Promise<boolean> {
  await exchange.pause(plan.latencyMs + (fault === "slow" ? slowMs : 0));
  if (fault === "timeout") await exchange.hang();
  if (fault === "truncated") exchange.drop();
  else exchange.json(messageJson(plan));
  return fault !== "truncated";
}

/** Sends the answer event by event; tells whether all were sent. */
async function sendStream(
  plan: Plan,
  fault: FaultName | undefined,
  exchange: Exchange,
  { slowMs }: StubSettings,
): Promise<boolean> {
  const events = eventsOf(plan);
  const pauseMs = plan.latencyMs / events.length;
  if (fault === "timeout" && plan.coin) await exchange.hang();
  const half = Math.ceil(events.length / 2);
  await exchange.stream(events.slice(0, half), pauseMs);
  if (fault === "timeout") await exchange.hang();
  if (fault === "slow") await exchange.pause(slowMs);
  if (fault === "truncated" && plan.coin) exchange.drop();
  else if (fault === "stream-error") await exchange.stream([overloaded]);
  else if (fault !== "truncated") await exchange.stream(events.slice(half), pauseMs);
  exchange.end();
  return fault !== "truncated" && fault !== "stream-error";
}

const overloaded = [
  "error",
  { type: "error", error: { type: "overloaded_error", message: "Overloaded" }, request_id: null },
] as const;
