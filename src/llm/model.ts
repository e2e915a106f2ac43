import type { Effort, notRecorded, Usage } from "../variation/calls.ts";

/** What is asked of a language model. Plain data: its SHA-256 is the name under which the reply is kept. */
export interface ModelRequest {
  readonly model: string;
  /** The part that is the same for many requests; providers keep it in a cache. */
  readonly system: string;
  readonly prompt: string;
  /** The JSON schema that the reply has to keep to. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly outputMax: number;
  readonly effort?: Effort;
}

/** Why there is no reply. */
export type ModelFaultName =
  /** 429, after all tries. */
  | "rate-limited"
  /** 529, after all tries. */
  | "overloaded"
  /** Any other 5xx, after all tries. */
  | "server-error"
  /** No connection. */
  | "unreachable"
  /** Nothing came for too long. */
  | "timeout"
  /** The stream ended before the reply did. */
  | "cut-off"
  /** 401 or 403: the key is refused. */
  | "refused-key"
  /** Any other 4xx: the request itself is wrong, or the model does not exist. */
  | "bad-request"
  /** The reply is larger than it may be. */
  | "too-large"
  /** The provider answered with what is no message. */
  | "malformed"
  /** The model wrote nothing, or would not answer. */
  | "empty"
  /** There is no record of it, and nothing may be paid for. */
  | typeof notRecorded;

/** A reply, or why there is none; with what it cost, as far as that is known. */
export type ModelReply = (
  | { readonly status: "replied"; readonly text: string }
  | { readonly status: "failed"; readonly fault: { readonly name: ModelFaultName; readonly message: string } }
) & {
  /** Of all tries together; a try that broke off counts with all that it might have cost. */
  readonly usage: Usage;
  readonly observed: { readonly ms: number; readonly tries: number; readonly requestId?: string };
};

/** Answers requests: over the network, out of a record, or by a script. */
export interface Models {
  /** Never rejects because of a model, the network or the provider; rejects with the signal's reason once it is aborted. */
  ask(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>;
  /** The reply that is kept, without asking anybody; undefined where there is none. Absent where none are kept. */
  recall?(request: ModelRequest): Promise<ModelReply | undefined>;
  status(): ModelsStatus;
  /** Idempotent. */
  close(): Promise<void>;
}

/** What is going on, for displays. */
export interface ModelsStatus {
  readonly inFlight: number;
  /** Calls that wait for a place among those in flight; none where absent. */
  readonly queued?: number;
  /** Calls that were made over the network. */
  readonly asked: number;
  /** Calls that were answered out of the record; none where absent. */
  readonly recorded?: number;
  readonly limited: number;
  readonly overloaded: number;
  /** Milliseconds until the next try after a refusal; absent where none waits. */
  readonly retryMs?: number;
}

/** A reply that is kept, with what it answers. */
export interface KeptReply {
  /** The SHA-256 of the request. */
  readonly call: string;
  readonly request: ModelRequest;
  readonly reply: ModelReply;
}

/** Keeps replies: what was added is on the disk before `add` resolves. */
export interface Cassette {
  find(call: string): KeptReply | undefined;
  /** Throws `WorldError` where it cannot be written. */
  add(kept: KeptReply): void;
}
