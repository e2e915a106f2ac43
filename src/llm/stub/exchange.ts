import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { StreamEvent } from "./message.ts";

/** A request over HTTP and its reply. What waits rejects with an `AbortError` as soon as the client is gone. */
export interface Exchange {
  readonly method: string;
  /** The parts of the path between its slashes. */
  readonly path: readonly string[];
  /** The key that came with it. */
  readonly key: string | undefined;
  /** The body as JSON. Rejects with `BadBody` where it is none, or larger than it may be. */
  body(): Promise<unknown>;
  /** Whether something of the reply was sent. */
  hasBegun(): boolean;
  json(value: unknown): void;
  /** An error as the Messages API tells it; its type goes with the status. */
  error(status: ErrorStatus, message: string, headers?: Readonly<Record<string, string>>): void;
  /** JSON, a line each. */
  lines(values: readonly unknown[]): void;
  /** Events of a stream, with a pause before each. */
  stream(events: readonly StreamEvent[], pauseMs?: number): Promise<void>;
  pause(ms: number): Promise<void>;
  /** Waits until the client goes. */
  hang(): Promise<never>;
  end(): void;
  /** Breaks the connection. */
  drop(): void;
}

const errorTypes = {
  400: "invalid_request_error",
  401: "authentication_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
} as const;
export type ErrorStatus = keyof typeof errorTypes;

/** A body that cannot be read. */
export class BadBody extends Error {
  readonly status: ErrorStatus;

  constructor(status: ErrorStatus, message: string) {
    super(message);
    this.status = status;
  }
}

/** An error in the words of the Messages API. */
export function errorJson(status: ErrorStatus, message: string, requestId: string | null = null) {
  return { type: "error", error: { type: errorTypes[status], message }, request_id: requestId } as const;
}

/** The largest body, in bytes. */
const bodyMax = 8 * 2 ** 20;

/** Wraps a request over HTTP. */
export function createExchange(request: IncomingMessage, response: ServerResponse, requestId: string): Exchange {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  response.on("error", () => {});
  response.setHeader("request-id", requestId);
  const { signal } = gone;

  function send(status: number, type: string, text: string): void {
    response.writeHead(status, { "content-type": type }).end(text);
  }

  function error(status: ErrorStatus, message: string, headers: Readonly<Record<string, string>> = {}): void {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    send(status, "application/json", JSON.stringify(errorJson(status, message, requestId)));
  }

  async function stream(events: readonly StreamEvent[], pauseMs = 0): Promise<void> {
    if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    for (const [event, data] of events) {
      await pause(pauseMs);
      if (!response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
        await once(response, "drain", { signal });
    }
  }

  async function pause(ms: number): Promise<void> {
    signal.throwIfAborted();
    if (ms > 0) await wait(ms, undefined, { signal });
  }

  return {
    method: request.method ?? "",
    path: (request.url ?? "")
      .split("?")[0]!
      .split("/")
      .filter((part) => part !== ""),
    key: keyOf(request),
    body: () => bodyOf(request),
    hasBegun: () => response.headersSent,
    json: (value) => send(200, "application/json", JSON.stringify(value)),
    error,
    lines: (values) => send(200, "application/x-jsonl", values.map((value) => `${JSON.stringify(value)}\n`).join("")),
    stream,
    pause,
    async hang() {
      signal.throwIfAborted();
      await once(signal, "abort");
      throw signal.reason;
    },
    end: () => void response.end(),
    drop: () => void response.destroy(),
  };
}

/** Clients send a key in one of two headers. */
function keyOf({ headers }: IncomingMessage): string | undefined {
  const { "x-api-key": key, authorization } = headers;
  return typeof key === "string" ? key : /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    // The rest is read and forgotten, so that the client hears why.
    if (length <= bodyMax) chunks.push(chunk as Buffer);
  }
  if (length > bodyMax) throw new BadBody(413, `The body is larger than ${bodyMax} bytes`);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new BadBody(400, "The body is not JSON");
  }
}
