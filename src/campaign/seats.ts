import type { Genome } from "../genome/genome.ts";
import { neatOf } from "../genome/kinds/neat.ts";
import { networkOf } from "../genome/kinds/network.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { seatsOf } from "../scenario/seating.ts";
import { UserError } from "../std/errors.ts";

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
