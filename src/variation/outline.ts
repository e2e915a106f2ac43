import type { FunctionDeclaration, Node, Program } from "estree";
import { agentFunctionOf } from "../genome/kinds/program.ts";
import { namesIn } from "../genome/kinds/program/nodes.ts";
import type { Signature } from "../scenario/scenario.ts";
import { attached } from "../std/attached.ts";
import { inferExpression } from "./infer-expressions.ts";
import { inferBlock } from "./infer-statements.ts";
import { bindingOf, emptyScope, type Scope } from "./scope.ts";
import { declared, distrustDeclared, type Draft, openSite, type Outline, type Survey } from "./site.ts";

const outlines = attached<Program, Outline>();

/**
 * The outline of a program, kept as long as its tree. A name's type is that of its declaration, unless some assignment
 * may break it; such a name is not trusted anywhere in the program.
 */
export function outlineOf(tree: Program, signature: Signature): Outline {
  const known = outlines.get(tree);
  if (known !== undefined && known.signature === signature) return known;
  const untrusted = new Set<string>();
  for (;;) {
    const before = untrusted.size;
    const outline = survey(tree, signature, untrusted);
    // Names only ever join, and a program has finitely many, so this ends; almost always in the first round.
    if (untrusted.size === before) {
      outlines.set(tree, outline);
      return outline;
    }
  }
}

function survey(tree: Program, signature: Signature, untrusted: Set<string>): Outline {
  const lists = { numbers: [], booleans: [], expressions: [], constants: [], indexes: [], statements: [] };
  const made: Survey = { tree, signature, untrusted, ...lists };
  const agent = agentFunctionOf(tree);
  const root: Draft = { ...openSite(tree, frame, "", -1), parent: undefined };
  if (tree.body.length > 1) surveyTopLevel(made, root);
  const scope = parameterScope(made, agent, root.scope);
  const position = tree.body.findIndex((statement) => statement.type === "ExportDefaultDeclaration");
  const exported = openSite(tree.body[position]!, root, "body", position);
  const body = openSite(agent.body, openSite(agent, exported, "declaration", -1), "body", -1);
  body.scope = scope;
  body.tail = true;
  inferBlock(made, body);
  return made;
}

/** Stands in for the parent of the root. */
const frame: Draft = {
  node: { type: "EmptyStatement" },
  parent: undefined,
  key: "",
  position: -1,
  type: "opaque",
  scope: emptyScope,
  loops: 0,
  movable: false,
  jumps: false,
  tail: false,
};

/** Top-level constants with a number or a boolean can be read and tuned; all other names there only hide others. */
function surveyTopLevel(made: Survey, root: Draft): void {
  for (const [index, statement] of made.tree.body.entries()) {
    if (statement.type === "ExportDefaultDeclaration") continue;
    const declarator = statement.type === "VariableDeclaration" ? statement.declarations[0] : undefined;
    if (statement.type !== "VariableDeclaration" || statement.kind !== "const" || statement.declarations.length > 1) {
      distrustDeclared(made, statement);
    } else if (declarator?.id.type !== "Identifier" || !declarator.init) {
      distrustDeclared(made, statement);
    } else {
      const parent = openSite(declarator, openSite(statement, root, "body", index), "declarations", 0);
      const init = openSite(declarator.init, parent, "init", -1);
      inferExpression(made, init);
      if (init.type !== "number" && init.type !== "boolean") made.untrusted.add(declarator.id.name);
      else root.scope = declared(made, root.scope, bindingOf(declarator.id.name, init.type, "constant"));
    }
  }
}

/** Scopes of parameter lists, which bred programs share, so that their scopes are the same object too. */
const parameterScopes = new WeakMap<readonly Node[], { readonly signature: Signature; readonly scope: Scope }>();

function parameterScope(made: Survey, agent: FunctionDeclaration, outer: Scope): Scope {
  const shareable = outer === emptyScope && made.untrusted.size === 0;
  const known = shareable ? parameterScopes.get(agent.params) : undefined;
  if (known !== undefined && known.signature === made.signature) return known.scope;
  let scope = outer;
  for (const [position, parameter] of agent.params.entries()) {
    const type = made.signature.parameters[position]?.type;
    if (parameter.type !== "Identifier" || type === undefined) namesIn(parameter, made.untrusted);
    else scope = declared(made, scope, { name: parameter.name, type, role: "parameter", position });
  }
  if (shareable && made.untrusted.size === 0) parameterScopes.set(agent.params, { signature: made.signature, scope });
  return scope;
}
