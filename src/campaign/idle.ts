import { type CampaignSpec, kindsOf } from "../events/spec.ts";
import { isNetwork } from "../genome/kinds.ts";
import { UserError } from "../std/errors.ts";

/** Throws `UserError` for settings that would have no effect: whoever set them expects one. */
export function checkIdle(spec: CampaignSpec): void {
  const kinds = kindsOf(spec);
  const named = kinds.join(",");
  if (!kinds.some((kind) => isNetwork({ kind }))) {
    if (spec.engine !== undefined) throw idle("engine", `\`${named}\` evolves, which no engine computes`);
    if (spec.network !== undefined) throw idle("network", `\`${named}\` evolves`);
  }
  const hidden = spec.network?.hidden ?? [];
  if (named === "neat" && hidden.length > 0) {
    throw idle("network.hidden", "networks of the kind `neat` begin without hidden layers and grow their own");
  }
}

function idle(setting: string, why: string): UserError {
  return new UserError(
    "idle-setting",
    `The setting \`${setting}\` would have no effect: ${why}`,
    "Leave it out, or use `--kind network`.",
  );
}
