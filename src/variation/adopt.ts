import type { Expression, Node } from "estree";
import { constant, forEachChild, identifier, mapChildren, mathFunction } from "../genome/kinds/program/nodes.ts";
import { randomConstant } from "./constants.ts";
import type { Ground } from "./ground.ts";
import { type Binding, lookup, type Scope } from "./scope.ts";
import type { Site } from "./site.ts";

/**
 * What stands at the donor's site, as it may stand on the ground: parameters are matched by their position, other names
 * by name and type, else by any name of their type, else by a constant. Undefined when the donor assigns what the ground
 * has no local for. The donor must be movable.
 */
export function adopted(donor: Site, ground: Ground): Node | undefined {
  if (donor.scope === ground.scope) return donor.node;
  const own = new Set<string>();
  const assigned = new Set<string>();
  namesOfItsOwn(donor.node, own, assigned);
  const translations = new Map<string, Expression>();
  let possible = true;

  function translated(name: string): Expression | undefined {
    if (own.has(name)) return undefined;
    const known = translations.get(name);
    if (known !== undefined) return known;
    const binding = lookup(donor.scope, name);
    if (binding === undefined) return undefined;
    const found = counterpart(binding, ground, own, assigned.has(name));
    if (found === undefined) possible = false;
    const expression = typeof found === "string" ? identifier(found) : found;
    if (expression !== undefined) translations.set(name, expression);
    return expression;
  }

  function translate(node: Node): Node {
    if (node.type === "Identifier") {
      const expression = translated(node.name);
      return expression === undefined || (expression.type === "Identifier" && expression.name === node.name)
        ? node
        : expression;
    }
    if (node.type === "Literal") return node;
    if (node.type === "MemberExpression" && !node.computed) {
      const object = mathName(node.object) ? node.object : translate(node.object);
      return object === node.object ? node : ({ ...node, object } as Node);
    }
    if (mathFunction(node) !== undefined) {
      const call = node as Extract<Node, { type: "CallExpression" }>;
      const list = call.arguments.map(translate) as Expression[];
      return list.every((item, index) => item === call.arguments[index]) ? node : { ...call, arguments: list };
    }
    return mapChildren(node, translate);
  }

  const node = translate(donor.node);
  return possible ? node : undefined;
}

function mathName(node: Node): boolean {
  return node.type === "Identifier" && node.name === "Math";
}

/** The names that a piece of program declares for itself, and those that it assigns. */
function namesOfItsOwn(node: Node, own: Set<string>, assigned: Set<string>): void {
  if (node.type === "VariableDeclarator" && node.id.type === "Identifier") own.add(node.id.name);
  if (node.type === "AssignmentExpression" && node.left.type === "Identifier") assigned.add(node.left.name);
  if (node.type === "UpdateExpression" && node.argument.type === "Identifier") assigned.add(node.argument.name);
  forEachChild(node, (child) => namesOfItsOwn(child, own, assigned));
}

/** What stands for a name of the donor's: a name or a constant. */
function counterpart(
  binding: Binding,
  { scope, primitives, random }: Ground,
  hidden: ReadonlySet<string>,
  isAssigned: boolean,
): string | Expression | undefined {
  const fits = (candidate: Binding) => candidate.type === binding.type && !hidden.has(candidate.name);
  const candidates = (isAssigned ? scope.locals : sameUse(binding, scope)).filter(fits);
  const same = candidates.find((candidate) =>
    binding.role === "parameter" ? candidate.position === binding.position : candidate.name === binding.name,
  );
  if (same !== undefined) return same.name;
  if (candidates.length > 0) return random.pick(candidates).name;
  if (isAssigned || binding.type === "number[]") return undefined;
  if (binding.type === "boolean") return { type: "Literal", value: random.chance(0.5) };
  return binding.role === "counter" ? constant(random.int(4)) : randomConstant(primitives, random);
}

/** A counter stands for a counter, because it may be an index. */
function sameUse(binding: Binding, scope: Scope): readonly Binding[] {
  return binding.role === "counter" ? scope.counters : scope.bindings;
}
