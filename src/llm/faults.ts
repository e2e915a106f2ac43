import { messageOf } from "../std/errors.ts";
import type { ModelFaultName } from "./model.ts";

export interface ModelFault {
  readonly name: ModelFaultName;
  /** At most 200 characters on one line, without the key. */
  readonly message: string;
}

/** Why a try came to nothing. */
export interface Refusal {
  readonly fault: ModelFault;
  /** Whether the same may be tried again: nothing was begun that has to be paid. */
  readonly again: boolean;
  /** How long the provider wants us to wait, in milliseconds. */
  readonly afterMs?: number;
  readonly requestId?: string;
  /** The status of the answer; absent where none came. */
  readonly status?: number;
  /** Whether the request may have reached the provider without an answer of its. */
  readonly isUncertain?: boolean;
}

/** Makes text of the provider's fit to be shown: at most so many characters (200) on one line, without the key. */
export type Clean = (text: string, lengthMax?: number) => string;

export function cleanerOf(key: string): Clean {
  return (text, lengthMax = 200) => {
    const safe = key === "" ? text : text.replaceAll(key, "[key]");
    const line = safe
      .slice(0, 10_000)
      .replaceAll(/[\s\p{C}]+/gu, " ")
      .trim();
    // A pair of surrogates is not cut in two.
    return line.slice(0, lengthMax).replace(/[\uD800-\uDBFF]$/, "");
  };
}

/** What the client throws has some of these. */
interface Thrown {
  readonly status?: unknown;
  readonly apiMessage?: unknown;
  readonly headers?: unknown;
}

/** The status that an error of a stream stands for: the provider's table of errors. */
const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** What the provider calls an error; undefined where it said nothing. */
export function typeOf(error: unknown): string | undefined {
  return error instanceof Error && "type" in error && typeof error.type === "string" ? error.type : undefined;
}

/** Reads what the client threw before anything was begun on the request. */
export function refusalOf(error: unknown, clean: Clean): Refusal {
  const { status: sent, apiMessage, headers } = (error instanceof Error ? error : {}) as Thrown;
  const type = typeOf(error);
  const status = sent ?? (type === undefined ? undefined : (statusOfType[type] ?? 500));
  if (typeof status !== "number") return isUnreadable(error) ? unreadable(error, clean) : unreachable(error, clean);
  const head = headers instanceof Headers ? headers : new Headers();
  const said = typeof apiMessage === "string" ? `${status} ${apiMessage}` : messageOf(error);
  const afterMs = waitOf(head);
  const requestId = head.get("request-id");
  return {
    fault: { name: nameOf(status), message: clean(said) },
    again: mayTryAgain(status, head),
    status,
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(requestId === null ? {} : { requestId: clean(requestId, 100) }),
  };
}

/** What the provider sent is no JSON, or lacks what each answer has. A lost connection is an error with a cause. */
function isUnreadable(error: unknown): boolean {
  const isPlain = error instanceof TypeError && error.cause === undefined && !("code" in error);
  return isPlain || error instanceof SyntaxError;
}

function unreadable(error: unknown, clean: Clean): Refusal {
  const message = clean(`What the provider sent cannot be read: ${messageOf(error)}`);
  return { fault: { name: "malformed", message }, again: false };
}

/** Failures of making a connection, before anything is sent over it. */
const beforeSending = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|CONNECT_TIMEOUT|CERT|TLS|SSL/;

function unreachable(error: unknown, clean: Clean): Refusal {
  const root = rootOf(error);
  const fault: ModelFault = { name: "unreachable", message: clean(`No connection: ${root}`) };
  return { fault, again: true, isUncertain: !beforeSending.test(root) };
}

/** An error that the provider tells of in words of its own. */
export function saidFault(type: string, message: string, clean: Clean): ModelFault {
  const status = statusOfType[type] ?? 500;
  return { name: nameOf(status), message: clean(`${status} ${message}`) };
}

function nameOf(status: number): ModelFaultName {
  if (status === 429) return "rate-limited";
  if (status === 529) return "overloaded";
  if (status >= 500) return "server-error";
  if (status === 401 || status === 403) return "refused-key";
  return status === 408 ? "timeout" : "bad-request";
}

function mayTryAgain(status: number, headers: Headers): boolean {
  const wish = headers.get("x-should-retry");
  if (wish === "true" || wish === "false") return wish === "true";
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Milliseconds out of `retry-after-ms`, or `retry-after` in seconds or as a date; a wait of nothing is no wish. */
function waitOf(headers: Headers): number | undefined {
  const ms = Number(headers.get("retry-after-ms") ?? Number.NaN);
  const after = headers.get("retry-after") ?? "";
  const seconds = Number(after === "" ? Number.NaN : after) * 1000;
  return [ms, seconds, Date.parse(after) - Date.now()].find((wait) => wait > 0);
}

/** The innermost reason, which says what the outer ones leave out. */
export function rootOf(error: unknown): string {
  let root = error;
  for (let depth = 0; depth < 8 && root instanceof Error && root.cause !== undefined; depth++) root = root.cause;
  const code = root instanceof Error && "code" in root ? ` (${String(root.code)})` : "";
  const message = messageOf(root);
  return message.includes(code.slice(2, -1)) ? message : message + code;
}
