import type {
  BinaryOperator,
  BlockStatement,
  Expression,
  Identifier,
  LogicalOperator,
  MemberExpression,
  Node,
  Program,
  SimpleCallExpression,
  Statement,
} from "estree";

/** A syntax node looked at without knowing its type. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a field of a node is itself a node. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** Calls `visit` with each direct child, the field it is in, and its place there (-1 where the field is no list). */
export function forEachChild(node: Node, visit: (child: Node, key: string, position: number) => void): void {
  const fields = node as unknown as Fields;
  for (const key in fields) {
    const value = fields[key];
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) if (isNode(value[i])) visit(value[i], key, i);
    } else if (isNode(value)) visit(value, key, -1);
  }
}

/** The node with its direct children exchanged; the very same node when none changes. */
export function mapChildren(node: Node, change: (child: Node) => Node): Node {
  let copy: Record<string, unknown> | undefined;
  const fields = node as unknown as Fields;
  for (const key in fields) {
    const value = fields[key];
    if (typeof value !== "object" || value === null) continue;
    const changed = Array.isArray(value) ? mapList(value, change) : isNode(value) ? change(value) : value;
    if (changed === value) continue;
    copy ??= { ...fields };
    copy[key] = changed;
  }
  return copy === undefined ? node : (copy as unknown as Node);
}

function mapList(list: readonly unknown[], change: (child: Node) => Node): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const changed = isNode(item) ? change(item) : item;
    if (changed === item) continue;
    copy ??= list.slice();
    copy[i] = changed;
  }
  return copy ?? list;
}

/** Every name that is written anywhere in the tree, whatever it refers to. */
export function namesIn(node: Node, names: Set<string> = new Set()): Set<string> {
  if (node.type === "Identifier") names.add(node.name);
  else forEachChild(node, (child) => void namesIn(child, names));
  return names;
}

/** The number that a literal or a negated literal stands for. */
export function constantOf(node: Node): number | undefined {
  if (node.type === "Literal") return typeof node.value === "number" ? node.value : undefined;
  if (node.type !== "UnaryExpression" || node.operator !== "-" || node.argument.type !== "Literal") return undefined;
  return typeof node.argument.value === "number" ? -node.argument.value : undefined;
}

/** A finite constant; a negative one is a negated literal, as the parser would have it. */
export function constant(value: number): Expression {
  if (value >= 0) return { type: "Literal", value: Math.abs(value) };
  return { type: "UnaryExpression", operator: "-", prefix: true, argument: { type: "Literal", value: -value } };
}

export function truth(value: boolean): Expression {
  return { type: "Literal", value };
}

export function identifier(name: string): Identifier {
  return { type: "Identifier", name };
}

export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { type: "BinaryExpression", left, operator, right };
}

export function logical(operator: LogicalOperator, left: Expression, right: Expression): Expression {
  return { type: "LogicalExpression", left, operator, right };
}

export function not(argument: Expression): Expression {
  return { type: "UnaryExpression", operator: "!", prefix: true, argument };
}

export function conditional(test: Expression, consequent: Expression, alternate: Expression): Expression {
  return { type: "ConditionalExpression", test, consequent, alternate };
}

/** `object.name`. */
export function member(object: string, name: string): MemberExpression {
  return {
    type: "MemberExpression",
    object: identifier(object),
    property: identifier(name),
    computed: false,
    optional: false,
  };
}

/** `object[index]`. */
export function element(object: string, index: Expression): MemberExpression {
  return { type: "MemberExpression", object: identifier(object), property: index, computed: true, optional: false };
}

/** `Math.name(...)`. */
export function mathCall(name: string, parameters: Expression[]): SimpleCallExpression {
  return { type: "CallExpression", callee: member("Math", name), arguments: parameters, optional: false };
}

/** The `Math` function that a node calls, or undefined. */
export function mathFunction(node: Node): string | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.callee.computed)
    return undefined;
  const { object, property } = node.callee;
  if (object.type !== "Identifier" || object.name !== "Math" || property.type !== "Identifier") return undefined;
  return property.name;
}

export function block(body: Statement[]): BlockStatement {
  return { type: "BlockStatement", body };
}

/** `let name = init;`. */
export function local(name: string, init: Expression): Statement {
  const declarator = { type: "VariableDeclarator", id: identifier(name), init } as const;
  return { type: "VariableDeclaration", declarations: [declarator], kind: "let" };
}

/** `name = value;`, or with an arithmetic operator `name += value;`. */
export function assignment(name: string, operator: "=" | "+=" | "-=" | "*=", right: Expression): Statement {
  const expression = { type: "AssignmentExpression", operator, left: identifier(name), right } as const;
  return { type: "ExpressionStatement", expression };
}

/** `if (test) { consequent }`. */
export function when(test: Expression, consequent: Statement): Statement {
  return { type: "IfStatement", test, consequent: block([consequent]), alternate: null };
}

/** `return argument;`. */
export function giveBack(argument: Expression): Statement {
  return { type: "ReturnStatement", argument };
}

/** `for (let counter = 0; counter < bound; counter++) { body }`. */
export function countingLoop(counter: string, bound: Expression, body: Statement[]): Statement {
  return {
    type: "ForStatement",
    init: local(counter, constant(0)) as Extract<Statement, { type: "VariableDeclaration" }>,
    test: binary("<", identifier(counter), bound),
    update: { type: "UpdateExpression", operator: "++", prefix: false, argument: identifier(counter) },
    body: block(body),
  };
}

/** `export default function name(parameters) { body }`. */
export function functionModule(name: string, parameters: Identifier[], body: Statement[]): Program {
  return {
    type: "Program",
    body: [
      {
        type: "ExportDefaultDeclaration",
        declaration: {
          type: "FunctionDeclaration",
          id: identifier(name),
          generator: false,
          async: false,
          params: parameters,
          body: block(body),
        },
      },
    ],
    sourceType: "module",
  };
}
