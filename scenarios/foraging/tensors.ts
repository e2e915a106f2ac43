import type { Tensors } from "../../src/scenario/tensors.ts";

/** The actions of a network's outputs, in this order. */
const actions = [0, 1, -1, 2, -2, 3, -3] as const;
/** What is seen as a number from -3 to 3. */
const last = 13;

/** How networks forage: what is seen, from -1 to 1, and the action whose output is the largest. */
export const tensors: Tensors = {
  inputs: 16,
  outputs: actions.length,
  encode(observation, into, at, stride) {
    for (let i = 0; i < observation.length; i++) {
      const seen = observation[i] as number;
      into[at + i * stride] = i === last ? seen / 3 : seen;
    }
  },
  decode(outputs, at, stride) {
    let best = 0;
    for (let k = 1; k < actions.length; k++) if (outputs[at + k * stride]! > outputs[at + best * stride]!) best = k;
    return actions[best]!;
  },
};
