import type { BinaryOperator, LogicalOperator, Node } from "estree";
import { mathCall, mathFunction } from "../../genome/kinds/program/nodes.ts";
import type { Primitives } from "../../scenario/scenario.ts";
import type { Random } from "../../std/random.ts";
import { replaced } from "../edit.ts";
import { orders, twoArguments } from "../grow.ts";
import type { Operator } from "../operator.ts";
import { mutation, pickWhere } from "../program-operator.ts";

/** Exchanges an operator, comparison or function for another with as many operands. */
export const substitution: Operator = mutation(
  { name: "substitution", about: "another operator or function with the same operands replaces one" },
  (parent, { primitives }, random) => {
    const site = pickWhere(parent.expressions, ({ node }) => isSubstitutable(node), random);
    const node = site && substituted(site.node, primitives, random);
    return site && node && replaced(site, node);
  },
);

function isSubstitutable(node: Node): boolean {
  return node.type === "BinaryExpression" || node.type === "LogicalExpression" || mathFunction(node) !== undefined;
}

function substituted(node: Node, primitives: Primitives, random: Random): Node | undefined {
  if (node.type === "LogicalExpression")
    return { ...node, operator: other(["&&", "||"], node.operator, random) as LogicalOperator };
  if (node.type === "BinaryExpression") {
    const family = orders.includes(node.operator) ? orders : primitives.operators;
    // Operators of hand-written programs that are in neither list may want other operands.
    if (!family.includes(node.operator)) return undefined;
    const operator = other(family, node.operator, random) as BinaryOperator | undefined;
    return operator && { ...node, operator };
  }
  if (node.type !== "CallExpression") return undefined;
  const name = mathFunction(node)!;
  const list = node.arguments;
  const count = twoArguments.has(name) ? 2 : 1;
  if (list.length !== count) return undefined;
  const alike = primitives.functions.filter((candidate) => twoArguments.has(candidate) === (count === 2));
  const found = other(alike, name, random);
  return found === undefined ? undefined : mathCall(found, list as Parameters<typeof mathCall>[1]);
}

function other(family: readonly string[], present: string, random: Random): string | undefined {
  const others = family.filter((candidate) => candidate !== present);
  return others.length === 0 ? undefined : random.pick(others);
}
