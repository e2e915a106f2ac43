import fc from "fast-check";
import { ELEMENT_TYPES, ELEMENTS } from "../../../src/inference/graph/elements.ts";
import type { Attribute, Graph, Model, Node, Tensor, Value } from "../../../src/inference/graph/graph.ts";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const int = fc.maxSafeInteger();
const float = fc.float({ noNaN: true });
const dimension = fc.oneof(fc.nat(99), fc.string({ minLength: 1, maxLength: 3 }), fc.constant(undefined));

const tensor: fc.Arbitrary<Tensor> = fc
  .record({ element: fc.constantFrom(...ELEMENT_TYPES), shape: fc.array(fc.nat(3), { maxLength: 4 }) })
  .chain(({ element, shape }) => {
    const bytes = shape.reduce((size, each) => size * each, 1) * ELEMENTS[element].bytes;
    return fc
      .uint8Array({ minLength: bytes, maxLength: bytes })
      .map((data) => ({ element, shape, data: new Uint8Array(data) }));
  });

const value: fc.Arbitrary<Value> = fc.record({
  name: text,
  element: fc.constantFrom(...ELEMENT_TYPES),
  shape: fc.option(fc.array(dimension, { maxLength: 4 }), { nil: undefined }),
});

const { graph } = fc.letrec<{ graph: Graph; node: Node; attribute: Attribute }>((tie) => ({
  attribute: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ kind: fc.constant("float" as const), value: float }),
    fc.record({ kind: fc.constant("int" as const), value: int }),
    fc.record({ kind: fc.constant("string" as const), value: text }),
    fc.record({ kind: fc.constant("floats" as const), value: fc.array(float, { maxLength: 4 }) }),
    fc.record({ kind: fc.constant("ints" as const), value: fc.array(int, { maxLength: 4 }) }),
    fc.record({ kind: fc.constant("strings" as const), value: fc.array(text, { maxLength: 4 }) }),
    fc.record({ kind: fc.constant("tensor" as const), value: tensor }),
    fc.record({ kind: fc.constant("graph" as const), value: tie("graph") }),
  ),
  node: fc.record({
    name: text,
    op: text,
    domain: fc.constantFrom("", "com.example"),
    inputs: fc.array(text, { maxLength: 3 }),
    outputs: fc.array(text, { maxLength: 3 }),
    attributes: fc.array(fc.tuple(text, tie("attribute")), { maxLength: 2 }).map((entries) => new Map(entries)),
  }),
  graph: fc
    .record({
      name: text,
      inputs: fc.array(value, { maxLength: 2 }),
      outputs: fc.array(value, { maxLength: 2 }),
      nodes: fc.array(tie("node"), { maxLength: 3 }),
      initializers: fc.array(fc.tuple(text, tensor), { maxLength: 3 }).map((entries) => new Map(entries)),
      values: fc.array(value, { maxLength: 2 }),
    })
    .map((made) => ({ ...made, inputs: made.inputs.filter(({ name }) => !made.initializers.has(name)) })),
}));

/** Models of all sorts, most of which make no sense; each can be written and read. */
export const model: fc.Arbitrary<Model> = fc.record({
  graph,
  opsets: fc.integer({ min: 13, max: 26 }).map((version) => new Map([["", version]])),
  metadata: fc.array(fc.tuple(text, text), { maxLength: 3 }).map((entries) => new Map(entries)),
});
