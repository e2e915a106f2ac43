import { ShapeMismatch } from "./dimensions.ts";
import type { Graph, Node, TensorType } from "./graph.ts";

/** A node with what is known of its inputs, for the rule that says what it gives. */
export interface Site {
  readonly node: Node;
  /** The inputs' types; undefined where an optional one is left out. */
  readonly inputs: readonly (TensorType | undefined)[];
  /** The numbers of an input of whole numbers, where they are known before a run. */
  numbers(input: number): readonly number[] | undefined;
  /** What a graph inside the node gives when it gets inputs of these types. */
  inside(graph: Graph, inputs: readonly TensorType[]): readonly TensorType[];
}

/** The type of an input that must be there. */
export function inputOf({ inputs }: Site, i: number): TensorType {
  const input = inputs[i];
  if (input === undefined) throw new ShapeMismatch(`input ${i + 1} is missing`);
  return input;
}

/** What a graph attribute holds. */
export function graphOf({ node }: Site, name: string): Graph {
  const attribute = node.attributes.get(name);
  if (attribute?.kind !== "graph") throw new ShapeMismatch(`attribute \`${name}\` should be a graph`);
  return attribute.value;
}
