import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf, WorldError } from "../../std/errors.ts";
import { type Batches, createBatches } from "./batches.ts";
import { deliver, type Delivery } from "./deliver.ts";
import { BadBody, createExchange, type Exchange } from "./exchange.ts";
import { createLedger, type StubStats } from "./ledger.ts";
import { settled, type StubOptions } from "./options.ts";
import { planOf } from "./plan.ts";
import { requestOf } from "./request.ts";

/** A language model's stand-in: a server on this machine that speaks the Messages API. */
export interface Stub {
  /** What clients take as their base URL. */
  readonly url: string;
  stats(): StubStats;
  /** Breaks all connections off. Idempotent. */
  close(): Promise<void>;
}

const connectionsMax = 256;

/** Models that the stub has; it answers for any whose name begins with `claude-`. */
const models = ["claude-haiku-4-5", "claude-haiku-5-5", "claude-sonnet-4-5", "claude-sonnet-5-5", "claude-opus-5-5"];

/**
 * Starts a stub on 127.0.0.1. What it answers depends on its seed and the request alone, so that a campaign is the same
 * whenever it is asked again. Throws `UserError` for bad options, and `WorldError` where the port is taken.
 */
export async function createStub(options: StubOptions = {}): Promise<Stub> {
  const settings = settled(options);
  const ledger = createLedger();
  let requests = 0;
  let url = "";
  const delivery = { settings, ledger };
  const batches = createBatches(delivery, () => url);
  const server = createServer((request, response) => {
    const requestId = `req_stub_${String(++requests).padStart(6, "0")}`;
    const exchange = createExchange(request, response, requestId);
    serve(exchange, delivery, batches).catch((error: unknown) => {
      if (exchange.hasBegun()) exchange.drop();
      else exchange.error(error instanceof BadBody ? error.status : 500, messageOf(error));
    });
  });
  server.maxConnections = connectionsMax;
  await listen(server, settings.port);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let closed: Promise<void> | undefined;
  return {
    url,
    stats: ledger.stats,
    close: () =>
      (closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })),
  };
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
  } catch (error) {
    const hint = "Take another `--port`, or none: then a free one is found.";
    throw new WorldError("no-port", `Cannot listen on 127.0.0.1:${port}: ${messageOf(error)}`, hint, { cause: error });
  }
}

async function serve(exchange: Exchange, delivery: Delivery, batches: Batches): Promise<void> {
  const { settings, ledger } = delivery;
  const { method, key, path } = exchange;
  const route = `${method} /${path.map((part, i) => (isId(path, i) ? "*" : part)).join("/")}`;
  if (route === "GET /stub/stats") return exchange.json(ledger.stats());
  if (key === undefined) return exchange.error(401, "x-api-key header is required");
  if (key === settings.refusedKey) return exchange.error(401, "invalid x-api-key");
  switch (route) {
    case "POST /v1/messages":
      return answer(exchange, delivery);
    case "GET /v1/models":
      return exchange.json({
        data: models.map(modelJson),
        has_more: false,
        first_id: models[0],
        last_id: models.at(-1),
      });
    case "GET /v1/models/*":
      return isModel(path[2]!) ? exchange.json(modelJson(path[2]!)) : exchange.error(404, `model: ${path[2]}`);
    case "POST /v1/messages/batches":
      return batches.create(exchange);
    case "GET /v1/messages/batches/*":
      return batches.retrieve(exchange, path[3]!);
    case "POST /v1/messages/batches/*/cancel":
      return batches.cancel(exchange, path[3]!);
    case "GET /v1/messages/batches/*/results":
      return batches.results(exchange, path[3]!);
    default:
      return exchange.error(404, "Not Found");
  }
}

/** Whether a part of a path names a model or a batch. */
function isId(path: readonly string[], place: number): boolean {
  return (path[1] === "models" && place === 2) || (path[2] === "batches" && place === 3);
}

async function answer(exchange: Exchange, delivery: Delivery): Promise<void> {
  const { settings, ledger } = delivery;
  const request = requestOf(await exchange.body());
  if (typeof request === "string") return exchange.error(400, request);
  if (!isModel(request.model)) return exchange.error(404, `model: ${request.model}`);
  if (ledger.asked() >= settings.refuseAfter) {
    ledger.met("refused-key");
    return exchange.error(401, "invalid x-api-key");
  }
  try {
    return await deliver(planOf(request, settings), exchange, delivery);
  } catch (error) {
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
    return ledger.cut();
  }
}

function isModel(name: string): boolean {
  return name.startsWith("claude-");
}

function modelJson(id: string) {
  return {
    id,
    type: "model",
    display_name: `${id}, played by the stub`,
    created_at: "1970-01-01T00:00:00Z",
    capabilities: null,
    lifecycle: "active",
    deprecated_at: null,
    retires_at: null,
    line: null,
    max_input_tokens: 200_000,
    max_tokens: 64_000,
  };
}
