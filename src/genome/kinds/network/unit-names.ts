import type { Neat } from "./neat.ts";

/** What people call a network's inputs and outputs. */
export interface PortNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** What the units of a network whose topology evolves are called, by their ids: hidden ones in their order, from h0. */
export function unitNames({ inputs, outputs, nodes }: Neat, names: PortNames | undefined): ReadonlyMap<number, string> {
  const called = new Map<number, string>();
  for (let id = 0; id < inputs; id++) called.set(id, names?.inputs[id] ?? `in${id}`);
  let hidden = 0;
  for (const { id } of nodes) {
    const output = id - inputs;
    called.set(id, output < outputs ? (names?.outputs[output] ?? `out${output}`) : `h${hidden++}`);
  }
  return called;
}
