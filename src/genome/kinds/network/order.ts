import type { Genes } from "./genes.ts";
import type { Neat } from "./neat.ts";
import { linkOf, nodeGene, topologyOf, type Wiring } from "./topology.ts";

/** Genes whose nodes and connections are in any order. */
export interface Draft extends Omit<Genes, "topology"> {
  readonly wiring: Wiring;
}

/** Places of nodes and of connections, in rising order. */
export interface Places {
  readonly nodes: number[];
  readonly connections: number[];
}

/**
 * The genes of a network whose nodes and connections are in any order. Undefined where connections that are not delayed
 * close a circle. All ends of connections must exist.
 */
export function genesOf({ inputs, outputs, nodes, connections }: Neat): Genes | undefined {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  return arranged({
    wiring: {
      inputs,
      outputs,
      nodes: nodes.map(({ id, activation }) => nodeGene(id, activation)),
      connections: connections.map(({ from, to, delayed }) => linkOf(from, to, delayed)),
      sources: connections.map(({ from }) => (from < inputs ? from : inputs + places.get(from)!)),
      targets: connections.map(({ to }) => places.get(to)!),
    },
    values: [...nodes.map(({ bias }) => bias), ...connections.map(({ weight }) => weight)],
    enabled: connections.map(({ enabled }) => (enabled ? "1" : "0")).join(""),
  });
}

/**
 * The genes in their canonical order, all or those at the places that are told: nodes by how many connections that are
 * not delayed lead to them at most, then by id; connections by where their target is, then by the id of their source, the
 * immediate one before the delayed. Undefined where connections that are not delayed close a circle. The lists of places
 * are sorted, too.
 */
export function arranged({ wiring, values, enabled }: Draft, left: Places = allOf(wiring)): Genes | undefined {
  const { inputs, outputs, nodes, connections, sources, targets } = wiring;
  const depths = depthsOf(wiring, left.connections);
  if (depths === undefined) return undefined;
  const places = sort(left.nodes, (a, b) => depths[a]! - depths[b]! || nodes[a]!.id - nodes[b]!.id);
  const moved = depths;
  for (let place = 0; place < places.length; place++) moved[places[place]!] = place;
  const links = sort(left.connections, (a, b) => {
    const one = connections[a]!;
    const other = connections[b]!;
    return (
      moved[targets[a]!]! - moved[targets[b]!]! || one.from - other.from || Number(one.delayed) - Number(other.delayed)
    );
  });
  // Copied and written over, because a list that grows takes V8 several times as long.
  const wired = {
    inputs,
    outputs,
    nodes: nodes.slice(0, places.length),
    connections: connections.slice(0, links.length),
    sources: sources.slice(0, links.length),
    targets: targets.slice(0, links.length),
  };
  const kept = values.slice(0, places.length + links.length);
  let digits = "";
  for (let place = 0; place < places.length; place++) {
    wired.nodes[place] = nodes[places[place]!]!;
    kept[place] = values[places[place]!]!;
  }
  for (let place = 0; place < links.length; place++) {
    const link = links[place]!;
    const source = sources[link]!;
    wired.connections[place] = connections[link]!;
    wired.sources[place] = source < inputs ? source : inputs + moved[source - inputs]!;
    wired.targets[place] = moved[targets[link]!]!;
    kept[places.length + place] = values[nodes.length + link]!;
    digits += enabled[link]!;
  }
  return { topology: topologyOf(wired), values: kept, enabled: digits };
}

function allOf({ nodes, connections }: Wiring): Places {
  return { nodes: firstOf(nodes.length), connections: firstOf(connections.length) };
}

/** The whole numbers from 0 below a limit. */
function firstOf(limit: number): number[] {
  const places: number[] = [];
  for (let place = 0; place < limit; place++) places.push(place);
  return places;
}

/**
 * The length of the longest path to each node: lengths grow along connections until none does, which takes a turn or two
 * where signals flow in the order of the connections, and more turns than there are nodes where they go in a circle.
 */
function depthsOf(
  { inputs, nodes, connections, sources, targets }: Wiring,
  links: readonly number[],
): number[] | undefined {
  const depths: number[] = [];
  for (let place = 0; place < nodes.length; place++) depths.push(0);
  for (let turn = 0; turn <= nodes.length; turn++) {
    let isSettled = true;
    for (const link of links) {
      const source = sources[link]! - inputs;
      if (source < 0 || connections[link]!.delayed) continue;
      const depth = depths[source]! + 1;
      if (depth <= depths[targets[link]!]!) continue;
      depths[targets[link]!] = depth;
      isSettled = false;
    }
    if (isSettled) return depths;
  }
  return undefined;
}

/** Most networks are small, and V8 takes several times as long to begin sorting as this takes for few. */
const fewMax = 32;

function sort(places: number[], compare: (a: number, b: number) => number): readonly number[] {
  if (places.length > fewMax) return places.sort(compare);
  for (let i = 1; i < places.length; i++) {
    const place = places[i]!;
    let at = i;
    for (; at > 0 && compare(places[at - 1]!, place) > 0; at--) places[at] = places[at - 1]!;
    places[at] = place;
  }
  return places;
}
