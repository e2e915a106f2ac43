import type { Expression, Program, Statement } from "estree";
import {
  assignment,
  constant,
  countingLoop,
  element,
  identifier,
  local,
  mathCall,
  when,
} from "../genome/kinds/program/nodes.ts";
import { enclosingStatement, freshName, introduced } from "./edit.ts";
import { type Ground, groundOf } from "./ground.ts";
import { growCondition, growCount, growExpression } from "./grow.ts";
import type { VariationContext } from "./operator.ts";
import { pickSite } from "./program-operator.ts";
import { bindingOf, extended } from "./scope.ts";
import type { Outline, Site } from "./site.ts";
import type { Random } from "../std/random.ts";

/** How many loops may stand inside each other where a loop is added. */
export const loopsMax = 2;

/** Declares a local with a random value before a statement and uses it there. */
export function introducedLocal(outline: Outline, context: VariationContext, random: Random): Program | undefined {
  const site = pickSite(outline.expressions, random);
  const statement = site && enclosingStatement(site);
  if (site === undefined || statement === undefined) return undefined;
  const name = freshName(outline.tree, "local");
  const init = growExpression(groundOf(statement, context, random), site.type, { depth: 2, full: false });
  return introduced(site, [local(name, init)], identifier(name));
}

/** Puts a loop before a statement that gathers something in a new local, and uses that in the statement. */
export function introducedLoop(outline: Outline, context: VariationContext, random: Random): Program | undefined {
  const site = pickSite(outline.numbers, random);
  const statement = site && enclosingStatement(site);
  if (site === undefined || statement === undefined || site.loops >= loopsMax) return undefined;
  const total = freshName(outline.tree, "sum");
  const statements = gathering(outline, statement, total, { context, random });
  return statements && introduced(site, statements, identifier(total));
}

interface Source {
  readonly context: VariationContext;
  readonly random: Random;
}

/** `let total = start; for (...) { total = ... }`. */
function gathering(outline: Outline, before: Site, total: string, source: Source): Statement[] | undefined {
  const { context, random } = source;
  const ways = waysToGather(context);
  if (ways.length === 0) return undefined;
  const ground = groundOf(before, context, random);
  const counter = freshName(outline.tree, "counter");
  const bound = growCount(ground);
  const inside = [bindingOf(total, "number", "local"), bindingOf(counter, "number", "counter")].reduce(
    extended,
    before.scope,
  );
  const term = growTerm({ ...ground, scope: inside }, bound, counter);
  const way = random.pick(ways);
  const step =
    way === "+=" || way === "*="
      ? assignment(total, way, term)
      : assignment(total, "=", mathCall(way, [identifier(total), term]));
  const isChosen = context.primitives.conditionals && random.chance(0.3);
  const body = isChosen ? when(growCondition({ ...ground, scope: inside }), step) : step;
  return [local(total, constant(way === "*=" ? 1 : 0)), countingLoop(counter, bound, [body])];
}

function waysToGather({ primitives }: VariationContext): readonly string[] {
  // Sums first and most: they are what loops are mostly for.
  const sums = primitives.operators.includes("+") ? ["+=", "+=", "+="] : [];
  const products = primitives.operators.includes("*") ? ["*="] : [];
  return [...sums, ...products, ...primitives.functions.filter((name) => name === "min" || name === "max")];
}

/** What one round of a loop adds: mostly something with the element that the round is about. */
function growTerm(ground: Ground, bound: Expression, counter: string): Expression {
  const { random, primitives } = ground;
  const list = bound.type === "MemberExpression" && bound.object.type === "Identifier" ? bound.object.name : undefined;
  const current = list === undefined ? identifier(counter) : element(list, identifier(counter));
  if (random.chance(0.3)) return current;
  const other = growExpression(ground, "number", { depth: 2, full: false });
  if (primitives.operators.length === 0) return other;
  const operator = random.pick(primitives.operators) as "+";
  return { type: "BinaryExpression", left: current, operator, right: other };
}
