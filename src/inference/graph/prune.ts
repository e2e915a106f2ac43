import { withSubgraphs, type Graph, type Node } from "./graph.ts";
import { usesOf } from "./uses.ts";

/**
 * The graph without nodes and initializers that no output needs; inputs stay. onnxruntime computes what is not
 * asked for, so what should not cost must not be there.
 */
export function prune(graph: Graph): Graph {
  const needed = new Set(graph.outputs.map(({ name }) => name));
  const nodes: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    const pruned = withSubgraphs(node, prune);
    for (const name of usesOf(pruned)) needed.add(name);
    nodes.push(pruned);
  }
  return {
    ...graph,
    nodes: nodes.toReversed(),
    initializers: new Map([...graph.initializers].filter(([name]) => needed.has(name))),
    values: graph.values.filter(({ name }) => needed.has(name)),
  };
}
