import { subgraphsOf, type Graph, type Node } from "./graph.ts";

/** The values that a node needs: its inputs, and what the graphs inside it take from around them. */
export function usesOf(node: Node): string[] {
  const own = node.inputs.filter((name) => name !== "");
  return [...own, ...subgraphsOf(node).flatMap(([, graph]) => freeOf(graph))];
}

/** The values that a graph takes from around it. */
function freeOf(graph: Graph): string[] {
  const made = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.initializers.keys(),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const used = [...graph.nodes.flatMap(usesOf), ...graph.outputs.map(({ name }) => name)];
  return used.filter((name) => !made.has(name));
}
