import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { encodeModel, encodeParts } from "../../../src/inference/graph/encode.ts";
import { readModel } from "../../../src/inference/graph/files.ts";
import type { Graph, Model, Node, Value } from "../../../src/inference/graph/graph.ts";
import { float32Tensor, int64Tensor } from "../../../src/inference/graph/tensor.ts";
import { UserError } from "../../../src/std/errors.ts";

function node(op: string, inputs: readonly string[], outputs: readonly string[]): Node {
  return { name: "", op, domain: "", inputs, outputs, attributes: new Map() };
}

const matrix = (name: string, shape: Value["shape"]): Value => ({ name, element: "float32", shape });

/** `y = tanh(x @ weights + bias)`, with something wrong about it. */
function layer(change: Partial<Graph> = {}, opset = 21): Model {
  const graph: Graph = {
    name: "layer",
    inputs: [matrix("x", ["N", 3])],
    outputs: [matrix("y", ["N", 2])],
    nodes: [
      node("MatMul", ["x", "weights"], ["product"]),
      node("Add", ["product", "bias"], ["sum"]),
      node("Tanh", ["sum"], ["y"]),
    ],
    initializers: new Map([
      ["weights", float32Tensor([1, 2, 3, 4, 5, 6], [3, 2])],
      ["bias", float32Tensor([1, 2])],
    ]),
    values: [],
    ...change,
  };
  return { graph, opsets: new Map([["", opset]]), metadata: new Map() };
}

const sound = layer().graph;
const [matMul, add, tanh] = sound.nodes as readonly [Node, Node, Node];

/** The bytes with the first occurrence of a piece replaced by another one. */
function patched(model: Model, piece: readonly number[], other: readonly number[]): Uint8Array {
  const bytes = Buffer.from(encodeModel(model));
  const at = bytes.indexOf(Uint8Array.from(piece));
  expect(at).toBeGreaterThan(0);
  return Buffer.concat([bytes.subarray(0, at), Uint8Array.from(other), bytes.subarray(at + piece.length)]);
}

const whole = encodeModel(layer());
const elsewhere = (external: string): Uint8Array => encodeParts(layer(), { external, externalFromBytes: 0 }).bytes;
function graphs(depth: number): Graph {
  if (depth === 0) return sound;
  const branch = { kind: "graph", value: graphs(depth - 1) } as const;
  return { ...sound, nodes: [{ ...node("If", [], []), attributes: new Map([["then_branch", branch]]) }] };
}

const table: readonly (readonly [what: string, file: Uint8Array | Model, message: string | RegExp])[] = [
  ["is cut off", whole.slice(0, 150), /^broken\.onnx, byte \d+: a field says that \d+ bytes follow, \d+ are left$/u],
  ["is a text", Buffer.from("Dear reader, this is no network.\n"), /^broken\.onnx, byte 0: a field is of wire type 4/u],
  ["is a picture", Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13), /^broken\.onnx, byte \d+: /u],
  ["is empty", new Uint8Array(), "broken.onnx: there is no graph in it"],
  ["ends in the middle of a number", whole.slice(0, 1), "broken.onnx, byte 1: it ends in the middle of a number"],
  [
    "has a number where a text should be",
    patched(layer(), [34, 4, 84, 97, 110, 104], [32, 4, 40, 97, 40, 104]),
    /graph\.node\[2\], byte \d+: field 4 holds a number, expected a text or message$/u,
  ],
  [
    "has a text that is none",
    patched(layer(), [84, 97, 110, 104], [255, 254, 253, 252]),
    /graph\.node\[2\], byte \d+: field 4 is no text in UTF-8$/u,
  ],
  [
    "has a node with an operator that nobody knows",
    layer({ nodes: [matMul, add, { ...tanh, op: "Tahn" }] }),
    'node "y" (Tahn): the operator `Tahn` is not known',
  ],
  [
    "has a node from a foreign domain",
    layer({ nodes: [matMul, add, { ...tanh, domain: "com.example" }] }),
    'node "y" (Tanh): the operator `Tanh` of com.example is not known',
  ],
  [
    "has an initializer whose bytes do not fit its shape",
    layer({ initializers: new Map([["weights", { ...float32Tensor([1, 2, 3, 4]), shape: [3, 2] }]]) }),
    'broken.onnx.graph.initializer[0] "weights": it has 16 bytes, expected 24 for float32 of shape [3, 2]',
  ],
  [
    "lacks an input of a node",
    layer({ initializers: new Map([["weights", sound.initializers.get("weights")!]]) }),
    'broken.onnx: graph "layer": node "sum" (Add) uses "bias", which no input, initializer or node gives',
  ],
  [
    "lacks an output",
    layer({ outputs: [matrix("action", ["N", 2])] }),
    'broken.onnx: graph "layer": nothing gives its output "action"',
  ],
  [
    "has nodes in a circle",
    layer({ nodes: [matMul, { ...add, inputs: ["product", "y"] }, tanh] }),
    'broken.onnx: graph "layer": its nodes are a circle: "sum" ← "y" ← "sum"',
  ],
  [
    "has nodes before those that they use",
    layer({ nodes: [matMul, tanh, add] }),
    'broken.onnx: graph "layer": node "y" (Tanh) uses "sum" before it is made',
  ],
  [
    "calls two values the same",
    layer({ nodes: [matMul, add, { ...tanh, outputs: ["sum"] }] }),
    'broken.onnx: graph "layer": two values are called "sum", the second by node "sum" (Tanh)',
  ],
  [
    "gives a name to two initializers",
    patched(
      layer({ initializers: new Map([...sound.initializers, ["weightz", float32Tensor([1])]]) }),
      [...Buffer.from("weightz")],
      [...Buffer.from("weights")],
    ),
    'broken.onnx.graph: initializer "weights": it is there twice, expected once',
  ],
  ["is of an opset to come", layer({}, 99), "broken.onnx: its opset is 99, expected 13 to 26"],
  ["is of an opset long gone", layer({}, 7), "broken.onnx: its opset is 7, expected 13 to 26"],
  [
    "has elements of a type that is not known",
    patched(layer(), [16, 1, 66], [16, 77, 66]),
    'broken.onnx.graph.initializer[0] "weights": element type 77 is not known',
  ],
  [
    "has a tensor that is too large",
    layer({ inputs: [matrix("x", [2 ** 40, 2 ** 40])] }),
    "broken.onnx.graph.input[0]: its shape is [1099511627776, 1099511627776], expected at most 32 sizes from 0",
  ],
  [
    "has a tensor of too many dimensions",
    layer({
      inputs: [
        matrix(
          "x",
          Array.from({ length: 99 }, () => 1),
        ),
      ],
    }),
    "broken.onnx.graph.input[0]: its shape is 33 dimensions, expected at most 32 sizes",
  ],
  [
    "has an initializer of a million dimensions",
    layer({
      initializers: new Map([["weights", { ...float32Tensor([1]), shape: Array.from({ length: 200_000 }, () => 1) }]]),
    }),
    '"weights": its shape is 200000 dimensions, expected at most 32 sizes',
  ],
  [
    "makes a tensor that is too large",
    layer({
      initializers: new Map([...sound.initializers, ["huge", int64Tensor([2 ** 30, 2 ** 30, 1, 1])]]),
      nodes: [matMul, add, tanh, node("Expand", ["y", "huge"], ["more"])],
    }),
    'node "more" (Expand): its shape is [1073741824, 1073741824, N, 2], expected at most 32 sizes from 0',
  ],
  [
    "multiplies matrices that do not fit",
    layer({ inputs: [matrix("x", ["N", 4])] }),
    'node "product" (MatMul): sizes 4 and 3 should be the same',
  ],
  [
    "declares another shape than its nodes make",
    layer({ outputs: [matrix("y", ["N", 5])] }),
    'value "y": it is declared as float32 [N, 5], but the nodes make float32 [N, 2]',
  ],
  [
    "gives a node too many inputs",
    layer({ nodes: [matMul, add, { ...tanh, inputs: ["sum", "x"] }] }),
    'node "y" (Tanh): it has 2 inputs, expected 1',
  ],
  [
    "has weights in a file that is not there",
    elsewhere("weights.bin"),
    'initializer[0] "weights": its numbers should be in "weights.bin", which is not there',
  ],
  [
    "has weights in a file outside its folder",
    elsewhere("../weights.bin"),
    'initializer[0] "weights": its numbers should be in "../weights.bin", which is not in the model\'s folder',
  ],
  [
    "has weights behind a link that leads out of its folder",
    elsewhere("link"),
    'initializer[0] "weights": its numbers should be in "link", which is not in the model\'s folder',
  ],
  [
    "has weights behind the end of a file",
    elsewhere("short.bin"),
    'initializer[0] "weights": it should be bytes 0 to 24 of "short.bin", which has 3',
  ],
  ["has graphs within graphs within graphs", { ...layer(), graph: graphs(30) }, "messages are nested deeper than 64"],
];

describe("a model is refused, and the message says what is wrong and where, if it", () => {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-broken-"));
  writeFileSync(join(folder, "short.bin"), "abc");
  const outside = mkdtempSync(join(tmpdir(), "lamarck-outside-"));
  writeFileSync(join(outside, "weights"), "abc");
  symlinkSync(join(outside, "weights"), join(folder, "link"));

  test.each(table)("%s", (_what, file, message) => {
    const path = join(folder, "broken.onnx");
    writeFileSync(path, file instanceof Uint8Array ? file : encodeModel(file));
    let thrown: unknown;
    try {
      readModel(path);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    const { message: said, code, hint } = thrown as UserError;
    expect(said).toMatch(message);
    expect(code).toBe("bad-model");
    expect(hint).toMatch(/\w+.*[.?]$/u);
  });

  test("is not there", () => {
    rmSync(join(folder, "broken.onnx"), { force: true });
    expect(() => readModel(join(folder, "broken.onnx"))).toThrow(/broken\.onnx: there is no such file/u);
  });
});

test("a model with nothing wrong is read", () => {
  const path = join(mkdtempSync(join(tmpdir(), "lamarck-broken-")), "sound.onnx");
  writeFileSync(path, whole);
  expect(readModel(path)).toEqual(layer());
  expect(readFileSync(path).length).toBe(whole.length);
});
