import type { AuthorStatus, Desk } from "../campaign/author.ts";
import type { CallResult, CallRole, ModelCall } from "../variation/calls.ts";
import { costBound, costOf, type Tariff } from "./costs.ts";
import { oneLine } from "./fences.ts";
import type { ModelReply, ModelRequest, Models } from "./model.ts";
import { callOf, notInRecord } from "./recorded.ts";
import type { Requests } from "./requests.ts";

/** What is asked about a campaign, and how. */
export interface Study {
  readonly requests: Requests;
  readonly asking: Asking;
}

/** What is asked, who pays for it, and what it is asked for. */
export interface Question {
  readonly request: ModelRequest;
  readonly tariff: Tariff;
  readonly role: CallRole;
  readonly operator?: string;
}

/** Asks within what the desk permits. */
export interface Asking {
  /**
   * The reply, or undefined where the budget does not bear the call. Rejects where the desk does, where a reply cannot
   * be kept, and once it is closed.
   */
  ask(question: Question, desk: Desk): Promise<ModelReply | undefined>;
  status(): AuthorStatus;
  /** Gives up what is under way. Idempotent. */
  close(): Promise<void>;
}

/** The most characters of why a call came to nothing. */
const whyLengthMax = 300;

/** Starts to ask these models; they are closed with it. */
export function createAsking(models: Models): Asking {
  const closing = new AbortController();

  async function close(): Promise<void> {
    closing.abort(new Error("The author was closed"));
    await models.close();
  }

  let closed: Promise<void> | undefined;
  return {
    async ask({ request, tariff }, desk) {
      const leave = await desk.permit(costBound(request, tariff), callOf(request));
      if (leave === undefined) return undefined;
      const reply = leave.recordOnly
        ? ((await models.recall?.(request)) ?? notInRecord)
        : await models.ask(request, closing.signal);
      leave.settle(costOf(reply.usage, tariff));
      return reply;
    },
    status: () => ({ queued: 0, recorded: 0, ...models.status() }),
    close: () => (closed ??= close()),
  };
}

/** What came of a call, and why where it came to nothing. */
export interface Verdict {
  readonly result: CallResult;
  readonly why?: string;
}

/** What is said of a call to which there is no reply. */
export function noReply({ name, message }: Extract<ModelReply, { status: "failed" }>["fault"]): Verdict {
  return { result: "failed", why: `${name}: ${message}` };
}

/** A call as the log has it. */
export function callLine(
  { request, tariff, role, operator }: Question,
  reply: ModelReply,
  { result, why }: Verdict,
): ModelCall {
  return {
    call: callOf(request),
    role,
    ...(operator === undefined ? {} : { operator }),
    model: request.model,
    usage: reply.usage,
    usd: costOf(reply.usage, tariff).usd,
    result,
    ...(why === undefined ? {} : { why: oneLine(why, whyLengthMax) }),
    observed: reply.observed,
  };
}
