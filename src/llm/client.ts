import type { Anthropic } from "@anthropic-ai/sdk";
import type { MessageCreateParamsNonStreaming } from "@anthropic-ai/sdk/resources/messages";
import type { ModelRequest } from "./model.ts";

/** How the provider is reached. */
export interface Access {
  /** It is sent with each request, and found nowhere else. */
  readonly key: string;
  /** Where absent, `ANTHROPIC_BASE_URL`, or else the provider's own address. */
  readonly baseUrl?: string;
}

/**
 * The provider's client, loaded when it is first needed. It neither tries again, which is done here, nor logs, since logs
 * of requests hold secrets.
 */
export async function clientOf({ key, baseUrl }: Access): Promise<Anthropic> {
  const { Anthropic } = await import("@anthropic-ai/sdk");
  return new Anthropic({
    apiKey: key,
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    maxRetries: 0,
    logLevel: "off",
    openTelemetry: false,
  });
}

/** The request as the provider reads it; no temperature, which some models refuse. */
export function paramsOf({
  model,
  system,
  prompt,
  schema,
  outputMax,
  effort,
}: ModelRequest): MessageCreateParamsNonStreaming {
  return {
    model,
    max_tokens: outputMax,
    // Whatever is equal up to here is read from the provider's cache.
    ...(system === "" ? {} : { system: [{ type: "text", text: system, cache_control: { type: "ephemeral" } }] }),
    messages: [{ role: "user", content: prompt }],
    output_config: {
      format: { type: "json_schema", schema: { ...schema } },
      ...(effort === undefined ? {} : { effort }),
    },
  };
}
