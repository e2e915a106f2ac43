import type { ClientOptions } from "@anthropic-ai/sdk";
import type { ModelFault } from "./faults.ts";
import { reasonOf } from "./waiting.ts";

type Middleware = NonNullable<ClientOptions["middleware"]>[number];

/** What one exchange with the provider may take. */
export interface Patience {
  /** Milliseconds in which nothing comes. */
  readonly idleMs: number;
  /** Milliseconds in all. */
  readonly callMs: number;
}

/** Looks after one exchange with the provider: ends it when it takes too long or grows too large. */
export interface Watch {
  /** For the client: aborted when the exchange is to end, whoever wants that. */
  readonly signal: AbortSignal;
  /** For the client: hears every byte that comes, of pings too. */
  readonly middleware: Middleware;
  /** What was wrong with the exchange. */
  fault(): ModelFault | undefined;
  /** Ends the exchange for this reason. */
  end(fault: ModelFault): void;
  /** To be called when the exchange is over. */
  close(): void;
}

/** Everything of one answer together, with all that surrounds its text. */
const bytesMax = 1 << 26;

export function watchOver(outer: AbortSignal, { idleMs, callMs }: Patience): Watch {
  const controller = new AbortController();
  const { signal } = controller;
  let found: ModelFault | undefined;
  let bytes = 0;

  function end(fault: ModelFault): void {
    if (signal.aborted) return;
    found = fault;
    controller.abort(new Error(fault.message));
  }
  const leave = (): void => controller.abort(reasonOf(outer));
  if (outer.aborted) leave();
  outer.addEventListener("abort", leave, { once: true });
  const idle = setTimeout(() => {
    end({ name: "timeout", message: `Nothing came from the provider for ${Math.round(idleMs / 100) / 10} s` });
  }, idleMs);
  const whole = setTimeout(() => end({ name: "timeout", message: "The call took longer than a call may" }), callMs);

  function hear(length: number): void {
    idle.refresh();
    bytes += length;
    if (bytes > bytesMax) end({ name: "too-large", message: "The answer is larger than 64 MiB" });
  }

  return {
    signal,
    middleware: async (request, next) => listenTo(await next(request), hear),
    fault: () => found,
    end,
    close() {
      clearTimeout(idle);
      clearTimeout(whole);
      outer.removeEventListener("abort", leave);
    },
  };
}

/** The same response; `hear` is told the length of each piece of it. */
function listenTo(response: Response, hear: (bytes: number) => void): Response {
  hear(0);
  if (response.body === null) return response;
  const ears = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, on) {
      hear(chunk.byteLength);
      on.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(ears), response);
}
