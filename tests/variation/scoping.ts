import type { Node, Program } from "estree";
import { forEachChild } from "../../src/genome/kinds/program/nodes.ts";

/**
 * Reads a generated program like a strict compiler: every name is declared before it is used, once a block, and no loop
 * counter or parameter is assigned. Throws with the name otherwise. Knows only the statements that operators make.
 */
export function checkScoping(tree: Program): void {
  visit(tree, [new Map([["Math", "global"]])]);
}

type Scopes = readonly Map<string, string>[];

function visit(node: Node, scopes: Scopes): void {
  switch (node.type) {
    case "FunctionDeclaration":
      visit(node.body, [...scopes, new Map(node.params.map((parameter) => [nameOf(parameter), "parameter"]))]);
      break;
    case "BlockStatement": {
      const inner = [...scopes, new Map<string, string>()];
      for (const statement of node.body) visit(statement, inner);
      break;
    }
    case "ForStatement": {
      const inner = [...scopes, new Map<string, string>()];
      visit(node.init!, inner);
      const [name] = inner.at(-1)!.keys();
      inner.at(-1)!.set(name!, "counter");
      visit(node.test!, inner);
      visit(node.body, inner);
      break;
    }
    case "VariableDeclarator":
      visit(node.init!, scopes);
      if (scopes.at(-1)!.has(nameOf(node.id))) throw new Error(`${nameOf(node.id)} is declared twice`);
      scopes.at(-1)!.set(nameOf(node.id), "local");
      break;
    case "AssignmentExpression":
      visit(node.right, scopes);
      if (roleOf(nameOf(node.left), scopes) !== "local") throw new Error(`${nameOf(node.left)} is assigned`);
      break;
    case "MemberExpression":
      visit(node.object, scopes);
      if (node.computed) visit(node.property, scopes);
      break;
    case "Identifier":
      roleOf(node.name, scopes);
      break;
    default:
      forEachChild(node, (child) => visit(child, scopes));
  }
}

function roleOf(name: string, scopes: Scopes): string {
  const role = scopes.findLast((scope) => scope.has(name))?.get(name);
  if (role === undefined) throw new Error(`${name} is not declared where it is used`);
  return role;
}

function nameOf(node: Node): string {
  if (node.type !== "Identifier") throw new Error(`A ${node.type} stands where a name was expected`);
  return node.name;
}
