import type { BlockStatement, Expression, Program, Statement } from "acorn";
import { parseExpressionAt } from "acorn";
import { generate } from "astring";

/** One unit of fuel, paid at every loop round and function entry. `$$f` and `$$x` are names that guests cannot write. */
const tick = expressionOf("--$$f.n < 0 && $$x()");
/** What a function pays on top: how deep calls may nest must not depend on how well V8 has optimised them. */
const enter = expressionOf("(++$$f.d > 1000 || --$$f.n < 0) && $$x()");
const leave = expressionOf("$$f.d--");

function expressionOf(text: string): Expression {
  return parseExpressionAt(text, 0, { ecmaVersion: 2024 });
}

/**
 * Rewrites a program that passed the gate into the script of a factory, `(function ($$f, $$x) { ...; return agent; })`:
 * running the script runs no statement of the guest, and calling the factory and the agent pays fuel to `$$f`.
 * The text is printed from the tree, so nothing in the source can end the wrapper early. Changes the tree.
 */
export function instrument(program: Program): string {
  const pending: object[] = [program];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    // Children first: what is inserted below must not be visited.
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (typeof child === "object" && child !== null && "type" in child) pending.push(child);
      }
    }
    meter(node as Metered);
  }
  const body: Statement[] = [];
  let agent = "$$d";
  for (const one of program.body) {
    if (one.type !== "ExportDefaultDeclaration") {
      body.push(one as Statement);
    } else if (one.declaration.type === "FunctionDeclaration" && one.declaration.id !== null) {
      agent = one.declaration.id.name;
      body.push(one.declaration);
    } else {
      const value = { ...one.declaration } as { type: string };
      if (value.type === "FunctionDeclaration") value.type = "FunctionExpression";
      body.push(constant(agent, value as Expression));
    }
  }
  const code = generate({ type: "Program", sourceType: "script", body } as unknown as Program);
  return `(function ($$f, $$x) {"use strict";\n${code}\nreturn ${agent};\n})`;
}

interface Metered {
  readonly type: string;
  body?: unknown;
  value?: unknown;
  expression?: boolean;
  generator?: boolean;
}

function meter(node: Metered): void {
  switch (node.type) {
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      node.body = withTick(node.body as Statement);
      return;
    case "FunctionDeclaration":
    case "FunctionExpression":
      // A generator is left and entered many times: it pays once and nests no deeper than its callers.
      node.body = node.generator === true ? withTick(node.body as Statement) : withDepth(node.body as BlockStatement);
      return;
    case "ArrowFunctionExpression":
      if (node.expression === true)
        node.body = block([{ ...place, type: "ReturnStatement", argument: node.body as Expression }]);
      node.expression = false;
      node.body = withDepth(node.body as BlockStatement);
      return;
    case "StaticBlock":
      node.body = [statementOf(tick), ...(node.body as Statement[])];
      return;
    case "PropertyDefinition":
      if (node.value != null) node.value = sequence(node.value as Expression);
      return;
    default:
  }
}

/** The place of nodes that are not in the source. */
const place = { start: 0, end: 0 } as const;

function statementOf(expression: Expression): Statement {
  return { ...place, type: "ExpressionStatement", expression };
}

function block(body: Statement[]): BlockStatement {
  return { ...place, type: "BlockStatement", body };
}

function withTick(body: Statement): BlockStatement {
  return block([statementOf(tick), ...(body.type === "BlockStatement" ? body.body : [body])]);
}

/** The body behind a depth that is given back however it is left. */
function withDepth(body: BlockStatement): BlockStatement {
  return block([
    {
      ...place,
      type: "TryStatement",
      block: block([statementOf(enter), ...body.body]),
      handler: null,
      finalizer: block([statementOf(leave)]),
    },
  ]);
}

function sequence(value: Expression): Expression {
  return { ...place, type: "SequenceExpression", expressions: [tick, value] };
}

function constant(name: string, init: Expression): Statement {
  const id = { ...place, type: "Identifier" as const, name };
  return {
    ...place,
    type: "VariableDeclaration",
    kind: "const",
    declarations: [{ ...place, type: "VariableDeclarator", id, init }],
  };
}
