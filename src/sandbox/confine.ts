import type {
  BlockStatement,
  ExportDefaultDeclaration,
  Expression,
  ForStatement,
  Node,
  Pattern,
  Statement,
  VariableDeclaration,
} from "acorn";
import type { Signature } from "../scenario/scenario.ts";

/** The pure functions that a confined program may call. They take and give numbers and touch nothing else. */
export const pureFunctions: ReadonlySet<string> = new Set(
  (
    "abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul log log10 " +
    "log1p log2 max min pow round sign sin sinh sqrt tan tanh trunc"
  ).split(" "),
);
/** The numbers of `Math`. */
export const pureConstants: ReadonlySet<string> = new Set("E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2".split(" "));
const arithmetic: ReadonlySet<string> = new Set("+ - * / % ** | & ^ << >> >>>".split(" "));
/** The operators that compare. */
export const comparison: ReadonlySet<string> = new Set("< > <= >= == != === !==".split(" "));
const assignments: ReadonlySet<string> = new Set("= += -= *= /= %= **=".split(" "));

const loopRoundsMax = 4096;
/** How many levels of expressions and statements are followed. */
export const depthMax = 100;
/** How many arguments a call may have. */
export const argumentsMax = 8;

type Scalar = "number" | "boolean";
/** `mixed` may be computed with, but neither stored nor returned. */
type ExpressionType = Scalar | "mixed";

interface Scope {
  readonly signature: Signature;
  /** Every name declared so far in any block: a name is declared once, so that no shadowing has to be followed. */
  readonly declared: Set<string>;
  /** The names that can be read here. */
  readonly visible: Map<string, Scalar | "list" | "counter" | "constant-number" | "constant-boolean">;
}

/** Thrown inside this module where the proof fails; the program then takes the other path. */
const unproven = new Error("unproven");

/**
 * At least as many ticks as one call of the function can cost, and more for long text, when it is proven confined: it only computes with numbers
 * and booleans in locals, calls pure functions of Math, reads its inputs, loops a bounded number of rounds, and always
 * returns what the signature says. Such a function cannot reach, change or remember anything, cannot throw, and needs
 * no fuel at run time. Undefined when there is no proof.
 */
export function confinedCost(node: ExportDefaultDeclaration["declaration"], signature: Signature): number | undefined {
  if (node.type !== "FunctionDeclaration" || node.generator || node.async) return undefined;
  if (signature.returns === "number[]" || node.params.length > signature.parameters.length) return undefined;
  const scope: Scope = { signature, declared: new Set(["arguments", "eval", "undefined", "Math"]), visible: new Map() };
  try {
    if (node.id !== null) declare(scope, node.id.name);
    node.params.forEach((parameter, i) => {
      const type = signature.parameters[i]!.type;
      scope.visible.set(declare(scope, nameOf(parameter)), type === "number[]" ? "list" : type);
    });
    if (!alwaysReturns(node.body)) return undefined;
    return 1 + weight(node.body) + block(node.body, scope, 0);
  } catch (error) {
    if (error === unproven) return undefined;
    throw error;
  }
}

/** Text that costs as much as a tick, so that a long body is no cheaper than a long loop. */
export const lettersPerTick = 16;

function weight(node: Node): number {
  return (node.end - node.start) / lettersPerTick;
}

function fail(): never {
  throw unproven;
}

function nameOf(pattern: Pattern): string {
  return pattern.type === "Identifier" ? pattern.name : fail();
}

function declare(scope: Scope, name: string): string {
  if (scope.declared.has(name) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) fail();
  scope.declared.add(name);
  return name;
}

function alwaysReturns(node: Statement): boolean {
  switch (node.type) {
    case "ReturnStatement":
      return true;
    case "BlockStatement": {
      const last = node.body.at(-1);
      return last !== undefined && alwaysReturns(last);
    }
    case "IfStatement":
      return node.alternate != null && alwaysReturns(node.consequent) && alwaysReturns(node.alternate);
    default:
      return false;
  }
}

/** Ticks that the block can cost; its locals end with it. */
function block(node: BlockStatement, scope: Scope, depth: number): number {
  const inner: Scope = { ...scope, visible: new Map(scope.visible) };
  let cost = 0;
  for (const one of node.body) cost += statement(one, inner, depth + 1);
  return cost;
}

function statement(node: Statement, scope: Scope, depth: number): number {
  if (depth > depthMax) fail();
  switch (node.type) {
    case "BlockStatement":
      return block(node, scope, depth);
    case "ReturnStatement":
      if (node.argument == null || expression(node.argument, scope, depth) !== scope.signature.returns) fail();
      return 0;
    case "VariableDeclaration":
      declaration(node, scope, depth);
      return 0;
    case "ExpressionStatement":
      assignment(node.expression, scope, depth);
      return 0;
    case "IfStatement":
      expression(node.test, scope, depth);
      return (
        branch(node.consequent, scope, depth) + (node.alternate == null ? 0 : branch(node.alternate, scope, depth))
      );
    case "ForStatement":
      return loop(node, scope, depth);
    default:
      return fail();
  }
}

function branch(node: Statement, scope: Scope, depth: number): number {
  if (node.type === "VariableDeclaration") fail();
  return statement(node, scope, depth + 1);
}

function declaration(node: VariableDeclaration, scope: Scope, depth: number): void {
  if (node.kind === "var") fail();
  for (const one of node.declarations) {
    if (one.init == null) fail();
    const type = expression(one.init, scope, depth);
    if (type === "mixed") fail();
    scope.visible.set(declare(scope, nameOf(one.id)), node.kind === "const" ? `constant-${type}` : type);
  }
}

function assignment(node: Expression, scope: Scope, depth: number): void {
  if (node.type === "UpdateExpression") {
    if (scope.visible.get(nameOf(node.argument as Pattern)) !== "number") fail();
    return;
  }
  if (node.type !== "AssignmentExpression" || !assignments.has(node.operator)) fail();
  const target = scope.visible.get(nameOf(node.left));
  if (target !== "number" && target !== "boolean") fail();
  if (node.operator !== "=" && target !== "number") fail();
  const type = expression(node.right, scope, depth);
  // Arithmetic gives a number, whatever it is done with.
  if (node.operator === "=" && type !== target) fail();
}

/** `for (let i = 0; i < bound; i++)` with a literal bound or the length of an input list. */
function loop(node: ForStatement, scope: Scope, depth: number): number {
  const { init, test, update } = node;
  if (init?.type !== "VariableDeclaration" || init.kind !== "let" || init.declarations.length !== 1) return fail();
  const counter = nameOf(init.declarations[0]!.id);
  const start = init.declarations[0]!.init;
  if (start?.type !== "Literal" || typeof start.value !== "number" || start.value < 0) return fail();
  if (test?.type !== "BinaryExpression" || (test.operator !== "<" && test.operator !== "<=")) return fail();
  if (test.left.type !== "Identifier" || test.left.name !== counter) return fail();
  if (update?.type !== "UpdateExpression" || update.operator !== "++") return fail();
  if (update.argument.type !== "Identifier" || update.argument.name !== counter) return fail();
  const rounds = boundOf(test.right, scope) + 1;
  if (!(rounds <= loopRoundsMax)) return fail();
  const inner: Scope = { ...scope, visible: new Map(scope.visible) };
  inner.visible.set(declare(scope, counter), "counter");
  return rounds * (1 + weight(node.body) + branch(node.body, inner, depth));
}

function boundOf(node: Expression, scope: Scope): number {
  if (node.type === "Literal" && typeof node.value === "number") return node.value;
  if (node.type === "MemberExpression" && !node.computed && node.object.type === "Identifier") {
    const name = node.object.name;
    if (scope.visible.get(name) === "list" && isNamed(node.property, "length")) {
      const index = [...scope.visible.keys()].indexOf(name);
      return scope.signature.parameters[index]?.lengthMax ?? 64;
    }
  }
  return fail();
}

function isNamed(node: Node, name: string): boolean {
  return node.type === "Identifier" && "name" in node && node.name === name;
}

function expression(node: Expression, scope: Scope, depth: number): ExpressionType {
  if (depth > depthMax) fail();
  switch (node.type) {
    case "Literal":
      return typeof node.value === "number" ? "number" : typeof node.value === "boolean" ? "boolean" : fail();
    case "Identifier":
      return readOf(node.name, scope);
    case "UnaryExpression":
      expression(node.argument, scope, depth + 1);
      if (node.operator === "!") return "boolean";
      return node.operator === "-" || node.operator === "+" || node.operator === "~" ? "number" : fail();
    case "BinaryExpression":
      if (node.left.type === "PrivateIdentifier") return fail();
      expression(node.left, scope, depth + 1);
      expression(node.right, scope, depth + 1);
      if (arithmetic.has(node.operator)) return "number";
      return comparison.has(node.operator) ? "boolean" : fail();
    case "LogicalExpression":
      if (node.operator === "??") return fail();
      return joined(expression(node.left, scope, depth + 1), expression(node.right, scope, depth + 1));
    case "ConditionalExpression":
      expression(node.test, scope, depth + 1);
      return joined(expression(node.consequent, scope, depth + 1), expression(node.alternate, scope, depth + 1));
    case "CallExpression": {
      if (node.optional || !isMathMember(node.callee, pureFunctions) || node.arguments.length > argumentsMax)
        return fail();
      for (const argument of node.arguments) {
        if (argument.type === "SpreadElement") return fail();
        expression(argument, scope, depth + 1);
      }
      return "number";
    }
    case "MemberExpression":
      return member(node, scope, depth);
    default:
      return fail();
  }
}

function readOf(name: string, scope: Scope): Scalar {
  const type = scope.visible.get(name);
  if (type === "number" || type === "counter" || type === "constant-number") return "number";
  return type === "boolean" || type === "constant-boolean" ? "boolean" : fail();
}

function joined(a: ExpressionType, b: ExpressionType): ExpressionType {
  return a === b ? a : "mixed";
}

function isMathMember(node: Node, names: ReadonlySet<string>): boolean {
  if (node.type !== "MemberExpression") return false;
  const { computed, object, property, optional } = node as Extract<Expression, { type: "MemberExpression" }>;
  if (computed || optional || !isNamed(object, "Math")) return false;
  return property.type === "Identifier" && names.has(property.name);
}

/** `Math.PI`, `list[index]` or `list.length`. An element that is missing or is no number is why this is `mixed`. */
function member(node: Extract<Expression, { type: "MemberExpression" }>, scope: Scope, depth: number): ExpressionType {
  if (isMathMember(node, pureConstants)) return "number";
  if (node.optional || node.object.type !== "Identifier" || scope.visible.get(node.object.name) !== "list") fail();
  if (!node.computed) return isNamed(node.property, "length") ? "number" : fail();
  if (node.property.type === "PrivateIdentifier") fail();
  // A number or boolean as a key names an element (or nothing); it can never name a method of the list.
  if (expression(node.property, scope, depth + 1) === "mixed") fail();
  return "mixed";
}
