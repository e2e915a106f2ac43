import type { Expression, Program, Statement } from "estree";
import { conditional, when } from "../../genome/kinds/program/nodes.ts";
import type { Random } from "../../std/random.ts";
import { replaced, spliced } from "../edit.ts";
import { groundOf } from "../ground.ts";
import { growCondition, growExpression } from "../grow.ts";
import type { Operator, VariationContext } from "../operator.ts";
import { mutation, pickSite, pickWhere } from "../program-operator.ts";
import type { Outline } from "../site.ts";

/** Makes an expression or a statement depend on a condition: `test ? expression : other`, `if (test) { statement }`. */
export const conditionalWrap: Operator = mutation(
  { name: "conditional-wrap", about: "an expression or statement is made to depend on a condition" },
  (parent, context, random) => {
    const { conditionals, statements } = context.primitives;
    if (!conditionals) return undefined;
    return (statements && random.chance(0.3) && guarded(parent, context, random)) || chosen(parent, context, random);
  },
);

function guarded(parent: Outline, context: VariationContext, random: Random): Program | undefined {
  const isOptional = ({ tail, movable, node }: Outline["statements"][number]) =>
    !tail && movable && node.type !== "VariableDeclaration";
  const site = pickWhere(parent.statements, isOptional, random);
  return site && spliced(site, [when(growCondition(groundOf(site, context, random)), site.node as Statement)]);
}

function chosen(parent: Outline, context: VariationContext, random: Random): Program | undefined {
  const site = pickSite(parent.expressions, random);
  if (site === undefined) return undefined;
  const ground = groundOf(site, context, random);
  const present = site.node as Expression;
  const other = growExpression(ground, site.type, { depth: 1, full: false });
  const test = growCondition(ground);
  return replaced(site, random.chance(0.5) ? conditional(test, present, other) : conditional(test, other, present));
}
