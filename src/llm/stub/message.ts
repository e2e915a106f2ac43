import type { Usage } from "../../variation/calls.ts";
import type { Plan } from "./plan.ts";

/** An event of a stream: its name and its data. */
export type StreamEvent = readonly [event: string, data: Readonly<Record<string, unknown>>];

/** How many pieces a text arrives in. */
const pieces = 5;

/** The message of a plan, as the Messages API has it. */
export function messageJson(plan: Plan, tier: "standard" | "batch" = "standard"): Readonly<Record<string, unknown>> {
  const { text, stopReason } = plan.answer;
  return {
    ...opened(plan),
    content: text === "" ? [] : [{ type: "text", text, citations: null }],
    ...ending(stopReason),
    usage: { ...usageJson(plan.usage), service_tier: tier },
  };
}

/** The same as the events of a stream. */
export function eventsOf(plan: Plan): readonly StreamEvent[] {
  const { text, stopReason } = plan.answer;
  // What will have been written is not known yet.
  const message = { ...opened(plan), usage: { ...usageJson(plan.usage), output_tokens: 1 } };
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } = usageJson(plan.usage);
  const usage = {
    input_tokens,
    cache_creation_input_tokens,
    cache_read_input_tokens,
    output_tokens,
    output_tokens_details: null,
    server_tool_use: null,
  };
  return [
    ["message_start", { type: "message_start", message }],
    ...(text === "" ? [] : blockEvents(text)),
    ["message_delta", { type: "message_delta", delta: { ...ending(stopReason), container: null }, usage }],
    ["message_stop", { type: "message_stop" }],
  ];
}

function blockEvents(text: string): readonly StreamEvent[] {
  // Pieces are of whole characters, so that none is torn.
  const characters = text.length > 1 << 16 ? text : Array.from(text);
  const length = Math.ceil(characters.length / pieces);
  const parts = Array.from({ length: Math.ceil(characters.length / length) }, (_, i) => {
    const part = characters.slice(i * length, (i + 1) * length);
    return typeof part === "string" ? part : part.join("");
  });
  const block = { type: "text", text: "", citations: null };
  return [
    ["content_block_start", { type: "content_block_start", index: 0, content_block: block }],
    ["ping", { type: "ping" }],
    ...parts.map((part): StreamEvent => {
      const delta = { type: "text_delta", text: part };
      return ["content_block_delta", { type: "content_block_delta", index: 0, delta }];
    }),
    ["content_block_stop", { type: "content_block_stop", index: 0 }],
  ];
}

function opened({ request }: Plan): Readonly<Record<string, unknown>> {
  return {
    id: `msg_stub_${request.hash.slice(0, 24)}`,
    type: "message",
    role: "assistant",
    model: request.model,
    content: [],
    container: null,
    diagnostics: null,
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
  };
}

function ending(stopReason: string): Readonly<Record<string, unknown>> {
  const explanation = "The stub was told to refuse a share of requests.";
  const details = stopReason === "refusal" ? { type: "refusal", category: null, explanation } : null;
  return { stop_reason: stopReason, stop_sequence: null, stop_details: details };
}

function usageJson({ input, cacheWrite, cacheRead, output }: Usage) {
  return {
    input_tokens: input,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    output_tokens: output,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite, ephemeral_1h_input_tokens: 0 },
    inference_geo: null,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: "standard",
    speed: null,
  } as const;
}
