import { assert } from "../../../std/errors.ts";
import type { Neat } from "../../../genome/kinds/network/neat.ts";
import type { Activation } from "../../../genome/kinds/network/shape.ts";
import type { Builder } from "../../graph/builder.ts";
import type { Value } from "../../graph/graph.ts";
import { activated, onesBelow, type Plan } from "./plan.ts";

const activations: readonly Activation[] = ["tanh", "sigmoid", "relu", "linear"];

/**
 * Networks whose topology evolved, as matrices that are padded to one of few sizes: what each node sees of inputs,
 * bias and the step before, and what it sees of other nodes. The latter is applied in sweeps, all nodes at once, as
 * often as the longest path has nodes: then each node has the value that it has in topological order, and further
 * sweeps change nothing. Rows: the outputs, the hidden nodes in order, zeros.
 */
export function sweepsPlan(network: Neat): Plan {
  const { inputs, outputs } = network;
  const rows = roomFor(network.nodes.length);
  const sweeps = sweepsFor(depthOf(network));
  const used = activationsFor(network);
  const remembers = network.connections.some(({ enabled, delayed }) => enabled && delayed);
  const width = inputs + 1 + (remembers ? inputs + rows : 0);
  const masked = used.slice(1);
  return {
    key: JSON.stringify(["neat", inputs, outputs, rows, sweeps, used, remembers]),
    inputs,
    outputs,
    matrices: [
      { name: "seen", element: "float32", rows, columns: width },
      ...(sweeps > 1 ? [{ name: "between", element: "float32", rows, columns: rows } as const] : []),
      ...masked.map((one) => ({ name: `is_${one}`, element: "bool", rows, columns: 1 }) as const),
    ],
    shared: [],
    memories: remembers ? [{ name: "before", rows: inputs + rows }] : [],
    pack(brain, into) {
      assert(brain.kind === "neat", "sweeps are made of networks whose topology evolved");
      const [seen, ...others] = into;
      const between = sweeps > 1 ? others.shift() : undefined;
      packConnections(brain.network, { rows, width }, seen!, between);
      packActivations(brain.network, masked, others);
    },
    step(build, { inputs: observed, matrices, memories }) {
      const [seen, ...others] = matrices;
      const between = sweeps > 1 ? others.shift() : undefined;
      const [networks, , columns] = observed.shape as readonly number[];
      // Once, since choosing by what is stretched on the way takes many times as long.
      const masks = columns === 1 ? others : others.map((mask) => build.expand(mask, [networks!, rows, columns!]));
      const act = (sums: Value): Value => activatedBy(build, used, masks, sums);
      const given = build.matMul(seen!, build.concat([observed, onesBelow(build, observed), ...memories], 1));
      let nodes = act(given);
      for (let i = 1; i < sweeps; i++) nodes = act(build.add(build.matMul(between!, nodes), given));
      const before = remembers ? [build.concat([observed, nodes], 1)] : [];
      return { outputs: rows === outputs ? nodes : build.slice(nodes, 1, [0, outputs]), memories: before };
    },
  };
}

/** One activation where all nodes have the same; else all of them, so that few graphs do. */
function activationsFor({ nodes }: Neat): readonly Activation[] {
  const { activation } = nodes[0]!;
  return nodes.every((node) => node.activation === activation) ? [activation] : activations;
}

/** The next power of two, from 8: few sizes, so that networks of many sizes share graphs. */
function roomFor(nodes: number): number {
  return 2 ** Math.max(3, Math.ceil(Math.log2(nodes)));
}

/** One of 1, 2, 3, 4, 6, 8, 12, 16, ... */
function sweepsFor(depth: number): number {
  if (depth <= 2) return depth;
  const power = 2 ** Math.ceil(Math.log2(depth));
  return depth <= power * 0.75 ? power * 0.75 : power;
}

/** How many nodes the longest path of connections that are not delayed has, from 1. */
function depthOf({ inputs, nodes, connections }: Neat): number {
  const depths = new Map(nodes.map(({ id }) => [id, 1]));
  let deepest = 1;
  // Connections are sorted by their target's place in topological order.
  for (const { from, to, enabled, delayed } of connections) {
    if (!enabled || delayed || from < inputs) continue;
    const depth = Math.max(depths.get(to)!, depths.get(from)! + 1);
    depths.set(to, depth);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

interface Sizes {
  readonly rows: number;
  /** Columns: the inputs, the bias, the inputs of the step before, the nodes of the step before. */
  readonly width: number;
}

type Numbers = Float32Array | Uint8Array;

function packConnections(network: Neat, { rows, width }: Sizes, seen: Numbers, between: Numbers | undefined): void {
  const { inputs, nodes, connections } = network;
  const places = placesOf(network);
  for (const { id, bias } of nodes) seen[places.get(id)! * width + inputs] = bias;
  for (const { from, to, weight, enabled, delayed } of connections) {
    if (!enabled) continue;
    const row = places.get(to)!;
    const source = from < inputs ? from : inputs + places.get(from)!;
    if (delayed) seen[row * width + inputs + 1 + source] = weight;
    else if (from < inputs) seen[row * width + from] = weight;
    else between![row * rows + source - inputs] = weight;
  }
}

/** The row of each node. */
function placesOf({ inputs, outputs, nodes }: Neat): ReadonlyMap<number, number> {
  let next = outputs;
  return new Map(nodes.map(({ id }) => [id, id < inputs + outputs ? id - inputs : next++]));
}

function packActivations(network: Neat, masked: readonly Activation[], masks: readonly Numbers[]): void {
  const places = placesOf(network);
  for (const { id, activation } of network.nodes) {
    const mask = masked.indexOf(activation);
    if (mask >= 0) masks[mask]![places.get(id)!] = 1;
  }
}

/** Chosen, not multiplied by 0 and 1: an activation that is not a node's own may be infinite. */
function activatedBy(build: Builder, used: readonly Activation[], masks: readonly Value[], sums: Value): Value {
  return used
    .slice(1)
    .reduce(
      (result, activation, i) => build.where(masks[i]!, activated(build, activation, sums), result),
      activated(build, used[0]!, sums),
    );
}
