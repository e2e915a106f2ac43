import type { KeptReply, ModelReply, ModelRequest, Models, ModelsStatus } from "../llm/model.ts";
import { callOf, recorded } from "../llm/recorded.ts";
import { closedError, unlessAborted } from "../llm/waiting.ts";
import { WorldError } from "../std/errors.ts";
import type { CourierSettings, FromCourier } from "./courier-lines.ts";
import { type CourierProcess, courierProgram, startCourier } from "./courier-process.ts";

export interface CourieredOptions {
  readonly settings: CourierSettings;
  /** Finds what was kept under the SHA-256 of a request, as the file stands now. */
  readonly find: (call: string) => KeptReply | undefined;
  /** The file that is run as the courier. */
  readonly program?: string;
}

/** A courier that ends by itself is started again, so often in all. */
const startsMax = 3;

/**
 * Models that answer out of a run's record, and have a courier ask for what is not in it: a process of its own, which is
 * started when it is first needed and keeps every reply that was begun, whatever becomes of this process. Asking rejects
 * with a `WorldError` where replies cannot be kept, or couriers end one after the other.
 */
export function couriered(options: CourieredOptions): Models {
  // The courier has kept it already.
  return recorded(askingCourier(options), { find: options.find, add() {} });
}

const quiet: ModelsStatus = { inFlight: 0, asked: 0, limited: 0, overloaded: 0 };

function askingCourier({ settings, find, program = courierProgram }: CourieredOptions): Models {
  const waiting = createWaiting();
  let courier: CourierProcess | undefined;
  let [starts, status] = [0, quiet];
  let reason = "";

  function living(): CourierProcess {
    if (courier !== undefined) return courier;
    if (starts === startsMax) throw lostError(starts, reason);
    starts++;
    return (courier = startCourier(program, settings, { take, lost }));
  }

  function take(line: FromCourier): void {
    if (line.type !== "failed") status = line.status;
    if (line.type !== "status") waiting.end(line.call, () => outcomeOf(line, find));
  }

  function lost(why: string): void {
    [courier, reason] = [undefined, why];
    try {
      for (const request of waiting.requests()) living().send(request);
    } catch (error) {
      waiting.giveUp(error);
    }
  }

  async function close(): Promise<void> {
    waiting.giveUp(closedError());
    await courier?.leave();
  }

  let closed: Promise<void> | undefined;
  return {
    async ask(request, signal) {
      signal.throwIfAborted();
      if (closed !== undefined) throw closedError();
      const call = callOf(request);
      if (!waiting.has(call)) living().send(request);
      return unlessAborted(waiting.reply(call, request), signal);
    },
    status() {
      // What the courier says may be half a second old.
      const inFlight = Math.min(status.inFlight, waiting.size());
      return { ...status, inFlight, queued: waiting.size() - inFlight };
    },
    close: () => (closed ??= close()),
  };
}

/** Calls whose replies are not there yet. */
interface Waiting {
  has(call: string): boolean;
  size(): number;
  requests(): readonly ModelRequest[];
  /** Waits for the reply to a call. */
  reply(call: string, request: ModelRequest): Promise<ModelReply>;
  /** Ends a call with a reply, or with what is thrown. */
  end(call: string, outcome: () => ModelReply): void;
  giveUp(error: unknown): void;
}

function createWaiting(): Waiting {
  const calls = new Map<string, { readonly request: ModelRequest; readonly reply: PromiseWithResolvers<ModelReply> }>();

  function end(call: string, outcome: () => ModelReply): void {
    const one = calls.get(call);
    calls.delete(call);
    try {
      one?.reply.resolve(outcome());
    } catch (error) {
      one?.reply.reject(error);
    }
  }

  return {
    has: (call) => calls.has(call),
    size: () => calls.size,
    requests: () => Array.from(calls.values(), ({ request }) => request),
    reply(call, request) {
      const one = calls.get(call) ?? { request, reply: Promise.withResolvers<ModelReply>() };
      // Nobody may be waiting any more when it fails.
      one.reply.promise.catch(() => {});
      calls.set(call, one);
      return one.reply.promise;
    },
    end,
    giveUp(error) {
      for (const { reply } of calls.values()) reply.reject(error);
      calls.clear();
    },
  };
}

function outcomeOf(line: Exclude<FromCourier, { type: "status" }>, find: CourieredOptions["find"]): ModelReply {
  if (line.type === "failed") {
    const { code, message, hint } = line.error;
    throw new WorldError(code, message, hint);
  }
  const kept = find(line.call);
  if (kept !== undefined) return kept.reply;
  throw lostError(1, `it kept ${line.call}, which is not in the file`);
}

function lostError(times: number, reason: string): WorldError {
  return new WorldError(
    "courier-lost",
    `The process that asks language models was lost${times === 1 ? "" : ` ${times} times`}: ${reason}`,
    "Run the same command again: it goes on, and what was kept is not asked again.",
  );
}
