import type { Neat } from "../genome/kinds/network/neat.ts";
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

/** What the units of a network whose topology evolves are called, by their ids: hidden ones in their order, from h0. */
export function unitNames({ inputs, outputs, nodes }: Neat, names: SeatNames | undefined): ReadonlyMap<number, string> {
  const called = new Map<number, string>();
  for (let id = 0; id < inputs; id++) called.set(id, names?.inputs[id] ?? `in${id}`);
  let hidden = 0;
  for (const { id } of nodes) {
    const output = id - inputs;
    called.set(id, output < outputs ? (names?.outputs[output] ?? `out${output}`) : `h${hidden++}`);
  }
  return called;
}
