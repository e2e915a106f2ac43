import type { BlockStatement, Expression, IfStatement, Node, Program, Statement } from "estree";
import {
  binary,
  constant,
  constantOf,
  forEachChild,
  mapChildren,
  mathFunction,
  truth,
} from "../genome/kinds/program/nodes.ts";

/** The most rounds over a tree; each makes it smaller, so few are needed. */
const roundsMax = 20;

/**
 * The program with constants folded, algebraic identities applied, and dead statements and unread locals left out. As in
 * any such algebra, a program that relies on infinities or on not-a-number may behave differently.
 */
export function rewritten(tree: Program): Program {
  let present: Node = tree;
  for (let round = 0; round < roundsMax; round++) {
    const next = withoutUnread(rewrittenOnce(present));
    if (next === present) break;
    present = next;
  }
  return present as Program;
}

/** The node with every node in it rewritten, leaves first. */
function rewrittenOnce(node: Node): Node {
  return rewrittenNode(mapChildren(node, rewrittenOnce));
}

/** One step of simplification at the node itself; the very same node when there is none. */
export function rewrittenNode(node: Node): Node {
  switch (node.type) {
    case "BinaryExpression":
      return (
        folded(node, [node.left, node.right], ([a, b]) => arithmetic(node.operator, a!, b!)) ?? identity(node) ?? node
      );
    case "CallExpression":
      return call(node) ?? node;
    case "UnaryExpression":
      return unary(node) ?? node;
    case "LogicalExpression":
      return logic(node) ?? node;
    case "ConditionalExpression":
      if (alike(node.consequent, node.alternate)) return node.consequent;
      return truthOf(node.test) === undefined ? node : truthOf(node.test) ? node.consequent : node.alternate;
    case "BlockStatement":
      return withList(node, alive(node.body));
    case "IfStatement":
      return node.alternate && isEmpty(node.alternate) ? { ...node, alternate: null } : node;
    default:
      return node;
  }
}

function withList(node: BlockStatement, body: Statement[]): BlockStatement {
  return body.length === node.body.length && body.every((item, index) => item === node.body[index])
    ? node
    : { ...node, body };
}

function folded(
  node: Node,
  parts: readonly Node[],
  value: (numbers: readonly number[]) => number | boolean | undefined,
): Node | undefined {
  if (constantOf(node) !== undefined) return undefined;
  const numbers = parts.map(constantOf);
  if (numbers.length === 0 || !numbers.every((number) => number !== undefined)) return undefined;
  const result = value(numbers);
  if (typeof result === "boolean") return truth(result);
  return result === undefined || !Number.isFinite(result) ? undefined : constant(result);
}

function arithmetic(operator: string, a: number, b: number): number | boolean | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "**":
      return a ** b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "===":
      return a === b;
    default:
      return undefined;
  }
}

/** The right operand that changes nothing. */
const neutralOperands: ReadonlyMap<string, number> = new Map([
  ["+", 0],
  ["-", 0],
  ["*", 1],
  ["/", 1],
  ["**", 1],
]);

/** Neutral and absorbing operands, equal operands, and signs that belong to the operator. */
function identity({ operator, left, right }: Extract<Node, { type: "BinaryExpression" }>): Node | undefined {
  if (left.type === "PrivateIdentifier") return undefined;
  const [a, b] = [constantOf(left), constantOf(right)];
  const neutral = neutralOperands.get(operator);
  if (b !== undefined && b === neutral) return left;
  if (a !== undefined && a === neutral && (operator === "+" || operator === "*")) return right;
  if (operator === "*" && (a === 0 || b === 0)) return constant(0);
  if (operator === "-" && alike(left, right)) return constant(0);
  if (operator === "/" && alike(left, right)) return constant(1);
  if ((operator === "<" || operator === ">") && alike(left, right)) return truth(false);
  if ((operator === "<=" || operator === ">=" || operator === "===") && alike(left, right)) return truth(true);
  if (operator === "+" && b !== undefined && b < 0) return binary("-", left, constant(-b));
  if (operator === "-" && b !== undefined && b < 0) return binary("+", left, constant(-b));
  return undefined;
}

function call(node: Extract<Node, { type: "CallExpression" }>): Node | undefined {
  const name = mathFunction(node);
  if (name === undefined) return undefined;
  const [first, second] = node.arguments;
  if ((name === "min" || name === "max") && first && second && alike(first, second)) return first;
  if (name === "abs" && first && mathFunction(first) === "abs") return first;
  const evaluate = (Math as unknown as Record<string, ((...numbers: number[]) => number) | undefined>)[name];
  if (typeof evaluate !== "function" || name === "random") return undefined;
  return folded(node, node.arguments, (numbers) => evaluate(...numbers));
}

function unary(node: Extract<Node, { type: "UnaryExpression" }>): Node | undefined {
  const { operator, argument } = node;
  if (operator === "!" && truthOf(argument) !== undefined) return truth(!truthOf(argument));
  if (operator !== "!" && operator !== "-") return undefined;
  return argument.type === "UnaryExpression" && argument.operator === operator ? argument.argument : undefined;
}

function logic({ operator, left, right }: Extract<Node, { type: "LogicalExpression" }>): Expression | undefined {
  if (operator === "??") return undefined;
  if (alike(left, right)) return left;
  const absorbing = operator === "||";
  if (truthOf(left) !== undefined) return truthOf(left) === absorbing ? left : right;
  if (truthOf(right) !== undefined) return truthOf(right) === absorbing ? right : left;
  return undefined;
}

/** The statements that can run and do something. */
function alive(statements: readonly Statement[]): Statement[] {
  const end = statements.findIndex(({ type }) => /^(Return|Break|Continue|Throw)Statement$/.test(type));
  const reached = end < 0 ? statements : statements.slice(0, end + 1);
  return reached.flatMap((statement) =>
    statement.type === "IfStatement" ? branch(statement) : isIdle(statement) ? [] : [statement],
  );
}

/** What remains of an `if` whose outcome is known, or that does nothing. */
function branch(statement: IfStatement): readonly Statement[] {
  const test = truthOf(statement.test);
  if (test === undefined) return isEmpty(statement.consequent) && !statement.alternate ? [] : [statement];
  const taken = test ? statement.consequent : statement.alternate;
  if (!taken) return [];
  return taken.type === "BlockStatement" && !taken.body.some(isDeclaration) ? taken.body : [taken];
}

function isIdle(statement: Statement): boolean {
  if (statement.type === "ForStatement" || statement.type === "ForOfStatement") return isEmpty(statement.body);
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") return false;
  return statement.expression.operator === "=" && alike(statement.expression.left, statement.expression.right);
}

/** Leaves out locals that are never read, with all assignments to them. */
function withoutUnread(tree: Node): Node {
  const reads = new Set<string>();
  readNames(tree, reads);
  const isUnread = (statement: Node): boolean => {
    const name = writtenName(statement);
    return name !== undefined && !reads.has(name);
  };
  const prune = (node: Node): Node => {
    const pruned = mapChildren(node, prune);
    return pruned.type === "BlockStatement"
      ? withList(
          pruned,
          pruned.body.filter((statement) => !isUnread(statement)),
        )
      : pruned;
  };
  return prune(tree);
}

/** The one name that a statement declares or assigns. */
function writtenName(statement: Node): string | undefined {
  if (statement.type === "VariableDeclaration") {
    const id = statement.declarations.length === 1 ? statement.declarations[0]!.id : undefined;
    return id?.type === "Identifier" ? id.name : undefined;
  }
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression")
    return undefined;
  return statement.expression.left.type === "Identifier" ? statement.expression.left.name : undefined;
}

function readNames(node: Node, reads: Set<string>): void {
  if (node.type === "Identifier") reads.add(node.name);
  const written = writtenName(node);
  forEachChild(node, (child) => {
    const target =
      child.type === "VariableDeclarator" ? child.init : child.type === "AssignmentExpression" ? child.right : child;
    if (written === undefined) readNames(child, reads);
    else if (target) readNames(target, reads);
  });
}

function truthOf(node: Node): boolean | undefined {
  return node.type === "Literal" && typeof node.value === "boolean" ? node.value : undefined;
}

function isEmpty(statement: Statement): boolean {
  return statement.type === "BlockStatement" && statement.body.length === 0;
}

function isDeclaration({ type }: Statement): boolean {
  return type === "VariableDeclaration" || type === "FunctionDeclaration" || type === "ClassDeclaration";
}

function alike(a: Node, b: Node): boolean {
  return a.type === b.type && JSON.stringify(a) === JSON.stringify(b);
}
