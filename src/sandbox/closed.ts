import type { Node } from "acorn";
import { parseExpressionAt } from "acorn";
import { UserError } from "../std/errors.ts";

/** Everything that code inside the isolate may name without declaring it. */
const standard: ReadonlySet<string> = new Set(
  (
    "Object Array Number Boolean String Symbol Math JSON Map Set WeakMap WeakSet RegExp ArrayBuffer DataView Error " +
    "RangeError TypeError Uint8Array Int32Array Uint32Array " +
    "Float32Array Float64Array Infinity NaN undefined isFinite isNaN parseFloat parseInt arguments"
  ).split(" "),
);

/**
 * The source text of a scenario's function, as an expression that can be run in the sandbox. Throws `UserError` when
 * the function refers to something outside itself, which would not be there.
 */
export function closedSource(method: (...inputs: never[]) => unknown, name: string, file: string): string {
  const text = method.toString();
  const source = expressionOf(text, name);
  if (source === undefined) {
    throw new UserError(
      "scenario-function",
      `${file}: \`${name}\` is not a plain function`,
      `Write it as \`${name}(...) { ... }\`; classes, async functions, generators and bound functions cannot enter the sandbox.`,
    );
  }
  const names = freeNames(source);
  if (names.length > 0) {
    throw new UserError(
      "scenario-not-closed",
      `${file}: \`${name}\` uses ${names.map((one) => `\`${one}\``).join(", ")}, which will not be there in the sandbox`,
      `Only \`${name}\` itself enters the sandbox: move what it needs into it, or pass it in the instance.`,
    );
  }
  return source;
}

/** The text as an expression, whether it was a function, an arrow or a method; undefined for what is neither. */
function expressionOf(text: string, name: string): string | undefined {
  if (/^(?:async\b|class\b|\*|function\s*\*)/.test(text)) return undefined;
  return [`(${text})`, `({${text}})[${JSON.stringify(name)}]`].find((candidate) => parsed(candidate) !== undefined);
}

function parsed(text: string): Node | undefined {
  try {
    return parseExpressionAt(text, 0, { ecmaVersion: 2024 });
  } catch {
    return undefined;
  }
}

/** Names that are read somewhere and declared nowhere in the text. Scopes are not told apart, which errs on trust. */
function freeNames(source: string): string[] {
  const declared = new Set<string>();
  const used = new Set<string>();
  visit(parsed(source), (node, parent, key) => {
    switch (node.type) {
      case "Identifier": {
        const isKey = (key === "property" || key === "key") && parent["computed"] !== true;
        if (!isKey && key !== "label") used.add(String(node["name"]));
        return;
      }
      case "FunctionExpression":
      case "FunctionDeclaration":
      case "ArrowFunctionExpression":
        declare([node["id"], node["params"]], declared);
        return;
      case "VariableDeclarator":
      case "ClassDeclaration":
        declare(node["id"], declared);
        return;
      case "CatchClause":
        declare(node["param"], declared);
        return;
      default:
    }
  });
  return [...used].filter((name) => !declared.has(name) && !standard.has(name)).toSorted();
}

type AnyNode = Record<string, unknown> & { readonly type: string };

function visit(value: unknown, see: (node: AnyNode, parent: AnyNode, key: string) => void): void {
  const walk = (one: unknown, parent: AnyNode, key: string): void => {
    if (Array.isArray(one)) for (const item of one) walk(item, parent, key);
    else if (typeof one === "object" && one !== null && "type" in one) {
      const node = one as AnyNode;
      see(node, parent, key);
      for (const [childKey, child] of Object.entries(node)) walk(child, node, childKey);
    }
  };
  walk(value, { type: "" }, "");
}

/** Adds every name that a pattern (or list of patterns) binds; its defaults and computed keys only read names. */
function declare(pattern: unknown, declared: Set<string>): void {
  if (Array.isArray(pattern)) for (const one of pattern) declare(one, declared);
  if (typeof pattern !== "object" || pattern === null || !("type" in pattern)) return;
  const node = pattern as AnyNode;
  if (node.type === "Identifier") declared.add(String(node["name"]));
  else declare(node[partOf[node.type] ?? ""], declared);
}

/** Where a pattern holds what it binds. */
const partOf: Readonly<Record<string, string>> = {
  AssignmentPattern: "left",
  RestElement: "argument",
  ArrayPattern: "elements",
  ObjectPattern: "properties",
  Property: "value",
};
