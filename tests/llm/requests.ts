import type { ModelRequest } from "../../src/llm/model.ts";

/** A key that nothing may show. */
export const canary = "sk-ant-canary-0123456789";

/** A request like those that operators make; `name` makes it another one. */
export function requestFor(name: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: "claude-haiku-4-5",
    system: "You improve programs.",
    prompt: `Improve it (${name}).`,
    schema: { type: "object", properties: { thoughts: { type: "string" } }, required: ["thoughts"] },
    outputMax: 1000,
    ...more,
  };
}

export const three: readonly ModelRequest[] = ["a", "b", "c"].map((name) => requestFor(name));
