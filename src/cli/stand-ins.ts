import { UserError } from "../std/errors.ts";

/** The key in the environment. Throws `UserError` where there is none. */
export function keyFrom(env: Readonly<Record<string, string | undefined>>, _file?: string): string {
  const key = env["ANTHROPIC_API_KEY"];
  if (key !== undefined) return key;
  const hint = "Set ANTHROPIC_API_KEY or name a file with `--llm-key-file`; or leave `--llm` out.";
  throw new UserError("no-key", "There is no key to ask language models with", hint);
}

/** Whether the key and the models are known to the provider. */
export async function checkKey(_key: string, _models: readonly string[], _baseUrl?: string): Promise<void> {}
