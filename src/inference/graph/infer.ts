import { brokenModel, suggest } from "./broken.ts";
import { ShapeMismatch } from "./dimensions.ts";
import type { Graph, Node, Tensor, TensorType } from "./graph.ts";
import { BLOCK_OPS } from "./blocks.ts";
import { BLOCKS_DOMAIN } from "./graph.ts";
import { OPS, type Op } from "./ops.ts";
import { expectSize } from "./size.ts";
import { intsIn, sizeOf } from "./tensor.ts";

/** What is known around a node. */
export interface Scope {
  /** The type of a value; undefined where there is no such value. */
  type(name: string): TensorType | undefined;
  /** What a value always is; undefined where that is not known before a run. */
  constant(name: string): Tensor | undefined;
  /** What a graph inside the node gives when it gets inputs of these types. */
  inside(graph: Graph, inputs: readonly TensorType[]): readonly TensorType[];
}

/**
 * The types of a node's outputs, in order. Throws `UserError` where the operator is not known, has too few or too many
 * inputs or outputs, or gets what does not fit.
 */
export function outputTypes(node: Node, scope: Scope): readonly TensorType[] {
  const op = opOf(node);
  const inputs = node.inputs.map((name) => (name === "" ? undefined : typeOf(name, node, scope)));
  try {
    const types = op.infer({ node, inputs, numbers: (input) => numbersOf(node, input, scope), inside: scope.inside });
    for (const { shape } of types) if (shape !== undefined) expectSize(shape, describeNode(node));
    return types;
  } catch (thrown) {
    if (!(thrown instanceof ShapeMismatch)) throw thrown;
    throw brokenModel(describeNode(node), thrown.message, "Change the node or what it gets, and export again.");
  }
}

/** Longer lists are not looked at: a model may have any number of nodes that share one. */
const NUMBERS_MAX = 256;

function numbersOf(node: Node, input: number, scope: Scope): readonly number[] | undefined {
  const tensor = scope.constant(node.inputs[input] ?? "");
  return tensor !== undefined && sizeOf(tensor.shape) <= NUMBERS_MAX ? intsIn(tensor) : undefined;
}

/** What is known of a node's operator. Throws `UserError` where it is not known or the node has too much or too little. */
export function opOf(node: Node): Op {
  const op = opsOf(node.domain).get(node.op);
  if (op === undefined) {
    const domain = node.domain === "" ? "" : ` of ${node.domain}`;
    const hint = suggest(node.op, OPS.keys(), "Export the model with ONNX's basic operators.");
    throw brokenModel(describeNode(node), `the operator \`${node.op}\`${domain} is not known`, hint);
  }
  expectCount(node, "inputs", op.inputs);
  expectCount(node, "outputs", op.outputs);
  return op;
}

function opsOf(domain: string): ReadonlyMap<string, Op> {
  if (domain === "" || domain === "ai.onnx") return OPS;
  return domain === BLOCKS_DOMAIN ? BLOCK_OPS : new Map();
}

/** For messages: `node "head" (MatMul)`. */
export function describeNode(node: Node): string {
  const name = node.name || node.outputs.find((output) => output !== "");
  return name === undefined ? `a node (${node.op})` : `node "${name}" (${node.op})`;
}

function expectCount(node: Node, side: "inputs" | "outputs", [from, to]: readonly [number, number]): void {
  const count = node[side].length;
  if (count >= from && count <= to) return;
  const expected = from === to ? `${from}` : `${from} to ${to}`;
  throw brokenModel(describeNode(node), `it has ${count} ${side}, expected ${expected}`);
}

function typeOf(name: string, node: Node, scope: Scope): TensorType {
  const type = scope.type(name);
  if (type !== undefined) return type;
  throw brokenModel(
    describeNode(node),
    `its input "${name}" is nowhere before it: no input, initializer or node gives it`,
  );
}
