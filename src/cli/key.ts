import { handedSecret } from "../runner/detach.ts";
import { assert, UserError } from "../std/errors.ts";
import { isFree } from "./budget.ts";
import { addressOf } from "./models.ts";
import type { SittingPlan } from "./sitting.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The key for language models that a sitting needs, found valid; undefined where it pays for none. Throws `UserError`
 * where there is none, where it is refused and where a model does not exist, before anything is started or written.
 */
export async function keyFor(
  { env, keys = {} }: Terminal,
  isRunner: boolean,
  { spec, resumed, budget = spec.budget, asking }: Omit<SittingPlan, "display" | "key">,
): Promise<string | undefined> {
  if (spec.llm === undefined || isFree(budget)) return undefined;
  if (isRunner) {
    const key = handedSecret();
    assert(key !== undefined, "a runner that asks models is handed the key");
    return key;
  }
  const [{ keyFrom }, { checkKey }] = await Promise.all([import("../llm/keys.ts"), import("../llm/check-key.ts")]);
  const { keyFile } = asking;
  if (resumed && keyFile === undefined && (keys["ANTHROPIC_API_KEY"] ?? "").trim() === "") throw noKeyToGoOn();
  const key = keyFrom(keys, keyFile);
  await checkKey(
    { key, ...addressOf(env) },
    spec.llm.models.map(({ name }) => name),
  );
  return key;
}

function noKeyToGoOn(): UserError {
  return new UserError(
    "no-key",
    "The run has language models write children, and there is no key to ask them with",
    "Give one with `ANTHROPIC_API_KEY` or `--llm-key-file <file>`; or let it go on without them with `--budget-usd 0`.",
  );
}
