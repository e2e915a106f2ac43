import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A provider that answers as a test says: a request's answer depends on how many came before it. */
export interface Provider {
  readonly url: string;
  /** How many requests came. */
  came(): number;
  /** The headers and the body of each request. */
  readonly requests: { readonly headers: IncomingMessage["headers"]; readonly body: string; readonly url: string }[];
  [Symbol.asyncDispose](): Promise<void>;
}

type Answer = (response: ServerResponse, number: number, request: IncomingMessage) => void;

export async function startProvider(answer: Answer): Promise<Provider> {
  const requests: Provider["requests"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (piece: string) => (body += piece));
    request.on("end", () => {
      requests.push({ headers: request.headers, body, url: request.url ?? "" });
      answer(response, requests.length - 1, request);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    came: () => requests.length,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An error in the provider's words. */
export function refuse(
  response: ServerResponse,
  status: number,
  type: string,
  { message = "No.", headers = {} }: { message?: string; headers?: Record<string, string> } = {},
): void {
  response.writeHead(status, { "content-type": "application/json", "request-id": "req_refused", ...headers });
  response.end(JSON.stringify({ type: "error", error: { type, message } }));
}

/** Begins a stream with these events. */
export function begin(response: ServerResponse, ...events: readonly (readonly [string, object])[]): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream", "request-id": "req_1" });
  for (const [event, data] of events)
    response.write(`event: ${event}\ndata: ${JSON.stringify({ type: event, ...data })}\n\n`);
}

const tokens = { input_tokens: 11, cache_creation_input_tokens: 5, cache_read_input_tokens: 7, output_tokens: 1 };
export const started = ["message_start", { message: { usage: tokens } }] as const;
export const stopped = ["message_stop", {}] as const;

export function said(text: string) {
  return ["content_block_delta", { index: 0, delta: { type: "text_delta", text } }] as const;
}

export function ended(reason = "end_turn", usage: object = { output_tokens: 20 }) {
  return ["message_delta", { delta: { stop_reason: reason }, usage }] as const;
}

/** A whole answer. */
export function reply(response: ServerResponse, text: string): void {
  begin(response, started, said(text.slice(0, 2)), ["ping", {}], said(text.slice(2)), ended(), stopped);
  response.end();
}

/** Takes requests, and leaves the answers to the test. */
export function createInbox(): { readonly answer: Answer; next(): Promise<ServerResponse> } {
  const come: ServerResponse[] = [];
  let tell = (): void => {};
  return {
    answer(response) {
      come.push(response);
      tell();
    },
    async next() {
      while (come.length === 0) await new Promise<void>((resolve) => (tell = resolve));
      return come.shift()!;
    },
  };
}
