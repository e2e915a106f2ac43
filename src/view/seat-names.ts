import type { Scenario } from "../scenario/scenario.ts";
import { type SeatNames, seatNamesOf } from "../scenario/seating.ts";
import { oneLine } from "../text/sanitize.ts";

/** Longer names are cut. */
const nameMax = 16;

/** What a scenario calls a network's inputs and outputs, short enough for tables. */
export function shortSeatNames(scenario: Scenario): SeatNames {
  const { inputs, outputs, abouts } = seatNamesOf(scenario);
  const short = (name: string): string => oneLine(name, nameMax);
  return { inputs: inputs.map(short), outputs: outputs.map(short), abouts };
}
