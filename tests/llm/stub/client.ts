import Anthropic from "@anthropic-ai/sdk";
import { onTestFinished } from "vitest";
import type { StubOptions } from "../../../src/llm/stub/options.ts";
import { createStub, type Stub } from "../../../src/llm/stub/stub.ts";

/** A stub that is closed when the test is over, and the real SDK's client of it, which tries only once. */
export async function stubWithClient(options: StubOptions = {}): Promise<{ stub: Stub; client: Anthropic }> {
  const stub = await createStub(options);
  onTestFinished(() => stub.close());
  return { stub, client: clientOf(stub) };
}

export function clientOf(stub: Stub, apiKey = "stub"): Anthropic {
  return new Anthropic({ apiKey, baseURL: stub.url, maxRetries: 0, logLevel: "off" });
}

export const program = `export default function priority(item, space, gap, twins) {
  if (gap === 0) {
    return 10;
  }
  let local = space - item * 2;
  for (let i = 0; i < 3; i++) {
    local += i;
  }
  return local / (gap + 1) + twins;
}`;

const fieldsOf = {
  edits: { thoughts: { type: "string" }, edits: { type: "array" } },
  program: { thoughts: { type: "string" }, program: { type: "string" } },
  lessons: { lessons: { type: "array" } },
  name: { name: { type: "string" }, sizes: { type: "array" }, sure: { type: "boolean" }, share: { type: "number" } },
} as const;
export type Shape = keyof typeof fieldsOf;

/** What is asked for a reply of this shape; requests of other numbers differ. */
export function requestFor(shape: Shape, number = 0, programs: readonly string[] = [program]) {
  const fenced = programs.map((text, i) => `<program id="${i}" score="0.${i}">\n${text}\n</program>`).join("\n\n");
  return {
    model: "claude-haiku-4-5",
    max_tokens: 4000,
    system: [{ type: "text", text: "You improve programs.", cache_control: { type: "ephemeral" } }],
    messages: [{ role: "user", content: `Request ${number}.\n${fenced}\nImprove the first.` }],
    output_config: { format: { type: "json_schema", schema: { type: "object", properties: fieldsOf[shape] } } },
  } satisfies Anthropic.MessageCreateParamsNonStreaming;
}

/** The text of a message. */
export function textOf({ content }: Anthropic.Message): string {
  return content.map((block) => (block.type === "text" ? block.text : "")).join("");
}
