import type { Genome } from "../genome/genome.ts";
import { neatOf } from "../genome/kinds/neat.ts";
import { networkOf } from "../genome/kinds/network.ts";
import { isStepped, type Scenario } from "../scenario/scenario.ts";
import { tensorsOf } from "../scenario/seating.ts";
import type { Tensors } from "../scenario/tensors.ts";
import { UserError } from "../std/errors.ts";

/** How networks sit in a world's seats. Throws `UserError` where they cannot play there. */
export function seatsOf(scenario: Scenario): Tensors {
  const tensors = isStepped(scenario) ? tensorsOf(scenario) : undefined;
  if (tensors !== undefined) return tensors;
  throw new UserError(
    "no-networks",
    `Networks cannot play ${scenario.name}: ${isStepped(scenario) ? "its agents see or return lists of numbers" : "it calls its agents as it likes"}`,
    isStepped(scenario)
      ? "Give the scenario `tensors`, which turn what agents see into numbers; or evolve programs."
      : "Networks play worlds in steps, those with `world`; evolve programs here.",
  );
}

/** Throws `UserError` where a network takes or gives another number of numbers than the world. */
export function checkSeated(genome: Genome, scenario: Scenario): void {
  const { inputs, outputs } = seatsOf(scenario);
  const has = genome.kind === "neat" ? neatOf(genome) : networkOf(genome).shape;
  if (has.inputs === inputs && has.outputs === outputs) return;
  throw new UserError(
    "network-misfit",
    `The network has ${has.inputs} inputs and ${has.outputs} outputs, but ${scenario.name} has ${inputs} and ${outputs}`,
    "Take a network that was evolved in this scenario, with the same settings of the scenario.",
  );
}
