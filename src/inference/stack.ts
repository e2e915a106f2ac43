import { UserError } from "../std/errors.ts";
import { networkWeightsMax } from "../genome/kinds/network.ts";
import type { Activation, Network } from "../genome/kinds/network/shape.ts";
import { printable } from "./graph/broken.ts";
import { intOf, type Graph, type Model, type Node, type Tensor } from "./graph/graph.ts";
import { describeNode } from "./graph/infer.ts";
import { float32Of } from "./graph/tensor.ts";

/** One layer of units that see all of the layer below: `weights` [units, inputs], row by row. */
interface Layer {
  readonly inputs: number;
  readonly units: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  activation: Activation | undefined;
}

const LAYERS_MAX = 1000;
const ACTIVATIONS: Readonly<Record<string, Activation>> = { Tanh: "tanh", Relu: "relu", Sigmoid: "sigmoid" };

/**
 * The network that a model of any origin is, where it is a plain stack of fully connected layers (Gemm, or MatMul and
 * Add) and activations. Throws `UserError` where it is something else.
 */
export function stackIn({ graph }: Model): Network {
  if (graph.inputs.length !== 1 || graph.outputs.length !== 1)
    throw noStack(`it has ${graph.inputs.length} inputs and ${graph.outputs.length} outputs, expected one each`);
  const parts: Parts = { constants: constantsIn(graph), layers: [] };
  let value = graph.inputs[0]!.name;
  for (const node of graph.nodes.filter(({ op }) => op !== "Constant")) {
    if (node.inputs.every((name) => name !== value))
      throw noStack(`${describeNode(node)} does not follow the one before`);
    addNode(node, value, parts);
    value = node.outputs[0]!;
  }
  if (value !== graph.outputs[0]!.name) throw noStack(`its output "${graph.outputs[0]!.name}" is not its last value`);
  return networkFrom(parts.layers);
}

/** What is found on the way. */
interface Parts {
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly layers: Layer[];
}

/** Takes a node into the layers. */
function addNode(node: Node, value: string, { constants, layers }: Parts): void {
  const last = layers.at(-1);
  const open = last?.activation === undefined ? last : undefined;
  const activation = ACTIVATIONS[node.op];
  if (node.op === "Gemm" || node.op === "MatMul") layers.push(layerOf(node, value, { constants, layers }));
  else if (node.op === "Add" && open !== undefined)
    setBias(open, constantOf(node, node.inputs[0] === value ? 1 : 0, constants), node);
  else if (activation !== undefined && open !== undefined) open.activation = activation;
  else if (node.op !== "Identity") throw noStack(`${describeNode(node)} is no part of one here`);
}

function layerOf(node: Node, value: string, { constants, layers }: Parts): Layer {
  const plain = floatOf(node, "alpha") === 1 && floatOf(node, "beta") === 1 && intOf(node, "transA", 0) === 0;
  if (node.inputs[0] !== value || !plain) throw noStack(`${describeNode(node)} is not values times weights`);
  const matrix = constantOf(node, 1, constants);
  if (matrix.shape.length !== 2) throw noStack(`${describeNode(node)} has weights that are no matrix`);
  const [rows, columns] = matrix.shape as [number, number];
  // Nodes may share their weights, so a small file can stand for more than there is memory.
  const sum = layers.reduce((total, layer) => total + layer.weights.length + layer.units, rows * columns);
  if (layers.length >= LAYERS_MAX || sum > networkWeightsMax)
    throw noStack(`it has more than ${LAYERS_MAX} layers or ${networkWeightsMax} weights`);
  const turned = intOf(node, "transB", 0) === 1;
  const numbers = float32Of(matrix);
  const [units, inputs] = turned ? [rows, columns] : [columns, rows];
  const layer: Layer = {
    inputs,
    units,
    weights: turned ? numbers : transposed(numbers, { rows, columns }),
    bias: new Float32Array(units),
    activation: undefined,
  };
  if (node.inputs.length === 3 && node.inputs[2] !== "") setBias(layer, constantOf(node, 2, constants), node);
  return layer;
}

function setBias({ bias, units }: Layer, tensor: Tensor, node: Node): void {
  const numbers = float32Of(tensor);
  if (numbers.length !== units || tensor.shape.at(-1) !== units)
    throw noStack(`${describeNode(node)} has ${numbers.length} biases for ${units} units`);
  numbers.forEach((number, unit) => {
    bias[unit] = Math.fround(bias[unit]! + number);
  });
}

function networkFrom(layers: readonly Layer[]): Network {
  const [last, ...hidden] = layers.toReversed();
  if (last === undefined) throw noStack("it has no layer");
  const activations = new Set(hidden.map(({ activation = "linear" }) => activation));
  if (activations.size > 1)
    throw noStack(`its hidden layers have different activations: ${[...activations].join(", ")}`);
  const [activation = "tanh"] = activations;
  const weights = Float32Array.from(layers.flatMap(weightsIn));
  if (!weights.every(Number.isFinite)) throw noStack("it has weights that are no finite numbers");
  return {
    shape: {
      inputs: layers[0]!.inputs,
      outputs: last.units,
      hidden: layers.slice(0, -1).map(({ units }) => units),
      activation,
      outputActivation: last.activation ?? "linear",
      recurrent: false,
    },
    weights,
  };
}

function weightsIn({ units, inputs, weights, bias }: Layer): number[] {
  return Array.from({ length: units }, (_, unit) => [
    ...weights.subarray(unit * inputs, (unit + 1) * inputs),
    bias[unit]!,
  ]).flat();
}

function constantsIn({ nodes, initializers }: Graph): ReadonlyMap<string, Tensor> {
  const constants = new Map(initializers);
  for (const { op, outputs, attributes } of nodes) {
    const value = op === "Constant" ? attributes.get("value") : undefined;
    if (value?.kind === "tensor") constants.set(outputs[0]!, value.value);
  }
  return constants;
}

function constantOf(node: Node, input: number, constants: ReadonlyMap<string, Tensor>): Tensor {
  const name = node.inputs[input] ?? "";
  const tensor = constants.get(name);
  if (tensor?.element === "float32") return tensor;
  throw noStack(`${describeNode(node)} takes "${name}", expected float32 weights that are in the model`);
}

function floatOf(node: Node, name: string): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === "float" ? attribute.value : 1;
}

function transposed(
  numbers: Float32Array,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Float32Array {
  return numbers.map((_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)]!);
}

function noStack(why: string): UserError {
  return new UserError(
    "no-network",
    printable(`The model is no plain stack of layers: ${why}`),
    "Export a network of Gemm, or MatMul and Add, with Tanh, Relu or Sigmoid between; or one that Lamarck has exported.",
  );
}
