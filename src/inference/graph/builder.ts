import { assert } from "../../std/errors.ts";
import type { ElementType } from "./elements.ts";
import type { Graph, Node, Shape, Tensor, TensorType, Value } from "./graph.ts";
import { outputTypes, type Scope } from "./infer.ts";
import { operationsOn, type Maker, type Operations } from "./operations.ts";
import { renamed } from "./rename.ts";

/** Makes a graph node by node, and knows the type of each value as soon as it is made. */
export interface Builder extends Maker, Operations {
  /** A value that the graph is given. In a graph inside a node the name gets a number, for no name comes twice. */
  input(name: string, element: ElementType, shape: Shape | undefined): Value;
  /** A builder for a graph inside a node, which may use this one's values. */
  inner(name: string): Builder;
  /** Makes a value an output of the graph; under this name, where one is given. */
  output(value: Value, name?: string): void;
  /** The graph as it is by now. */
  graph(): Graph;
}

/** Starts a graph. */
export function graphBuilder(name: string): Builder {
  return builderIn(emptyRegister(), name, true);
}

/** What is known of all values by name; the graphs inside nodes share it, so that no name comes twice. */
interface Register {
  readonly types: Map<string, TensorType>;
  readonly constants: Map<string, Tensor>;
  /** Reserves a name. */
  claim(name: string): string;
  /** A name that nothing has yet. */
  fresh(stem: string): string;
  /** Notes the type of a value. */
  know(name: string, type: TensorType): Value;
}

function emptyRegister(): Register {
  const names = new Set<string>();
  const types = new Map<string, TensorType>();
  let count = 0;
  function claim(name: string): string {
    assert(name !== "" && !names.has(name), `no two values of a graph are called "${name}"`);
    names.add(name);
    return name;
  }
  return {
    types,
    constants: new Map(),
    claim,
    fresh(stem) {
      let name = `${stem}_${count++}`;
      while (names.has(name)) name = `${stem}_${count++}`;
      return claim(name);
    },
    know(name, { element, shape }) {
      types.set(name, { element, shape });
      return { name, element, shape };
    },
  };
}

function builderIn(register: Register, name: string, outermost: boolean): Builder {
  const inputs: Value[] = [];
  const outputs: Value[] = [];
  const nodes: Node[] = [];
  const initializers = new Map<string, Tensor>();
  const names = new Map<string, string>();
  const maker = makerOf(register, nodes, initializers);

  return {
    ...maker,
    ...operationsOn(maker),
    input(wanted, element, shape) {
      const value = register.know(outermost ? register.claim(wanted) : register.fresh(wanted), { element, shape });
      inputs.push(value);
      return value;
    },
    inner: (innerName) => builderIn(register, innerName, false),
    output(value, wanted) {
      const made = nodes.some((node) => node.outputs.includes(value.name));
      const taken = outputs.some((output) => output.name === value.name);
      const own = made && !taken ? value : maker.node("Identity", [value])[0]!;
      outputs.push(own);
      if (wanted !== undefined) names.set(own.name, register.claim(wanted));
    },
    graph() {
      const graph = { inputs: [...inputs], outputs: [...outputs], nodes: [...nodes], values: [] };
      return renamed({ name, ...graph, initializers: new Map(initializers) }, names);
    },
  };
}

/** Makes nodes and constants into a graph's lists. */
function makerOf(register: Register, nodes: Node[], initializers: Map<string, Tensor>): Maker {
  const scope: Scope = {
    type: (name) => register.types.get(name),
    constant: (name) => register.constants.get(name),
    inside: (graph) => graph.outputs,
  };
  return {
    constant(tensor, wanted) {
      const value = register.know(wanted === undefined ? register.fresh("constant") : register.claim(wanted), tensor);
      initializers.set(value.name, tensor);
      register.constants.set(value.name, tensor);
      return value;
    },
    node(op, inputs, { attributes = {}, domain = "", outputs = 1 } = {}) {
      const node: Node = {
        name: "",
        op,
        domain,
        inputs: inputs.map((input) => input?.name ?? ""),
        outputs: Array.from({ length: outputs }, () => register.fresh(op.toLowerCase())),
        attributes: new Map(Object.entries(attributes)),
      };
      const types = outputTypes(node, scope);
      nodes.push(node);
      return node.outputs.map((output, i) => register.know(output, types[i]!));
    },
  };
}
