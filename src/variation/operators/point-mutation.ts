import { replaced } from "../edit.ts";
import { groundOf } from "../ground.ts";
import { growLeaf } from "../grow.ts";
import type { Operator } from "../operator.ts";
import { isLeaf, mutation } from "../program-operator.ts";

/** Puts another name, constant, list element, index or loop count in the place of one. */
export const pointMutation: Operator = mutation(
  { name: "point-mutation", about: "another name or constant replaces one" },
  (parent, context, random) => {
    const leaves = [...parent.expressions.filter(isLeaf), ...parent.indexes];
    if (leaves.length === 0) return undefined;
    const site = random.pick(leaves);
    return replaced(site, growLeaf(groundOf(site, context, random), site.type));
  },
);
