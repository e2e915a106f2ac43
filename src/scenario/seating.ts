import { UserError } from "../std/errors.ts";
import { isStepped, type Scenario, type SteppedScenario } from "./scenario.ts";
import type { Tensors } from "./tensors.ts";

/** How networks sit in a world's seats; undefined where they cannot, because it shows lists of numbers. */
function tensorsOf({ agent, tensors }: SteppedScenario): Tensors | undefined {
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

/** How networks sit in a world's seats. Throws `UserError` where they cannot play there, with `where` behind what. */
export function seatsOf(scenario: Scenario, where = ""): Tensors {
  const tensors = isStepped(scenario) ? tensorsOf(scenario) : undefined;
  if (tensors !== undefined) return tensors;
  throw new UserError(
    "no-networks",
    `Networks cannot play ${scenario.name}: ${isStepped(scenario) ? "its agents see or return lists of numbers" : "it calls its agents as it likes"}${where}`,
    isStepped(scenario)
      ? "Give the scenario `tensors`, which turn what agents see into numbers; or evolve programs."
      : "Networks play worlds in steps, those with `world`; evolve programs here.",
  );
}

/** What a network's inputs and outputs are called, in order; and what the scenario says about each input, where it does. */
export interface SeatNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly abouts: readonly string[];
}

/** The names of a network's inputs and outputs: those that the scenario gives them, else the signature's, else numbers. */
export function seatNamesOf(scenario: Scenario): SeatNames {
  const { inputs, outputs, names } = seatsOf(scenario);
  const { name, parameters } = scenario.agent;
  const own = parameters.length === inputs ? parameters : [];
  const numbered = (word: string, count: number) => Array.from({ length: count }, (_, i) => `${word}${i}`);
  return {
    inputs: names?.inputs ?? (own.length > 0 ? own.map((one) => one.name) : numbered("in", inputs)),
    outputs: names?.outputs ?? (outputs === 1 ? [name] : numbered("out", outputs)),
    abouts: own.map(({ about }) => about),
  };
}
