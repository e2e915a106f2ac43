import { brokenModel } from "./broken.ts";
import { formatShape, merged, ShapeMismatch } from "./dimensions.ts";
import { withSubgraphs, type Graph, type Model, type Node, type Tensor, type TensorType } from "./graph.ts";
import { outputTypes, type Scope } from "./infer.ts";

/** The types of all values of a graph and of the graphs inside its nodes, by name. */
export type Types = ReadonlyMap<string, TensorType>;

/**
 * Infers the types of all values. Throws `UserError` where a node gets what does not fit, where an operator is not
 * known, and where the graph says something else of a value. The names and their order are right: see `checkModel`.
 */
export function inferTypes(graph: Graph): Types {
  const known: Known = { types: new Map(), constants: new Map() };
  inferGraph(graph, known);
  return known.types;
}

/** The model with the types of all values written into it. Throws as `inferTypes`. */
export function withShapes(model: Model): Model {
  return { ...model, graph: noted(model.graph, inferTypes(model.graph)) };
}

function noted(graph: Graph, types: Types): Graph {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const made = graph.nodes.flatMap((node) => node.outputs).filter((name) => name !== "" && !outputs.has(name));
  return {
    ...graph,
    outputs: graph.outputs.map(({ name }) => ({ name, ...types.get(name)! })),
    values: made.map((name) => ({ name, ...types.get(name)! })),
    nodes: graph.nodes.map((node) => withSubgraphs(node, (inner) => noted(inner, types))),
  };
}

/** What is known so far; names are unique, so graphs inside nodes share it. */
interface Known {
  readonly types: Map<string, TensorType>;
  readonly constants: Map<string, Tensor>;
}

function inferGraph(graph: Graph, known: Known): readonly TensorType[] {
  const { types, constants } = known;
  const scope: Scope = {
    type: (name) => types.get(name),
    constant: (name) => constants.get(name),
    inside: (inner, inputs) => inferInside(inner, inputs, known),
  };
  const declared = new Map([...graph.values, ...graph.outputs].map((value) => [value.name, value]));
  for (const { name, element, shape } of graph.inputs) types.set(name, { element, shape });
  for (const [name, tensor] of graph.initializers) {
    types.set(name, { element: tensor.element, shape: tensor.shape });
    constants.set(name, tensor);
  }
  for (const node of graph.nodes) {
    noteConstant(node, constants);
    const inferred = outputTypes(node, scope);
    node.outputs.forEach((name, i) => {
      if (name !== "") types.set(name, together(name, inferred[i]!, declared.get(name)));
    });
  }
  return graph.outputs.map((output) => together(output.name, types.get(output.name)!, output));
}

/** What a body gets differs in later steps: of its inputs only the element types must agree. */
function inferInside(graph: Graph, inputs: readonly TensorType[], known: Known): readonly TensorType[] {
  graph.inputs.forEach(({ name, element }, i) => {
    if (inputs[i]?.element === element) return;
    throw brokenModel(`input "${name}" of graph "${graph.name}"`, `it is ${element}, but gets ${inputs[i]?.element}`);
  });
  return inferGraph(graph, known);
}

function noteConstant(node: Node, constants: Map<string, Tensor>): void {
  const value = node.op === "Constant" ? node.attributes.get("value") : undefined;
  if (value?.kind === "tensor") constants.set(node.outputs[0] ?? "", value.value);
}

function together(name: string, inferred: TensorType, declared: TensorType | undefined): TensorType {
  if (declared === undefined) return inferred;
  const describe = ({ element, shape }: TensorType): string => `${element} ${formatShape(shape)}`;
  try {
    if (inferred.element === declared.element)
      return { element: inferred.element, shape: merged(inferred.shape, declared.shape) };
  } catch (thrown) {
    if (!(thrown instanceof ShapeMismatch)) throw thrown;
  }
  const what = `it is declared as ${describe(declared)}, but the nodes make ${describe(inferred)}`;
  throw brokenModel(`value "${name}"`, what);
}
