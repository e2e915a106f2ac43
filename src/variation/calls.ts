/** What a language model is asked for. */
export type CallRole =
  /** A child: an edit, a rewrite, a crossover. */
  | "edit"
  /** A second try after the first was refused, and children of programs that failed. */
  | "repair"
  /** Lessons from the campaign so far. */
  | "scratchpad"
  /** A name for a capability. */
  | "naming";

/** How much thought models give to a reply, which counts as output; the least first. */
export const efforts = ["low", "medium", "high", "xhigh", "max"] as const;
export type Effort = (typeof efforts)[number];

/** Tokens of one call, or of many; cached input is counted apart from other input. */
export interface Usage {
  readonly input: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly output: number;
}

/** US dollars and tokens of any sort. */
export interface Cost {
  readonly usd: number;
  readonly tokens: number;
}

/** What came of a call. */
export type CallResult =
  /** The child was born, or the lessons were learnt. */
  | "used"
  /** The reply was no valid child; `why` says what was wrong with it. */
  | "rejected"
  /** The child was no news: it had lived before, or behaves as somebody who lives. */
  | "duplicate"
  /** There was no reply; `why` begins with the fault's name. */
  | "failed";

/** The fault of a call that is not in the record and was not made, since nothing may be paid for it. */
export const notRecorded = "not-recorded";

/** One call of a language model, as the log holds it. */
export interface ModelCall {
  /** The SHA-256 of the request, under which the reply is kept with the run. */
  readonly call: string;
  readonly role: CallRole;
  /** The operator that asked; absent where none did. */
  readonly operator?: string;
  readonly model: string;
  readonly usage: Usage;
  readonly usd: number;
  readonly result: CallResult;
  /** At most 300 characters; the same whenever the same reply is read again. */
  readonly why?: string;
  /** Milliseconds, tries, and the provider's own id of the request. */
  readonly observed?: { readonly ms: number; readonly tries: number; readonly requestId?: string };
}

export const noUsage: Usage = { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 };

/** All tokens of a usage. */
export function tokensOf({ input, cacheWrite, cacheRead, output }: Usage): number {
  return input + cacheWrite + cacheRead + output;
}

/** The tokens of two usages together. */
export function addedUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    cacheRead: a.cacheRead + b.cacheRead,
    output: a.output + b.output,
  };
}
