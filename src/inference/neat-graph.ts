import { assert } from "../std/errors.ts";
import type { Neat, NeatConnection, NeatNode } from "../genome/kinds/network/neat.ts";
import { graphBuilder, type Builder } from "./graph/builder.ts";
import type { Graph, Value } from "./graph/graph.ts";
import { float32Tensor, int64Tensor } from "./graph/tensor.ts";
import { activated, summed } from "./network-graph.ts";

/**
 * A network with an evolved topology as a graph: `observation` [N, inputs] to `action` [N, outputs]. Where connections
 * are delayed, also `memory` to `memory_next` [N, nodes they come from], by id; a memory of zeros is none.
 *
 * Nodes of one depth and activation are computed together, from the values that any of them sees.
 */
export function neatGraph(neat: Neat): Graph {
  const build = graphBuilder("neat");
  const observation = build.input("observation", "float32", ["N", neat.inputs]);
  const remembered = rememberedBy(neat);
  const memory = remembered.length > 0 ? build.input("memory", "float32", ["N", remembered.length]) : undefined;
  const columns = new Map(Array.from({ length: neat.inputs }, (_, id) => [id, id]));
  const past = new Map(remembered.map((id, i) => [id, neat.inputs + i]));
  let values = memory === undefined ? observation : build.concat([observation, memory], 1);
  let width = neat.inputs + remembered.length;
  const into = Map.groupBy(
    neat.connections.filter(({ enabled }) => enabled),
    ({ to }) => to,
  );
  for (const [index, nodes] of groupsOf(neat.nodes, into).entries()) {
    const { used, weights } = weightsInto(nodes, into, { columns, past });
    const seen = pick(build, values, used);
    const sum = summed(build, seen, {
      name: `group_${index + 1}`,
      weight: float32Tensor(weights, [used.length, nodes.length]),
      bias: float32Tensor(nodes.map(({ bias }) => bias)),
    });
    values = build.concat([values, activated(build, sum, nodes[0]!.activation)], 1);
    for (const { id } of nodes) columns.set(id, width++);
  }
  const outputs = Array.from({ length: neat.outputs }, (_, i) => neat.inputs + i);
  build.output(
    pick(
      build,
      values,
      outputs.map((id) => columnOf(id, columns)),
    ),
    "action",
  );
  if (memory !== undefined)
    build.output(
      pick(
        build,
        values,
        remembered.map((id) => columnOf(id, columns)),
      ),
      "memory_next",
    );
  return build.graph();
}

/** The nodes whose value of the step before somebody needs, by id. */
function rememberedBy({ connections }: Neat): number[] {
  const sources = connections.filter(({ enabled, delayed }) => enabled && delayed).map(({ from }) => from);
  return [...new Set(sources)].sort((a, b) => a - b);
}

/** The enabled connections into each node. */
type Incoming = ReadonlyMap<number, readonly NeatConnection[]>;

/** Nodes that can be computed at once, in an order in which each group comes after those it needs. */
function groupsOf(nodes: readonly NeatNode[], into: Incoming): NeatNode[][] {
  const depths = new Map<number, number>();
  const groups = new Map<string, { readonly depth: number; readonly nodes: NeatNode[] }>();
  for (const node of nodes) {
    const sources = (into.get(node.id) ?? []).filter(({ delayed }) => !delayed);
    const depth = Math.max(0, ...sources.map(({ from }) => depths.get(from) ?? 0)) + 1;
    depths.set(node.id, depth);
    const key = `${depth} ${node.activation}`;
    const group = groups.get(key) ?? { depth, nodes: [] };
    group.nodes.push(node);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => a.depth - b.depth).map((group) => group.nodes);
}

/** Where the value of a node is, and its value of the step before. */
interface Columns {
  readonly columns: ReadonlyMap<number, number>;
  readonly past: ReadonlyMap<number, number>;
}

/** The columns that a group's connections come from, in the order in which they are added, and a row of weights for each. */
function weightsInto(nodes: readonly NeatNode[], into: Incoming, { columns, past }: Columns) {
  const entries = nodes
    .flatMap(({ id }, unit) => (into.get(id) ?? []).map((connection) => ({ unit, ...connection })))
    .sort((a, b) => a.from - b.from || Number(a.delayed) - Number(b.delayed));
  const columnFor = ({ from, delayed }: NeatConnection): number => columnOf(from, delayed ? past : columns);
  // Units with a bias alone see a column without a weight: there are no matrices without rows.
  const used = [...new Set(entries.length > 0 ? entries.map(columnFor) : [0])];
  const rows = new Map(used.map((column, row) => [column, row]));
  const weights = new Float32Array(used.length * nodes.length);
  for (const entry of entries) weights[rows.get(columnFor(entry))! * nodes.length + entry.unit] = entry.weight;
  return { used, weights };
}

function columnOf(id: number, columns: ReadonlyMap<number, number>): number {
  const column = columns.get(id);
  assert(column !== undefined, `node ${id} is computed before it is used`);
  return column;
}

function pick(build: Builder, values: Value, columns: readonly number[]): Value {
  return build.gather(values, build.constant(int64Tensor(columns)), 1);
}
