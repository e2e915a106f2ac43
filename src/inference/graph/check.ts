import { brokenModel, suggest } from "./broken.ts";
import { subgraphsOf, type Graph, type Model, type Node } from "./graph.ts";
import { describeNode, opOf } from "./infer.ts";
import { sortNodes } from "./order.ts";
import { inferTypes, type Types } from "./shapes.ts";
import { usesOf } from "./uses.ts";

/**
 * Checks that a model makes sense: each name is given once and before it is used, operators are known, and types and
 * shapes fit. Gives the types of all its values; throws `UserError` with the first thing that is wrong.
 */
export function checkModel({ graph }: Model, name = "model"): Types {
  checkOperators(graph);
  checkNames(graph, new Set(), `${name}: graph "${graph.name}"`);
  return inferTypes(graph);
}

function checkOperators(graph: Graph): void {
  for (const node of graph.nodes) {
    opOf(node);
    for (const [, inner] of subgraphsOf(node)) checkOperators(inner);
  }
}

/** Names that are known around a graph are in `known`, which no value inside may be called; it is left as it was. */
function checkNames(graph: Graph, known: Set<string>, where: string): void {
  const own: string[] = [];
  const claim = (name: string, by: string): void => {
    if (name === "") throw brokenModel(where, `${by} gives a value without a name`);
    if (known.has(name)) throw brokenModel(where, `two values are called "${name}", the second by ${by}`, RENAME);
    known.add(name);
    own.push(name);
  };
  for (const { name } of graph.inputs) claim(name, "an input");
  for (const name of graph.initializers.keys()) claim(name, "an initializer");
  for (const node of graph.nodes) {
    for (const name of usesOf(node)) if (!known.has(name)) throw notThere(name, node, graph, where);
    for (const [attribute, inner] of subgraphsOf(node))
      checkNames(inner, known, `${where}, \`${attribute}\` of ${describeNode(node)}`);
    for (const name of node.outputs) if (name !== "") claim(name, describeNode(node));
  }
  for (const { name } of graph.outputs)
    if (!known.has(name)) {
      const hint = suggest(name, known, "Name a value that a node gives as output.");
      throw brokenModel(where, `nothing gives its output "${name}"`, hint);
    }
  for (const name of own) known.delete(name);
}

const RENAME = "Give each value a name of its own.";

function notThere(name: string, node: Node, graph: Graph, where: string): Error {
  const user = describeNode(node);
  if (!graph.nodes.some(({ outputs }) => outputs.includes(name)))
    return brokenModel(
      where,
      `${user} uses "${name}", which no input, initializer or node gives`,
      "Add what is missing, or take the node out.",
    );
  const order = sortNodes(graph.nodes);
  if (order.kind === "sorted")
    return brokenModel(where, `${user} uses "${name}" before it is made`, "Put the nodes into topological order.");
  return brokenModel(where, `its nodes are a circle: ${shown(order.values)}`, "Only a Loop can repeat nodes.");
}

/** Circles can be long. */
function shown(values: readonly string[]): string {
  const some = values.length > 8 ? [...values.slice(0, 8), "…"] : values;
  return [...some, values[0]].map((value) => (value === "…" ? value : `"${value}"`)).join(" ← ");
}
