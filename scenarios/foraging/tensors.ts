import type { Tensors } from "../../src/scenario/tensors.ts";

/** The actions of a network's outputs, in this order, and what they are called. */
const actions = [0, 1, -1, 2, -2, 3, -3] as const;
const outputs = ["stay", "east", "west", "north", "south", "give", "call"];

/** What a network sees: an observation with its ways and its action taken apart. */
const inputs = [
  ["foodEast", "foodNorth", "foodNear"],
  ["mateEast", "mateNorth", "mateNear", "mateCalls", "mateEnergy"],
  ["callEast", "callNorth", "callNear"],
  ["energy", "gift"],
  ["lastEast", "lastNorth", "lastGave", "lastCalled"],
  ["coin"],
].flat();

/** Where an observation holds ways, each of which becomes two inputs, and where it holds an action, which becomes four. */
const ways = [0, 2, 6];
const lastAction = 10;
const observed = 12;

/**
 * How networks forage. They see ways as two numbers, how far east and how far north, their last action as such a way
 * and whether it gave or called, and all else as it is. They do the action whose output is the largest.
 */
export const tensors: Tensors = {
  inputs: observed + ways.length + 3,
  outputs: actions.length,
  names: { inputs, outputs },
  encode(observation, into, at, stride) {
    let next = at;
    const put = (value: number): void => {
      into[next] = value;
      next += stride;
    };
    for (let i = 0; i < observed; i++) {
      const seen = observation[i] as number;
      const isAction = i === lastAction;
      if (isAction || ways.includes(i)) {
        put(Math.abs(seen) === 1 ? seen : 0);
        put(Math.abs(seen) === 2 ? seen / 2 : 0);
      } else put(seen);
      if (!isAction) continue;
      put(seen === 3 ? 1 : 0);
      put(seen === -3 ? 1 : 0);
    }
  },
  decode(values, at, stride) {
    let best = 0;
    for (let k = 1; k < actions.length; k++) if (values[at + k * stride]! > values[at + best * stride]!) best = k;
    return actions[best]!;
  },
};
