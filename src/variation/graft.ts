import type { Expression, Node, Program, Statement } from "estree";
import type { Genome } from "../genome/genome.ts";
import { agentFunctionOf, syntaxOf } from "../genome/kinds/program.ts";
import { sizeOf } from "../genome/kinds/program/measure.ts";
import { conditional, forEachChild, identifier, mapChildren, namesIn } from "../genome/kinds/program/nodes.ts";
import type { Signature } from "../scenario/scenario.ts";
import { adopted } from "./adopt.ts";
import { introduced, replaced } from "./edit.ts";
import type { Ground } from "./ground.ts";
import { outlineOf } from "./outline.ts";
import { canonical } from "./simplify.ts";
import type { Site } from "./site.ts";

/** An expression that can stand in other programs, with the statements that it needs before it. */
export interface Graft {
  readonly site: Site;
  readonly statements: readonly Statement[];
  /** Syntax nodes. */
  readonly size: number;
}

/** What a program gives back, to be put elsewhere; undefined where it is not one expression after plain statements. */
export function graftOf(program: Genome, signature: Signature): Graft | undefined {
  const tree = syntaxOf(program);
  const { body } = agentFunctionOf(tree).body;
  const last = body.at(-1);
  const statements = body.slice(0, -1);
  if (tree.body.length > 1 || last?.type !== "ReturnStatement" || !statements.every(isPlain)) return undefined;
  const site = outlineOf(tree, signature).expressions.find(({ node }) => node === last.argument);
  if (site?.movable !== true) return undefined;
  return { site, statements, size: [...statements, site.node].reduce((sum, node) => sum + sizeOf(node), 0) };
}

/** Where a graft is put: a place of its type, and where what stands there stays, when the graft is taken instead. */
export interface Bed {
  readonly place: Site;
  readonly test?: Expression;
}

/** The program with the graft in a bed; undefined where it cannot stand there. */
export function grafted({ site, statements }: Graft, { place, test }: Bed, ground: Omit<Ground, "scope">) {
  const inBed = (node: Node) =>
    test === undefined ? node : conditional(test, node as Expression, place.node as Expression);
  if (statements.length === 0) {
    const node = adopted(site, { ...ground, scope: place.scope });
    return node && canonical(replaced(place, inBed(node)));
  }
  const host = rootOf(place);
  if (parametersOf(host) !== parametersOf(rootOf(site))) return undefined;
  const names = freshNames(statements, namesIn(host));
  const renamed = (node: Node): Node => withNames(node, names);
  const tree = introduced(place, statements.map(renamed) as Statement[], inBed(renamed(site.node)));
  return tree && canonical(tree);
}

/** Whether control passes through a statement, and it declares nothing but plain locals. */
function isPlain(node: Node): boolean {
  if (/^(Return|Throw)Statement$|Function|Class/.test(node.type)) return false;
  if (node.type === "VariableDeclarator" && node.id.type !== "Identifier") return false;
  let plain = true;
  forEachChild(node, (child) => {
    plain &&= isPlain(child);
  });
  return plain;
}

function rootOf(site: Site): Program {
  let at = site;
  while (at.parent !== undefined) at = at.parent;
  return at.node as Program;
}

function parametersOf(tree: Program): string {
  return agentFunctionOf(tree)
    .params.map((parameter) => (parameter.type === "Identifier" ? parameter.name : "?"))
    .join();
}

/** Names for what statements declare that are not taken. */
function freshNames(statements: readonly Node[], taken: ReadonlySet<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const visit = (node: Node): void => {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier") {
      const { name } = node.id;
      let fresh = name;
      while (taken.has(fresh)) fresh += "_";
      names.set(name, fresh);
    }
    forEachChild(node, visit);
  };
  for (const statement of statements) visit(statement);
  return names;
}

function withNames(node: Node, names: ReadonlyMap<string, string>): Node {
  if (node.type === "Identifier") return identifier(names.get(node.name) ?? node.name);
  if (node.type === "MemberExpression" && !node.computed) {
    return { ...node, object: withNames(node.object, names) } as Node;
  }
  return mapChildren(node, (child) => withNames(child, names));
}
