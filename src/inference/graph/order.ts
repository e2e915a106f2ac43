import type { Node } from "./graph.ts";
import { usesOf } from "./uses.ts";

/** Nodes in an order in which each comes after those it uses, or the values of a circle that makes it impossible. */
export type Order =
  | { readonly kind: "sorted"; readonly nodes: readonly Node[] }
  | { readonly kind: "circle"; readonly values: readonly string[] };

/** Sorts nodes topologically; those that could come first keep their order (Kahn, CACM 5(11), 1962). */
export function sortNodes(nodes: readonly Node[]): Order {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const needs = new Map(nodes.map((node) => [node, makersOf(node, makers)]));
  const users = new Map<Node, Node[]>(nodes.map((node) => [node, []]));
  for (const [node, needed] of needs) for (const maker of needed) users.get(maker)!.push(node);
  const sorted = nodes.filter((node) => needs.get(node)!.size === 0);
  for (let i = 0; i < sorted.length; i++)
    for (const user of users.get(sorted[i]!)!) {
      const left = needs.get(user)!;
      left.delete(sorted[i]!);
      if (left.size === 0) sorted.push(user);
    }
  if (sorted.length === nodes.length) return { kind: "sorted", nodes: sorted };
  return {
    kind: "circle",
    values: circleIn(
      nodes.find((node) => needs.get(node)!.size > 0)!,
      needs,
    ),
  };
}

function makersOf(node: Node, makers: ReadonlyMap<string, Node>): Set<Node> {
  return new Set(usesOf(node).flatMap((name) => makers.get(name) ?? []));
}

/** Each node that is left needs another one that is left: going back from any of them ends in a circle. */
function circleIn(start: Node, needs: ReadonlyMap<Node, ReadonlySet<Node>>): string[] {
  const seen = new Set<Node>();
  let node = start;
  while (!seen.has(node)) {
    seen.add(node);
    [node = start] = needs.get(node)!;
  }
  const way = [...seen];
  return way.slice(way.indexOf(node)).map(({ outputs }) => outputs[0] ?? "");
}
