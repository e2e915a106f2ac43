// The courier: asks language models for a runner, from a process of its own, and keeps their replies. When the runner
// is gone, however it went, what was begun comes to its end here, is kept, and then the courier ends too.
import { Socket } from "node:net";
import { anthropicModels, callMsMax } from "../llm/anthropic.ts";
import type { BatchTicket } from "../llm/batches.ts";
import type { KeptReply, ModelRequest, Models } from "../llm/model.ts";
import { callOf, recorded } from "../llm/recorded.ts";
import { closedError, pause } from "../llm/waiting.ts";
import { createLineReader } from "../runner/protocol.ts";
import { messageOf, UserError, WorldError } from "../std/errors.ts";
import { openKept } from "../store/kept.ts";
import { takeLock } from "../store/lock.ts";
import {
  type CourierSettings,
  type FromCourier,
  type PlainError,
  toCourierMax,
  type ToCourier,
} from "./courier-lines.ts";

/** Models that keep what they reply in the files of a run. */
interface Office {
  readonly models: Models;
  /** Ends when everything that was begun is kept. */
  close(): Promise<void>;
}

const statusMs = 500;
const lookMs = 50;
const lockMsMax = callMsMax + 30_000;
const never = new AbortController().signal;

/** Unlike `process.stdout` it never stands still because nobody reads. */
const output = new Socket({ fd: 1, readable: false });
const ending = new AbortController();
let office: Promise<Office> | undefined;

// Who is gone hears nothing.
output.on("error", () => {});
process.stderr.on("error", () => {});
process.stdin.on("data", createLineReader(toCourierMax, take, finish));
for (const end of ["end", "error"]) process.stdin.on(end, finish);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, finish);

function take(line: string): void {
  try {
    if (office !== undefined) void carry(office, (JSON.parse(line) as ToCourier).request);
    else open(JSON.parse(line) as CourierSettings);
  } catch {
    // Nobody who writes such a line can be served; what was begun before it is kept.
    finish();
  }
}

function open(settings: CourierSettings): void {
  office = openOffice(settings);
  office.then(tellStatus).catch(() => {
    // Each request is told why.
  });
}

async function carry(from: Promise<Office>, request: ModelRequest): Promise<void> {
  const call = callOf(request);
  try {
    const { models } = await from;
    ending.signal.throwIfAborted();
    await models.ask(request, never);
    tell({ type: "kept", call, status: models.status() });
  } catch (error) {
    // What was not begun any more is not said to have failed: the next courier does it.
    if (!ending.signal.aborted) tell({ type: "failed", call, error: plain(error) });
  }
}

function finish(): void {
  if (ending.signal.aborted) return;
  ending.abort(closedError());
  Promise.resolve(office)
    .then((opened) => opened?.close())
    .catch((error: unknown) => process.stderr.write(`${messageOf(error)}\n`))
    .finally(() => process.exit());
}

async function openOffice({ calls, batches, lock, inFlight, ...access }: CourierSettings): Promise<Office> {
  const release = await locked(lock);
  try {
    const kept = openKept<KeptReply>(calls);
    const tickets = batches === undefined ? undefined : openKept<BatchTicket>(batches);
    const asked =
      tickets === undefined
        ? anthropicModels({ ...access, inFlight, graceMs: callMsMax })
        : (await import("../llm/batches.ts")).batchedModels({ ...access, tickets });
    const models = recorded(asked, kept);
    return {
      models,
      async close() {
        await models.close();
        kept.close();
        tickets?.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Waits until the courier of an earlier sitting has come to its end, and takes its place. */
async function locked(path: string): Promise<() => void> {
  const until = performance.now() + lockMsMax;
  for (;;) {
    ending.signal.throwIfAborted();
    const taken = takeLock(path);
    if ("release" in taken) return taken.release;
    const { pid, host } = taken.holder;
    if (performance.now() > until) {
      throw new WorldError(
        "locked",
        `Process ${pid} on ${host} keeps the replies of this run, and does not end`,
        `End it; if nothing runs there any more, delete ${path}.`,
      );
    }
    await pause(lookMs, ending.signal);
  }
}

/** Says how it stands whenever that has changed. */
function tellStatus({ models }: Office): void {
  let said = "";
  setInterval(() => {
    const status = models.status();
    const text = JSON.stringify(status);
    if (text !== said) tell({ type: "status", status });
    said = text;
  }, statusMs);
}

function tell(line: FromCourier): void {
  output.write(`${JSON.stringify(line)}\n`);
}

function plain(error: unknown): PlainError {
  const isKnown = error instanceof UserError || error instanceof WorldError;
  const { code, hint } = isKnown ? error : { code: "internal", hint: "This is a defect in Lamarck; please report it." };
  return { code, message: messageOf(error).slice(0, 2000), hint };
}
