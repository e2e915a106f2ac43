import type { Node, Program, Statement } from "estree";
import { UserError } from "../../../std/errors.ts";
import { binary, block, constant, type Fields, isNode } from "./nodes.ts";

/** The most syntax nodes of a program's text. */
const nodesMax = 20_000;
/** The deepest nesting of syntax nodes. */
export const depthMax = 200;

/** Fields of the parser's that say where or how something was written, not what it is. */
const spelling: ReadonlySet<string> = new Set(["start", "end", "raw", "loc", "range", "directive", "cooked"]);

/**
 * A copy of a parsed module without its spelling: no positions and no raw literals, bodies always in blocks, no empty
 * statements, no block that opens no scope. Throws `UserError` past 20,000 nodes or 200 levels.
 */
export function normalise(parsed: Node): Program {
  let nodes = 0;

  function copy(node: Node, depth: number): Node {
    if (depth > depthMax) throw tooDeep();
    if (++nodes > nodesMax) throw tooMany();
    if (node.type === "Literal") return literal(node);
    const fields = node as unknown as Fields;
    const clean: Record<string, unknown> = {};
    for (const key in fields) {
      const value = fields[key];
      // Functions carry `expression: false` here, while the field of the same name in statements is a node.
      if (spelling.has(key) || (key === "expression" && typeof value === "boolean")) continue;
      clean[key] = copyField(value, depth + 1);
    }
    return withBlocks(clean as unknown as Node);
  }

  function copyField(value: unknown, depth: number): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => copyField(item, depth));
    if (isNode(value)) return copy(value, depth);
    if (typeof value === "object" && value !== null) return { raw: (value as { raw?: unknown }).raw };
    return value;
  }

  return copy(parsed, 1) as Program;
}

/** The refusal of a program that nests too deeply. */
export function tooDeep(): UserError {
  return new UserError(
    "program-too-deep",
    `The program nests more than ${depthMax} levels`,
    "Split it into smaller expressions.",
  );
}

function tooMany(): UserError {
  return new UserError("program-too-large", `The program has more than ${nodesMax} syntax nodes`, "Make it smaller.");
}

function literal(node: Extract<Node, { type: "Literal" }>): Node {
  if ("regex" in node)
    return { type: "Literal", value: null, regex: { pattern: node.regex.pattern, flags: node.regex.flags } };
  if ("bigint" in node) return { type: "Literal", value: null, bigint: node.bigint } as unknown as Node;
  // A literal too large for a number has no shortest text of its own.
  if (node.value === Infinity) return binary("/", constant(1), constant(0));
  return { type: "Literal", value: node.value };
}

function withBlocks(node: Node): Node {
  switch (node.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
      node.body = flat(node.body as Statement[]);
      return node;
    case "SwitchCase":
      node.consequent = flat(node.consequent);
      return node;
    case "IfStatement":
      node.consequent = asBlock(node.consequent);
      if (node.alternate && node.alternate.type !== "IfStatement") node.alternate = asBlock(node.alternate);
      return node;
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      node.body = asBlock(node.body);
      return node;
    default:
      return node;
  }
}

function asBlock(statement: Statement): Statement {
  return statement.type === "BlockStatement" ? statement : block(flat([statement]));
}

function flat(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((statement) => {
    if (statement.type === "EmptyStatement") return [];
    return statement.type === "BlockStatement" && !statement.body.some(opensScope) ? statement.body : [statement];
  });
}

function opensScope(statement: Statement): boolean {
  if (statement.type === "VariableDeclaration") return statement.kind !== "var";
  return statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration";
}
