import { noUsage, type Usage } from "../variation/calls.ts";
import type { ModelFault } from "./faults.ts";
import type { ModelReply } from "./model.ts";

/** A message of a model's that came to its end. */
export interface Message {
  readonly text: string;
  readonly stopReason: string;
  readonly usage: Usage;
}

/** Characters of a reply, at most. */
export const textMax = 1 << 20;

export const tooLarge: ModelFault = { name: "too-large", message: "The reply is longer than 1,048,576 characters" };

/** A message as a reply: without any text, or where the model would not answer, there is none. */
export function replyOf({ text, stopReason, usage }: Message, observed: ModelReply["observed"]): ModelReply {
  if (text.length > textMax) return { status: "failed", fault: tooLarge, usage, observed };
  if (stopReason !== "refusal" && text.trim() !== "") return { status: "replied", text, usage, observed };
  const what = stopReason === "refusal" ? "The model would not answer" : "The model wrote nothing";
  const fault: ModelFault = { name: "empty", message: `${what} (stop reason: ${stopReason})` };
  return { status: "failed", fault, usage, observed };
}

/** Tokens as the provider reports them; what it leaves out is as it was before. */
interface Reported {
  readonly input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly output_tokens?: number | null;
}

export function usageIn(reported: Reported | null | undefined, before = noUsage): Usage {
  return {
    input: countOf(reported?.input_tokens, before.input),
    cacheWrite: countOf(reported?.cache_creation_input_tokens, before.cacheWrite),
    cacheRead: countOf(reported?.cache_read_input_tokens, before.cacheRead),
    output: countOf(reported?.output_tokens, before.output),
  };
}

function countOf(reported: number | null | undefined, before: number): number {
  return Number.isSafeInteger(reported) ? Math.max(0, reported!) : before;
}
