import { replaced } from "../edit.ts";
import { groundOf } from "../ground.ts";
import { growExpression } from "../grow.ts";
import type { Operator } from "../operator.ts";
import { mutation, pickSite } from "../program-operator.ts";

/** Puts a random expression in the place of an expression of the same type (Koza 1992). */
export const subtreeMutation: Operator = mutation(
  { name: "subtree-mutation", about: "a random expression replaces an expression" },
  (parent, context, random) => {
    const site = pickSite(parent.expressions, random);
    if (site === undefined) return undefined;
    return replaced(
      site,
      growExpression(groundOf(site, context, random), site.type, { depth: 1 + random.int(3), full: false }),
    );
  },
);
