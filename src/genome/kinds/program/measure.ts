import type { Node } from "estree";
import { constantOf, type Fields, forEachChild, isNode } from "./nodes.ts";

/**
 * The size of a tree: its expressions and statements. A constant, a name, `list.length`, and the name of what is called
 * count as one each; blocks and the function's own frame count nothing.
 */
export function sizeOf(node: Node): number {
  switch (node.type) {
    case "Identifier":
    case "Literal":
      return 1;
    case "BinaryExpression":
    case "LogicalExpression":
      return 1 + sizeOf(node.left) + sizeOf(node.right);
    case "UnaryExpression":
      return constantOf(node) === undefined ? 1 + sizeOf(node.argument) : 1;
    case "MemberExpression":
      return (
        1 + (node.object.type === "Identifier" ? 0 : sizeOf(node.object)) + (node.computed ? sizeOf(node.property) : 0)
      );
    case "CallExpression":
      return sizeOf(node.callee) + total(node.arguments);
    case "ConditionalExpression":
      return 1 + sizeOf(node.test) + sizeOf(node.consequent) + sizeOf(node.alternate);
    case "AssignmentExpression":
      return 1 + (node.left.type === "Identifier" ? 0 : sizeOf(node.left)) + sizeOf(node.right);
    case "Program":
    case "BlockStatement":
      return total(node.body);
    case "ExportDefaultDeclaration":
      return node.declaration.type === "FunctionDeclaration" ? sizeOf(node.declaration.body) : sizeOfOther(node);
    case "ExpressionStatement":
      return sizeOf(node.expression);
    case "ReturnStatement":
      return 1 + (node.argument ? sizeOf(node.argument) : 0);
    case "VariableDeclaration":
      return 1 + total(node.declarations);
    case "VariableDeclarator":
      return (node.id.type === "Identifier" ? 0 : sizeOf(node.id)) + (node.init ? sizeOf(node.init) : 0);
    default:
      return sizeOfOther(node);
  }
}

function total(nodes: readonly Node[]): number {
  let sum = 0;
  for (const node of nodes) sum += sizeOf(node);
  return sum;
}

function sizeOfOther(node: Node): number {
  let sum = 1;
  forEachChild(node, (child) => {
    sum += sizeOf(child);
  });
  return sum;
}

/** How many levels of syntax nodes a tree has. */
export function depthOf(node: Node): number {
  let deepest = 0;
  forEachChild(node, (child) => {
    deepest = Math.max(deepest, depthOf(child));
  });
  return deepest + 1;
}

/** One 32-bit hash a subtree, sorted: equal subtrees have equal hashes wherever they stand. */
export function subtreeHashes(node: Node): Int32Array {
  const hashes: number[] = [];
  hashOf(node, hashes);
  return Int32Array.from(hashes).sort();
}

function hashOf(node: Node, hashes: number[]): number {
  // Fields are summed, so that their order in the object does not matter.
  let sum = 0;
  const fields = node as unknown as Fields;
  for (const key in fields) {
    const value = fields[key];
    const hash = Array.isArray(value) ? hashOfList(value, hashes) : hashOfField(value, hashes);
    sum = (sum + Math.imul(mix(hashOfText(key) ^ hash), 0x9e3779b1)) | 0;
  }
  const result = mix(sum);
  hashes.push(result);
  return result;
}

function hashOfList(list: readonly unknown[], hashes: number[]): number {
  let hash = list.length;
  for (const item of list) hash = mix(Math.imul(hash, 31) + hashOfField(item, hashes));
  return hash;
}

function hashOfField(value: unknown, hashes: number[]): number {
  return isNode(value) ? hashOf(value, hashes) : hashOfText(JSON.stringify(value));
}

function hashOfText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** The finaliser of MurmurHash3 (Appleby): spreads every bit over all others. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Sørensen–Dice distance of two sorted lists taken as multisets: 0 when equal, 1 when nothing is shared. */
export function multisetDistance(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return 1 - (2 * shared) / (a.length + b.length);
}
