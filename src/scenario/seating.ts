import type { SteppedScenario } from "./scenario.ts";
import type { Tensors } from "./tensors.ts";

/** How networks sit in a world's seats; undefined where they cannot, because it shows lists of numbers. */
export function tensorsOf({ agent, tensors }: SteppedScenario): Tensors | undefined {
  if (tensors !== undefined) return tensors;
  if (agent.returns === "number[]" || agent.parameters.some(({ type }) => type === "number[]")) return undefined;
  return {
    inputs: agent.parameters.length,
    outputs: 1,
    encode(observation, into, at, stride) {
      for (let i = 0; i < observation.length; i++) into[at + i * stride] = Number(observation[i]);
    },
    decode: agent.returns === "boolean" ? (outputs, at) => (outputs[at]! > 0 ? 1 : 0) : (outputs, at) => outputs[at]!,
  };
}
