import { graphBuilder, type Builder } from "./builder.ts";
import { intOf, withSubgraphs, type Graph, type Node, type Value } from "./graph.ts";
import { renamed } from "./rename.ts";
import { inferTypes, type Types } from "./shapes.ts";
import { int64Tensor } from "./tensor.ts";

/** What onnxruntime computes on. */
export type Provider = "cpu" | "cuda" | "webgpu";

/** Says an operator in others: the value of a node with these inputs. */
type Lowering = (build: Builder, node: Node, inputs: readonly Value[]) => Value;

/**
 * The graph without operators that a provider lacks, for a node that it lacks would be computed elsewhere, with a copy
 * there and back. What it computes is the same, up to the rounding of `LogSoftmax` and `Mod`.
 */
export function lower(graph: Graph, provider: Provider): Graph {
  const lowerings = LOWERINGS[provider];
  return lowerings.size === 0 ? graph : lowered(graph, lowerings, inferTypes(graph));
}

/** onnxruntime 1.30's WebGPU provider has no kernel for these. */
const WEBGPU: ReadonlyMap<string, Lowering> = new Map([
  ["Sign", (build, _node, [x]) => sign(build, x!)],
  ["Round", (build, _node, [x]) => round(build, x!)],
  ["Mod", (build, node, [a, b]) => (intOf(node, "fmod", 0) === 1 ? remainder(build, a!, b!) : modulo(build, a!, b!))],
  ["LogSoftmax", (build, node, [x]) => logSoftmax(build, x!, intOf(node, "axis", -1))],
]);

const LOWERINGS: Readonly<Record<Provider, ReadonlyMap<string, Lowering>>> = {
  cpu: new Map(),
  cuda: new Map(),
  webgpu: WEBGPU,
};

function lowered(graph: Graph, lowerings: ReadonlyMap<string, Lowering>, types: Types): Graph {
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.flatMap((node): readonly Node[] => {
    const lowering = lowerings.get(node.op);
    if (lowering === undefined) return [withSubgraphs(node, (inner) => lowered(inner, lowerings, types))];
    const part = fragment(node, lowering, types);
    for (const [name, tensor] of part.initializers) initializers.set(name, tensor);
    return part.nodes;
  });
  return { ...graph, nodes, initializers };
}

/** The nodes and constants that stand for a node, under names that nothing else has. */
function fragment(node: Node, lowering: Lowering, types: Types): Graph {
  const build = graphBuilder(node.op);
  const inputs = [...new Set(node.inputs)].map((name, i) => {
    const { element, shape } = types.get(name)!;
    return [name, build.input(`input_${i}`, element, shape)] as const;
  });
  const byName = new Map(inputs);
  build.output(
    lowering(
      build,
      node,
      node.inputs.map((name) => byName.get(name)!),
    ),
    "output",
  );
  const graph = build.graph();
  const output = node.outputs[0]!;
  const free = (name: string): string => (types.has(`${output}/${name}`) ? free(`${name}_`) : `${output}/${name}`);
  const inner = [...graph.initializers.keys(), ...graph.nodes.flatMap((made) => made.outputs)];
  return renamed(
    graph,
    new Map([
      ...inner.map((name) => [name, free(name)] as const),
      ...inputs.map(([name, value]) => [value.name, name] as const),
      ["output", output],
    ]),
  );
}

/** A scalar of the same element type as a value. */
function scalar(build: Builder, value: number, like: Value): Value {
  const single = build.number(value);
  return like.element === "float32" ? single : build.cast(single, like.element);
}

function sign(build: Builder, x: Value): Value {
  const zero = scalar(build, 0, x);
  const above = build.cast(build.greater(x, zero), x.element);
  return build.sub(above, build.cast(build.less(x, zero), x.element));
}

/** To the nearest whole number, to the even one from halfway. */
function round(build: Builder, x: Value): Value {
  const [half, one, two] = [scalar(build, 0.5, x), scalar(build, 1, x), scalar(build, 2, x)];
  const below = build.floor(x);
  const rest = build.sub(x, below);
  const odd = build.equal(build.sub(below, build.mul(two, build.floor(build.div(below, two)))), one);
  const up = build.or(build.greater(rest, half), build.and(build.equal(rest, half), odd));
  return build.where(up, build.add(below, one), below);
}

/** What is left of a division that rounds towards zero: it has the sign of `a`. */
function remainder(build: Builder, a: Value, b: Value): Value {
  const quotient = build.div(a, b);
  const isFloat = quotient.element.includes("float");
  const towardsZero = isFloat ? build.mul(sign(build, quotient), build.floor(build.abs(quotient))) : quotient;
  return build.sub(a, build.mul(b, towardsZero));
}

/** What is left of a division of whole numbers that rounds down: it has the sign of `b`. */
function modulo(build: Builder, a: Value, b: Value): Value {
  const rest = remainder(build, a, b);
  const zero = scalar(build, 0, a);
  const opposed = build.less(build.mul(rest, sign(build, b)), zero);
  return build.where(opposed, build.add(rest, b), rest);
}

function logSoftmax(build: Builder, x: Value, axis: number): Value {
  const stay = { keepdims: { kind: "int", value: 1 } } as const;
  const axes = build.constant(int64Tensor([axis]));
  const shifted = build.sub(x, build.node("ReduceMax", [x, axes], { attributes: stay })[0]!);
  return build.sub(shifted, build.log(build.reduceSum(build.exp(shifted), [axis], true)));
}
