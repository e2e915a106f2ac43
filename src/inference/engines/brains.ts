import { isDeepStrictEqual } from "node:util";
import { weightsOf } from "../../genome/kinds/network/shape.ts";
import { assert } from "../../std/errors.ts";
import type { Brain } from "./engine.ts";

/** How many numbers a network of either sort takes and gives. */
export function portsOf(brain: Brain): { readonly inputs: number; readonly outputs: number } {
  return brain.kind === "network" ? brain.network.shape : brain.network;
}

/** Holds the networks of one `load` to what engines take: at least one, of one kind, with the same ports and shape. */
export function assertAlike(brains: readonly Brain[], columns: number): void {
  const [first] = brains;
  assert(first !== undefined, "an engine takes in at least one network");
  assert(Number.isInteger(columns) && columns >= 1, `networks see a whole number of columns from 1, not ${columns}`);
  const { inputs, outputs } = portsOf(first);
  for (const brain of brains) {
    const ports = portsOf(brain);
    assert(brain.kind === first.kind, "the networks of an engine are of one kind");
    assert(ports.inputs === inputs && ports.outputs === outputs, "the networks of an engine have the same ports");
    if (brain.kind === "neat" || first.kind === "neat") continue;
    const { shape, weights } = brain.network;
    assert(
      shape === first.network.shape || isDeepStrictEqual(shape, first.network.shape),
      "the networks of an engine are of one shape",
    );
    assert(weights.length === weightsOf(shape), `a network has the ${weightsOf(shape)} weights of its shape`);
  }
}
