import type { BlockStatement, Node, Statement } from "estree";
import { constantOf, namesIn } from "../genome/kinds/program/nodes.ts";
import { inferExpression, isLength, typeOfName } from "./infer-expressions.ts";
import { type Binding, bindingOf, lookup, type Scope } from "./scope.ts";
import { declared, distrustAssigned, distrustDeclared, type Draft, openSite, type Survey } from "./site.ts";

type Of<T extends Node["type"]> = Extract<Node, { type: T }>;

/** Lists the sites of a block, statement by statement, each in the scope that those before it leave. */
export function inferBlock(survey: Survey, site: Draft): void {
  site.type = "block";
  site.movable = true;
  const { body } = site.node as BlockStatement;
  let { scope } = site;
  for (const [index, node] of body.entries()) {
    const statement = openSite(node, site, "body", index);
    statement.scope = scope;
    statement.tail = site.tail && index === body.length - 1;
    scope = inferStatement(survey, statement);
    if (!statement.movable) site.movable = false;
    if (statement.jumps) site.jumps = true;
  }
}

/** Lists a statement and the sites in it; returns the scope behind it. */
function inferStatement(survey: Survey, site: Draft): Scope {
  site.type = "statement";
  site.movable = true;
  const scope = scopeBehind(survey, site);
  if (site.type === "statement") survey.statements.push(site);
  else site.movable = false;
  return scope;
}

function scopeBehind(survey: Survey, site: Draft): Scope {
  const node = site.node as Statement;
  switch (node.type) {
    case "VariableDeclaration":
      return inferDeclaration(survey, site, node);
    case "ExpressionStatement":
      if (!inferAssignment(survey, site, node)) freeze(survey, site);
      return site.scope;
    case "ReturnStatement":
      site.jumps = true;
      if (node.argument) site.movable = inferExpression(survey, openSite(node.argument, site, "argument", -1)).movable;
      return site.scope;
    case "BreakStatement":
    case "ContinueStatement":
      site.jumps = true;
      site.movable = false;
      return site.scope;
    case "BlockStatement":
      inferBlock(survey, site);
      return site.scope;
    case "IfStatement":
      inferIf(survey, site, node);
      return site.scope;
    case "ForStatement":
      if (!inferCountingLoop(survey, site, node)) freeze(survey, site);
      return site.scope;
    case "ForOfStatement":
      if (!inferListLoop(survey, site, node)) freeze(survey, site);
      return site.scope;
    default:
      freeze(survey, site);
      return site.scope;
  }
}

/** Leaves a statement as it is: what it does, or when it ends, cannot be seen. */
function freeze(survey: Survey, site: Draft): void {
  site.type = "opaque";
  site.jumps = true;
  distrustDeclared(survey, site.node);
  distrustAssigned(survey, site.node);
}

/** A declaration of one local is a statement of its own; one of several is left where it is, and its names are typed. */
function inferDeclaration(survey: Survey, site: Draft, node: Of<"VariableDeclaration">): Scope {
  let { scope } = site;
  if (node.kind === "var") freeze(survey, site);
  else if (node.declarations.length > 1) site.type = "opaque";
  for (const [index, declarator] of node.kind === "var" ? [] : node.declarations.entries()) {
    const parent = openSite(declarator, site, "declarations", index);
    parent.scope = scope;
    const init = declarator.init ? inferExpression(survey, openSite(declarator.init, parent, "init", -1)) : parent;
    if (declarator.id.type === "Identifier" && (init.type === "number" || init.type === "boolean")) {
      const role = node.kind === "let" ? "local" : "constant";
      scope = declared(survey, scope, bindingOf(declarator.id.name, init.type, role));
      site.movable &&= init.movable;
    } else {
      site.type = "opaque";
      namesIn(declarator.id, survey.untrusted);
      distrustAssigned(survey, declarator.id);
    }
  }
  return scope;
}

/**
 * Assignments and increments; false for any other expression. Only a trusted local may be assigned: a parameter or a
 * counter that is assigned is not trusted any more, so that those in scope can bound the loops that they do.
 */
function inferAssignment(survey: Survey, site: Draft, node: Of<"ExpressionStatement">): boolean {
  const { expression } = node;
  const target =
    expression.type === "UpdateExpression"
      ? expression.argument
      : expression.type === "AssignmentExpression" && expression.left;
  if (!target || target.type !== "Identifier") return false;
  const binding = lookup(site.scope, target.name);
  if (expression.type === "UpdateExpression") return binding?.role === "local" && binding.type === "number";
  if (expression.type !== "AssignmentExpression") return false;
  const parent = openSite(expression, site, "expression", -1);
  const right = inferExpression(survey, openSite(expression.right, parent, "right", -1));
  site.movable = right.movable;
  if (binding?.role !== "local" || !keepsType(binding, expression.operator, right)) {
    survey.untrusted.add(target.name);
    site.type = "opaque";
  }
  return true;
}

/** Whether a local still has its type after an assignment. */
function keepsType({ type }: Binding, operator: string, right: Draft): boolean {
  if (operator === "=") return right.type === type;
  if (operator === "+=") return type === "number" && right.type === type;
  return type === "number" && ["-=", "*=", "/=", "%=", "**="].includes(operator);
}

function inferIf(survey: Survey, site: Draft, node: Of<"IfStatement">): void {
  const test = inferExpression(survey, openSite(node.test, site, "test", -1));
  const consequent = openSite(node.consequent, site, "consequent", -1);
  consequent.tail = site.tail;
  inferBlock(survey, consequent);
  site.movable = test.movable && consequent.movable;
  site.jumps = consequent.jumps;
  if (!node.alternate) return;
  const alternate = openSite(node.alternate, site, "alternate", -1);
  alternate.tail = site.tail;
  if (node.alternate.type !== "IfStatement") inferBlock(survey, alternate);
  else {
    // An `else if` is no statement of its own: it hangs on the one before.
    inferIf(survey, alternate, node.alternate);
  }
  site.movable &&= alternate.movable;
  site.jumps ||= alternate.jumps;
}

/** `for (let i = ...; i < bound; i++)` where the bound cannot move: the only loop with a header that surely ends. */
function inferCountingLoop(survey: Survey, site: Draft, node: Of<"ForStatement">): boolean {
  const counter = counterOf(node);
  if (counter === undefined || survey.untrusted.has(counter)) return false;
  const test = node.test as Of<"BinaryExpression">;
  const bound = openSite(test.right, openSite(test, site, "test", -1), "right", -1);
  if (!isFixed(site.scope, bound.node)) return false;
  bound.type = "count";
  if (bound.node.type !== "Identifier") survey.indexes.push(bound);
  inferLoopBody(survey, site, counter);
  return true;
}

/** The counter of a loop that goes up by one from a constant to its bound. */
function counterOf(node: Of<"ForStatement">): string | undefined {
  const { init, test, update } = node;
  if (init?.type !== "VariableDeclaration" || init.kind !== "let" || init.declarations.length !== 1) return undefined;
  const { id, init: start } = init.declarations[0]!;
  if (id.type !== "Identifier" || !start || constantOf(start) === undefined) return undefined;
  if (test?.type !== "BinaryExpression" || (test.operator !== "<" && test.operator !== "<=")) return undefined;
  if (test.left.type !== "Identifier" || test.left.name !== id.name) return undefined;
  if (update?.type !== "UpdateExpression" || update.operator !== "++") return undefined;
  return update.argument.type === "Identifier" && update.argument.name === id.name ? id.name : undefined;
}

function isFixed(scope: Scope, bound: Node): boolean {
  if (bound.type === "Identifier") {
    const role = lookup(scope, bound.name)?.role;
    return (role === "parameter" || role === "constant") && typeOfName(scope, bound.name) === "number";
  }
  return constantOf(bound) !== undefined || isLength(scope, bound);
}

/** `for (const value of list)` over a list of numbers. */
function inferListLoop(survey: Survey, site: Draft, node: Of<"ForOfStatement">): boolean {
  if (node.await || node.left.type !== "VariableDeclaration" || node.left.kind === "var") return false;
  const { id } = node.left.declarations[0]!;
  if (id.type !== "Identifier" || node.right.type !== "Identifier") return false;
  if (typeOfName(site.scope, node.right.name) !== "number[]") return false;
  inferLoopBody(survey, site, id.name, "constant");
  return true;
}

function inferLoopBody(survey: Survey, site: Draft, name: string, role: "counter" | "constant" = "counter"): void {
  const body = openSite((site.node as Of<"ForStatement">).body, site, "body", -1);
  body.scope = declared(survey, site.scope, bindingOf(name, "number", role));
  body.loops++;
  inferBlock(survey, body);
  site.movable = body.movable;
  site.jumps = body.jumps;
}
