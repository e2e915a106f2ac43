import { expect, test } from "vitest";
import { checkIdle } from "../../src/campaign/idle.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import type { CampaignSpec, KindName } from "../../src/events/spec.ts";
import { walking } from "../scenario/worlds.ts";

const network = { hidden: [4], activation: "tanh", outputActivation: "tanh", recurrent: false } as const;
const specOf = (kinds: readonly KindName[], changes: Partial<CampaignSpec> = {}): CampaignSpec => {
  const bred = kinds.length > 1 ? { kind: kinds[0]!, kinds } : { kind: kinds[0]! };
  return { ...defaultSpec(walking(), "/simulated/scenario.ts", {}, bred), ...changes };
};

test.each<[string, CampaignSpec]>([
  ["engine", specOf(["program"], { engine: "kernel" })],
  ["network", specOf(["program"], { network })],
  ["network.hidden", specOf(["neat"], { network })],
])("`%s` is refused where it would have no effect", (setting, spec) => {
  expect(() => checkIdle(spec)).toThrow(`\`${setting}\` would have no effect`);
});

test.each<[readonly KindName[]]>([
  [["program"]],
  [["network"]],
  [["neat"]],
  [["program", "network"]],
  [["program", "neat"]],
])("the defaults for %s have no setting without effect", (kinds) => {
  expect(() => checkIdle(specOf(kinds))).not.toThrow();
});
