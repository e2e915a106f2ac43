import type { Node, Program } from "estree";
import { forEachChild, namesIn } from "../genome/kinds/program/nodes.ts";
import type { Signature } from "../scenario/scenario.ts";
import { type Binding, extended, type Scope } from "./scope.ts";

/**
 * What may stand at a place of a program: a number, a boolean, the index of a list, how often a loop runs, a statement,
 * a block. Where the type is not known it is `opaque`, and operators leave it as it is.
 */
export type SiteType = "number" | "boolean" | "index" | "count" | "statement" | "block" | "opaque";

/** A place in a program's tree: the node and the way to it. */
export interface Place {
  readonly node: Node;
  readonly parent: Place | undefined;
  /** The field of the parent's node, and the place in it where it is a list (else -1). */
  readonly key: string;
  readonly position: number;
}

/** A place, and what may be done there. */
export interface Site extends Place {
  readonly parent: Site | undefined;
  readonly type: SiteType;
  /** What may be read here; for a statement, before it. */
  readonly scope: Scope;
  /** How many loops stand around it. */
  readonly loops: number;
  /** Whether everything in it is understood, so that a copy can stand elsewhere. */
  readonly movable: boolean;
  /** For statements: whether control can leave it by `return`, `break` or `continue`. */
  readonly jumps: boolean;
  /** For statements and blocks: whether the function ends behind it, so that its `return` must stay. */
  readonly tail: boolean;
}

/** A site while it is being inferred. */
export type Draft = { -readonly [K in keyof Site]: K extends "parent" ? Draft | undefined : Site[K] };

/** A program seen as places that can be varied. Every list is in the order of a walk from the leaves up. */
export interface Outline {
  readonly tree: Program;
  readonly signature: Signature;
  readonly numbers: readonly Site[];
  readonly booleans: readonly Site[];
  /** Numbers and booleans. */
  readonly expressions: readonly Site[];
  /** The numbers that are literals. */
  readonly constants: readonly Site[];
  /** Indexes of lists and counts of loops. */
  readonly indexes: readonly Site[];
  readonly statements: readonly Site[];
}

/** The lists of an outline while it is made, and the names whose types cannot be trusted. */
export interface Survey {
  readonly tree: Program;
  readonly signature: Signature;
  readonly numbers: Draft[];
  readonly booleans: Draft[];
  readonly expressions: Draft[];
  readonly constants: Draft[];
  readonly indexes: Draft[];
  readonly statements: Draft[];
  readonly untrusted: Set<string>;
}

/** The site of a child; it starts out opaque, with its parent's surroundings. */
export function openSite(node: Node, parent: Draft, key: string, position: number): Draft {
  return {
    node,
    parent,
    key,
    position,
    type: "opaque",
    scope: parent.scope,
    loops: parent.loops,
    movable: false,
    jumps: false,
    tail: false,
  };
}

/** The scope behind a declaration; a name that cannot be trusted is not in it, nor is one that it hides. */
export function declared(survey: Survey, scope: Scope, binding: Binding): Scope {
  return survey.untrusted.has(binding.name) ? scope : extended(scope, binding);
}

/** Withdraws trust from the names that a statement declares, without asking what kind of declaration it is. */
export function distrustDeclared(survey: Survey, statement: Node): void {
  if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") {
    if (statement.id) survey.untrusted.add(statement.id.name);
  } else if (statement.type === "VariableDeclaration") {
    for (const { id } of statement.declarations) namesIn(id, survey.untrusted);
  }
}

/** Withdraws trust from every name that something not understood may assign. */
export function distrustAssigned(survey: Survey, node: Node): void {
  if (node.type === "AssignmentExpression" && node.left.type !== "MemberExpression")
    namesIn(node.left, survey.untrusted);
  if (node.type === "UpdateExpression" && node.argument.type === "Identifier") namesIn(node.argument, survey.untrusted);
  if (node.type === "ForOfStatement" || node.type === "ForInStatement") {
    if (node.left.type !== "VariableDeclaration") namesIn(node.left, survey.untrusted);
  }
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    for (const { id } of node.declarations) namesIn(id, survey.untrusted);
  }
  forEachChild(node, (child) => distrustAssigned(survey, child));
}
