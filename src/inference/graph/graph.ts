import type { ElementType } from "./elements.ts";

/** One dimension: a size from 0, a name for a size that is free (the same name, the same size), or not known. */
export type Dimension = number | string | undefined;

/** The dimensions from the outermost to the innermost; none for a scalar. */
export type Shape = readonly Dimension[];

/** What is known of a value before a run. */
export interface TensorType {
  readonly element: ElementType;
  /** Undefined where not even the number of dimensions is known. */
  readonly shape: Shape | undefined;
}

/** A value of a graph: what a node computes, or what the graph is given. */
export interface Value extends TensorType {
  /** Unique in a graph and the graphs inside its nodes. */
  readonly name: string;
}

/** Numbers that are known before a run. */
export interface Tensor {
  readonly element: ElementType;
  readonly shape: readonly number[];
  /** Little-endian, row by row, without gaps; often a view on a file that was read. */
  readonly data: Uint8Array;
}

/** A setting of a node. Whole numbers are safe integers, the others single precision. */
export type Attribute =
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "tensor"; readonly value: Tensor }
  | { readonly kind: "graph"; readonly value: Graph }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "strings"; readonly value: readonly string[] };

/** One operation. The semantics are ONNX's: https://onnx.ai/onnx/operators. */
export interface Node {
  /** For people; may be empty. */
  readonly name: string;
  /** For example `MatMul`. */
  readonly op: string;
  /** Empty for the operators of ONNX itself. */
  readonly domain: string;
  /** Names of values; empty where an optional one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/**
 * A computation: each value is an input, an initializer or the output of one node before those that use it. A graph
 * inside a node (the body of a loop, a branch) may use the values of the graphs around it.
 */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** What is known of the values in between; may be empty. */
  readonly values: readonly Value[];
}

/** A graph with what a file of its own says besides. */
export interface Model {
  readonly graph: Graph;
  /** The version of the operators of each domain. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Free texts by key. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** The version of ONNX's operators in the graphs that are made here. */
const OPSET = 21;

/** The versions of ONNX's operators that are understood, ends included. */
export const OPSETS: readonly [from: number, to: number] = [13, 26];

/** The domain of ONNX Runtime's own operators on channels in blocks; see `blocks.ts`. */
export const BLOCKS_DOMAIN = "com.microsoft.nchwc";

/** The model of a graph made here. */
export function modelFrom(graph: Graph, metadata: ReadonlyMap<string, string> = new Map()): Model {
  const opsets = new Map([["", OPSET]]);
  if (graph.nodes.some(({ domain }) => domain === BLOCKS_DOMAIN)) opsets.set(BLOCKS_DOMAIN, 1);
  return { graph, opsets, metadata };
}

/** The graphs inside a node, by the attribute that holds them. */
export function subgraphsOf(node: Node): (readonly [attribute: string, graph: Graph])[] {
  return [...node.attributes].flatMap(([name, attribute]) =>
    attribute.kind === "graph" ? [[name, attribute.value] as const] : [],
  );
}

/** The node with other graphs inside it. */
export function withSubgraphs(node: Node, change: (graph: Graph) => Graph): Node {
  if (subgraphsOf(node).length === 0) return node;
  const attributes = [...node.attributes].map(([name, attribute]): readonly [string, Attribute] => [
    name,
    attribute.kind === "graph" ? { kind: "graph", value: change(attribute.value) } : attribute,
  ]);
  return { ...node, attributes: new Map(attributes) };
}

/** The value of a whole-number attribute, or what it is by default. */
export function intOf(node: Node, name: string, otherwise: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === "int" ? attribute.value : otherwise;
}

/** The value of an attribute of whole numbers; undefined where it is not there. */
export function intsOf(node: Node, name: string): readonly number[] | undefined {
  const attribute = node.attributes.get(name);
  return attribute?.kind === "ints" ? attribute.value : undefined;
}
