import { withSubgraphs, type Graph, type Node } from "./graph.ts";

/** The graph with other names for some values, in the graphs inside its nodes too. */
export function renamed(graph: Graph, names: ReadonlyMap<string, string>): Graph {
  if (names.size === 0) return graph;
  const other = (name: string): string => names.get(name) ?? name;
  return {
    name: graph.name,
    inputs: graph.inputs.map((value) => ({ ...value, name: other(value.name) })),
    outputs: graph.outputs.map((value) => ({ ...value, name: other(value.name) })),
    nodes: graph.nodes.map((node) => renamedNode(node, names)),
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [other(name), tensor])),
    values: graph.values.map((value) => ({ ...value, name: other(value.name) })),
  };
}

function renamedNode(node: Node, names: ReadonlyMap<string, string>): Node {
  const other = (name: string): string => names.get(name) ?? name;
  const inside = withSubgraphs(node, (graph) => renamed(graph, names));
  return { ...inside, inputs: node.inputs.map(other), outputs: node.outputs.map(other) };
}
