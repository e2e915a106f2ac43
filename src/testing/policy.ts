import type { Policy } from "../inference/engines/engine.ts";

/** How many networks a policy has, their episodes, and the numbers that they take and give. */
export interface PolicySize {
  readonly networks: number;
  readonly columns: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** A policy of one group without networks: `forward` reads its inputs and sets its outputs, or somebody else does. */
export function scriptedPolicy(
  { networks, columns, inputs, outputs }: PolicySize,
  forward: Policy["forward"] = () => undefined,
): Policy {
  return {
    inputs: new Float32Array(networks * inputs * columns),
    outputs: new Float32Array(networks * outputs * columns),
    group: networks,
    forward,
    reset: () => undefined,
    free: () => undefined,
  };
}
