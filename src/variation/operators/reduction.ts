import { replaced } from "../edit.ts";
import { groundOf } from "../ground.ts";
import { growLeaf } from "../grow.ts";
import type { Operator } from "../operator.ts";
import { isLeaf, mutation, pickWhere } from "../program-operator.ts";
import type { Site } from "../site.ts";

/** Puts a part of an expression in its place (Kinnear 1993). */
export const hoist: Operator = mutation(
  { name: "hoist", about: "a part of an expression replaces the whole" },
  (parent, _, random) => {
    const whole = pickWhere(parent.expressions, (site) => !isLeaf(site), random);
    if (whole === undefined) return undefined;
    const part = pickWhere(parent.expressions, (site) => site.type === whole.type && isInside(site, whole), random);
    return part && replaced(whole, part.node);
  },
);

/** Puts a name or a constant in the place of an expression. */
export const shrink: Operator = mutation(
  { name: "shrink", about: "a name or constant replaces an expression" },
  (parent, context, random) => {
    const site = pickWhere(parent.expressions, (candidate) => !isLeaf(candidate), random);
    return site && replaced(site, growLeaf(groundOf(site, context, random), site.type));
  },
);

function isInside(site: Site, whole: Site): boolean {
  let at = site.parent;
  while (at !== undefined && at !== whole) at = at.parent;
  return at !== undefined;
}
