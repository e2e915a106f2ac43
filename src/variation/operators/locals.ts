import type { Expression } from "estree";
import { identifier, local } from "../../genome/kinds/program/nodes.ts";
import { freshName, introduced, replaced } from "../edit.ts";
import type { Operator } from "../operator.ts";
import { isLeaf, mutation, pickWhere } from "../program-operator.ts";
import type { Site } from "../site.ts";

/** Gives an expression a name: it is computed before the statement that it is in. What the program does is the same. */
export const localIntroduction: Operator = mutation(
  { name: "local-introduction", about: "an expression gets a name, for others to use" },
  (parent, { primitives }, random) => {
    if (!primitives.statements) return undefined;
    const site = pickWhere(parent.expressions, (candidate) => candidate.movable && !isLeaf(candidate), random);
    if (site === undefined) return undefined;
    const name = freshName(parent.tree, "local");
    return introduced(site, [local(name, site.node as Expression)], identifier(name));
  },
);

/** Puts a local that can be read there in the place of an expression. */
export const localReuse: Operator = mutation(
  { name: "local-reuse", about: "a local replaces an expression" },
  (parent, _, random) => {
    const locals = (site: Site) =>
      site.scope.bindings.filter(({ role, type }) => role !== "parameter" && type === site.type);
    const site = pickWhere(parent.expressions, (candidate) => locals(candidate).length > 0, random);
    return site && replaced(site, identifier(random.pick(locals(site)).name));
  },
);
