import type { Neat, NeatConnection, NeatNode } from "./neat.ts";

/**
 * The same network in its canonical order: nodes by how many connections that are not delayed lead to them at most,
 * then by id. Undefined where such connections close a circle. All ends of connections must exist.
 */
export function ordered({ inputs, outputs, nodes, connections }: Neat): Neat | undefined {
  const depths = depthsOf(inputs, nodes, connections);
  if (depths === undefined) return undefined;
  const depthOf = new Map(nodes.map(({ id }, index) => [id, depths[index]!]));
  const sorted = nodes.toSorted((a, b) => depthOf.get(a.id)! - depthOf.get(b.id)! || a.id - b.id);
  const placeOf = new Map(sorted.map(({ id }, place) => [id, place]));
  return {
    inputs,
    outputs,
    nodes: sorted,
    connections: connections.toSorted(
      (a, b) => placeOf.get(a.to)! - placeOf.get(b.to)! || a.from - b.from || Number(a.delayed) - Number(b.delayed),
    ),
  };
}

/** The length of the longest path to each node, in the order of nodes (Kahn 1962). */
function depthsOf(
  inputs: number,
  nodes: readonly NeatNode[],
  connections: readonly NeatConnection[],
): Int32Array | undefined {
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  const depths = new Int32Array(nodes.length);
  const waitsFor = new Int32Array(nodes.length);
  const followers: number[][] = nodes.map(() => []);
  for (const { from, to, delayed } of connections) {
    if (delayed || from < inputs) continue;
    const target = indexOf.get(to)!;
    waitsFor[target]!++;
    followers[indexOf.get(from)!]!.push(target);
  }
  const free: number[] = [];
  waitsFor.forEach((count, index) => count === 0 && free.push(index));
  // The list grows while it is walked, by each node once at most.
  for (const index of free) {
    for (const target of followers[index]!) {
      depths[target] = Math.max(depths[target]!, depths[index]! + 1);
      if (--waitsFor[target]! === 0) free.push(target);
    }
  }
  return free.length === nodes.length ? depths : undefined;
}
