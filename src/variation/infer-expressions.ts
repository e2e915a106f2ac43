import type { Node } from "estree";
import { constantOf, mathFunction } from "../genome/kinds/program/nodes.ts";
import { lookup, type Scope } from "./scope.ts";
import { distrustAssigned, type Draft, openSite, type SiteType, type Survey } from "./site.ts";

/** Binary operators that give a number whatever their operands are (big integers aside, which agents may not use). */
const arithmetic: ReadonlySet<string> = new Set(["-", "*", "/", "%", "**", "|", "&", "^", "<<", ">>", ">>>"]);
const comparisons: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "===", "!==", "==", "!="]);

/** Infers the type of an expression's site and lists it and the sites in it. */
export function inferExpression(survey: Survey, site: Draft): Draft {
  site.movable = true;
  site.type = typeOf(survey, site);
  if (site.type === "number") survey.numbers.push(site);
  else if (site.type === "boolean") survey.booleans.push(site);
  else {
    site.movable = false;
    return site;
  }
  survey.expressions.push(site);
  if (site.type === "number" && constantOf(site.node) !== undefined) survey.constants.push(site);
  return site;
}

/** A name's type, opaque where it cannot be trusted. */
export function typeOfName(scope: Scope, name: string): SiteType | "number[]" {
  return lookup(scope, name)?.type ?? "opaque";
}

function typeOf(survey: Survey, site: Draft): SiteType {
  const { node } = site;
  switch (node.type) {
    case "Literal":
      return typeof node.value === "number" ? "number" : typeof node.value === "boolean" ? "boolean" : "opaque";
    case "Identifier": {
      const type = typeOfName(site.scope, node.name);
      return type === "number[]" ? "opaque" : type;
    }
    case "BinaryExpression": {
      const left = inside(survey, openSite(node.left, site, "left", -1));
      const right = inside(survey, openSite(node.right, site, "right", -1));
      if (node.operator === "+") return left.type === "number" && right.type === "number" ? "number" : "opaque";
      return arithmetic.has(node.operator) ? "number" : comparisons.has(node.operator) ? "boolean" : "opaque";
    }
    case "LogicalExpression": {
      const left = inside(survey, openSite(node.left, site, "left", -1));
      return left.type === inside(survey, openSite(node.right, site, "right", -1)).type ? left.type : "opaque";
    }
    case "ConditionalExpression": {
      inside(survey, openSite(node.test, site, "test", -1));
      const consequent = inside(survey, openSite(node.consequent, site, "consequent", -1));
      return consequent.type === inside(survey, openSite(node.alternate, site, "alternate", -1)).type
        ? consequent.type
        : "opaque";
    }
    case "UnaryExpression":
      if (constantOf(node) !== undefined) return "number";
      inside(survey, openSite(node.argument, site, "argument", -1));
      return node.operator === "!" ? "boolean" : "-+~".includes(node.operator) ? "number" : "opaque";
    case "CallExpression":
      return typeOfCall(survey, site, node);
    case "MemberExpression":
      return typeOfMember(survey, site, node);
    case "ArrayExpression":
      for (const [index, item] of node.elements.entries())
        if (item) inside(survey, openSite(item, site, "elements", index));
      return "opaque";
    default:
      distrustAssigned(survey, node);
      return "opaque";
  }
}

function inside(survey: Survey, child: Draft): Draft {
  inferExpression(survey, child);
  if (!child.movable) child.parent!.movable = false;
  return child;
}

function typeOfCall(survey: Survey, site: Draft, node: Extract<Node, { type: "CallExpression" }>): SiteType {
  const isMath = mathFunction(node) !== undefined && typeOfMath(survey, site.scope);
  // What a method does with its arguments is unknown (some throw); a plain function's arguments keep their types.
  if (!isMath && node.callee.type !== "Identifier") {
    distrustAssigned(survey, node);
    return "opaque";
  }
  for (let i = 0; i < node.arguments.length; i++) inside(survey, openSite(node.arguments[i]!, site, "arguments", i));
  return isMath ? "number" : "opaque";
}

/** Whether `Math` is the global here. */
function typeOfMath(survey: Survey, scope: Scope): boolean {
  return !survey.untrusted.has("Math") && lookup(scope, "Math") === undefined;
}

function typeOfMember(survey: Survey, site: Draft, node: Extract<Node, { type: "MemberExpression" }>): SiteType {
  const { object, property } = node;
  if (object.type === "Identifier" && !node.optional) {
    if (!node.computed && object.name === "Math" && typeOfMath(survey, site.scope)) {
      return property.type === "Identifier" && /^[A-Z]/.test(property.name) ? "number" : "opaque";
    }
    if (typeOfName(site.scope, object.name) === "number[]") {
      if (!node.computed) return property.type === "Identifier" && property.name === "length" ? "number" : "opaque";
      if (!isPlainNumber(survey, site.scope, property)) site.movable = false;
      else inferIndex(survey, openSite(property, site, "property", -1));
      distrustAssigned(survey, property);
      return "number";
    }
  }
  distrustAssigned(survey, node);
  return "opaque";
}

function inferIndex(survey: Survey, index: Draft): void {
  index.type = "index";
  survey.indexes.push(index);
}

/** Whether an index is made of constants, known numbers, lengths and arithmetic alone. */
function isPlainNumber(survey: Survey, scope: Scope, node: Node): boolean {
  if (node.type === "Identifier") return typeOfName(scope, node.name) === "number";
  if (node.type === "BinaryExpression") {
    return isPlainNumber(survey, scope, node.left) && isPlainNumber(survey, scope, node.right);
  }
  if (node.type === "MemberExpression") return isLength(scope, node);
  if (node.type === "CallExpression" && mathFunction(node) !== undefined && typeOfMath(survey, scope)) {
    return node.arguments.every((argument) => isPlainNumber(survey, scope, argument));
  }
  return constantOf(node) !== undefined;
}

/** Whether a node is `list.length` of a list of numbers. */
export function isLength(scope: Scope, node: Node): boolean {
  if (node.type !== "MemberExpression" || node.computed || node.object.type !== "Identifier") return false;
  if (node.property.type !== "Identifier" || node.property.name !== "length") return false;
  return typeOfName(scope, node.object.name) === "number[]";
}
