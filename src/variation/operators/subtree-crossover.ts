import type { Node, Program, Statement } from "estree";
import { forEachChild } from "../../genome/kinds/program/nodes.ts";
import type { Random } from "../../std/random.ts";
import { adopted } from "../adopt.ts";
import { replaced, spliced } from "../edit.ts";
import { groundOf } from "../ground.ts";
import { loopsMax } from "../introduce.ts";
import type { Operator, VariationContext } from "../operator.ts";
import { crossover, pickSite, pickWhere } from "../program-operator.ts";
import type { Outline } from "../site.ts";

/** Puts a part of the second parent in the place of a part of the first that has the same type (Koza 1992; Montana 1995). */
export const subtreeCrossover: Operator = crossover(
  { name: "subtree-crossover", about: "an expression or statement of the second parent replaces one of the first" },
  ([first, second], context, random) => {
    const hasStatements = context.primitives.statements && first.statements.length > 1 && second.statements.length > 1;
    return hasStatements && random.chance(0.25)
      ? withStatement(first, second, context, random)
      : withExpression(first, second, context, random);
  },
);

function withExpression(
  first: Outline,
  second: Outline,
  context: VariationContext,
  random: Random,
): Program | undefined {
  const site = pickSite(first.expressions, random);
  if (site === undefined) return undefined;
  const donor = pickSite(site.type === "number" ? second.numbers : second.booleans, random);
  if (donor === undefined || !donor.movable) return undefined;
  const node = adopted(donor, groundOf(site, context, random));
  return node && replaced(site, node);
}

/** Puts a statement of the second parent before one of the first, half of the time in its stead. */
function withStatement(
  first: Outline,
  second: Outline,
  context: VariationContext,
  random: Random,
): Program | undefined {
  const site = random.pick(first.statements);
  const donor = pickWhere(
    second.statements,
    ({ movable, jumps, node }) => movable && !jumps && node.type !== "VariableDeclaration",
    random,
  );
  if (donor === undefined || site.loops + loopDepth(donor.node) > loopsMax) return undefined;
  const node = adopted(donor, groundOf(site, context, random)) as Statement | undefined;
  if (node === undefined) return undefined;
  const stays =
    site.tail || !site.movable || site.jumps || site.node.type === "VariableDeclaration" || random.chance(0.5);
  return spliced(site, stays ? [node, site.node as Statement] : [node]);
}

function loopDepth(node: Node): number {
  let deepest = 0;
  forEachChild(node, (child) => {
    deepest = Math.max(deepest, loopDepth(child));
  });
  return deepest + (node.type === "ForStatement" || node.type === "ForOfStatement" ? 1 : 0);
}
