import type { Node, Statement } from "estree";
import { assignment, forEachChild, giveBack, namesIn, when } from "../../genome/kinds/program/nodes.ts";
import type { Random } from "../../std/random.ts";
import { spliced } from "../edit.ts";
import { groundOf } from "../ground.ts";
import { growCondition, growExpression } from "../grow.ts";
import { introducedLocal } from "../introduce.ts";
import type { Operator, VariationContext } from "../operator.ts";
import { mutation, pickWhere } from "../program-operator.ts";
import type { Outline, Site } from "../site.ts";

/** Adds an assignment, a conditional assignment, an early return, or a local with a use. */
export const statementInsertion: Operator = mutation(
  { name: "statement-insertion", about: "a random statement is added" },
  (parent, context, random) => {
    if (!context.primitives.statements || parent.statements.length === 0) return undefined;
    const site = random.pick(parent.statements);
    const statement = growStatement(site, context, random);
    return statement === undefined
      ? introducedLocal(parent, context, random)
      : spliced(site, [statement, site.node as Statement]);
  },
);

/** Takes a statement out that nothing else needs. */
export const statementDeletion: Operator = mutation(
  { name: "statement-deletion", about: "a statement is removed" },
  (parent, _, random) => {
    const site = pickWhere(parent.statements, (candidate) => isDeletable(candidate, parent), random);
    return site && spliced(emptied(site), []);
  },
);

/** Repeats a statement behind itself or later in the same block. */
export const statementDuplication: Operator = mutation(
  { name: "statement-duplication", about: "a statement is repeated" },
  (parent, { primitives }, random) => {
    if (!primitives.statements) return undefined;
    const site = pickWhere(parent.statements, (candidate) => isFree(candidate) && candidate.movable, random);
    if (site === undefined) return undefined;
    const isLater = ({ parent: block, position, jumps }: Site) =>
      block === site.parent && position >= site.position && !jumps;
    const place = pickWhere(parent.statements, isLater, random);
    return place && spliced(place, [place.node as Statement, site.node as Statement]);
  },
);

/** Exchanges two neighbouring statements, where the second does not need what the first declares. */
export const statementSwap: Operator = mutation(
  { name: "statement-swap", about: "two neighbouring statements change places" },
  (parent, _, random) => {
    const follower = ({ parent: block, position }: Site) =>
      parent.statements.find((site) => site.parent === block && site.position === position + 1);
    const isSwappable = (site: Site) => {
      const next = follower(site);
      if (next === undefined || site.jumps || next.jumps || next.tail) return false;
      const name = declaredName(site.node);
      return name === undefined || !namesIn(next.node).has(name);
    };
    const site = pickWhere(parent.statements, isSwappable, random);
    return site && spliced(site, [follower(site)!.node as Statement, site.node as Statement], 2);
  },
);

function growStatement(site: Site, context: VariationContext, random: Random): Statement | undefined {
  const ground = groundOf(site, context, random);
  const { scope, primitives } = ground;
  const shape = { depth: 2, full: false };
  const { returns } = context.signature;
  const choice = random.next();
  if (primitives.conditionals && returns !== "number[]" && choice < 0.25) {
    return when(growCondition(ground), giveBack(growExpression(ground, returns, shape)));
  }
  if (scope.locals.length === 0 || choice > 0.9) return undefined;
  const { name, type } = random.pick(scope.locals);
  const value = growExpression(ground, type === "boolean" ? "boolean" : "number", shape);
  const adds = type === "number" && primitives.operators.includes("+") && random.chance(0.5);
  const statement = assignment(name, adds ? "+=" : "=", value);
  return primitives.conditionals && random.chance(0.5) ? when(growCondition(ground), statement) : statement;
}

/** Whether a statement can be repeated or left out: it declares nothing, and control only passes through it. */
function isFree(site: Site): boolean {
  return !site.tail && !site.jumps && declaredName(site.node) === undefined;
}

function isDeletable(site: Site, { tree }: Outline): boolean {
  if (site.tail || !(site.movable || isJump(site.node))) return false;
  const name = declaredName(site.node);
  return name === undefined || mentions(tree, name) === 1;
}

function isJump({ type }: Node): boolean {
  return type === "BreakStatement" || type === "ContinueStatement";
}

/** The statement around it that would be left with an empty body, or itself. */
function emptied(site: Site): Site {
  const block = site.parent!;
  const around = block.parent;
  const isAlone = (block.node as { body?: unknown[] }).body?.length === 1;
  if (!isAlone || around?.type !== "statement" || around.tail || around.parent?.type !== "block") return site;
  return around.node.type === "IfStatement" && around.node.alternate ? site : emptied(around);
}

function declaredName(node: Node): string | undefined {
  const id = node.type === "VariableDeclaration" ? node.declarations[0]!.id : undefined;
  return id?.type === "Identifier" ? id.name : undefined;
}

function mentions(node: Node, name: string): number {
  let count = node.type === "Identifier" && node.name === name ? 1 : 0;
  forEachChild(node, (child) => {
    count += mentions(child, name);
  });
  return count;
}
