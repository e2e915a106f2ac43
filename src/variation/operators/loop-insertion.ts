import { introducedLoop } from "../introduce.ts";
import type { Operator } from "../operator.ts";
import { mutation } from "../program-operator.ts";

/** Gathers a number in a bounded loop and uses it in the place of another. */
export const loopInsertion: Operator = mutation(
  { name: "loop-insertion", about: "a bounded loop gathers a number that replaces another" },
  (parent, context, random) => (context.primitives.statements ? introducedLoop(parent, context, random) : undefined),
);
