import { UserError, WorldError } from "../std/errors.ts";
import { type Access, clientOf } from "./client.ts";
import { cleanerOf, type Clean, refusalOf, typeOf } from "./faults.ts";

const answerMs = 20_000;

/**
 * Asks the provider, at no cost, whether it takes the key and has these models. Throws `UserError` where it does not, and
 * `WorldError` where it cannot be reached. Whatever else goes wrong is left to the campaign, which goes on without models.
 */
export async function checkKey(access: Access, models: readonly string[], signal?: AbortSignal): Promise<void> {
  const client = await clientOf(access);
  const clean = cleanerOf(access.key);
  for (const model of models) {
    try {
      await client.models.retrieve(model, null, { timeout: answerMs, ...(signal === undefined ? {} : { signal }) });
    } catch (error) {
      signal?.throwIfAborted();
      judge(error, model, clean);
    }
  }
}

function judge(error: unknown, model: string, clean: Clean): void {
  const { fault } = refusalOf(error, clean);
  if (fault.name === "refused-key") {
    throw new UserError(
      "key-refused",
      `The provider refuses the API key: ${fault.message}`,
      "Give another one in ANTHROPIC_API_KEY or with `--llm-key-file`, or leave `--llm` out to go on without models.",
    );
  }
  if (fault.name === "unreachable") {
    throw new WorldError(
      "provider-unreachable",
      `The provider of language models cannot be reached: ${fault.message}`,
      "Check the network and ANTHROPIC_BASE_URL, or leave `--llm` out to go on without models.",
    );
  }
  // A server without this list answers 404 too, but not in the provider's words.
  if (typeOf(error) === "not_found_error" && fault.message.includes(model)) {
    throw new UserError(
      "unknown-model",
      `The provider has no model \`${model}\`: ${fault.message}`,
      "Name one that your key may use, such as `claude-haiku-4-5`.",
    );
  }
}
