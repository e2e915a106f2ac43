import { ELEMENTS } from "./elements.ts";
import type { Attribute, Graph, Model, Node, Shape, Tensor, Value } from "./graph.ts";
import { writeMessage, type MessageWriter } from "./protobuf.ts";

/** What becomes of the weights of a model that is written. */
export interface EncodeOptions {
  /** The name of a file beside the model for its large initializers; without one they are in the model itself. */
  readonly external?: string;
  /** How large initializers are that go there, in bytes; 1,024 where not given. */
  readonly externalFromBytes?: number;
}

/** A model as the bytes of an `.onnx` file, and those of the file beside it where there is one. */
export interface EncodedModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly external: Uint8Array | undefined;
}

/** The version of the file format that is written; it goes with opset 21. */
const IR_VERSION = 10;
/** Where initializers in a file of their own start: pages can be mapped into memory. */
const PAGE_BYTES = 4096;
const EXTERNAL = 1;
const ATTRIBUTE_CODES = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

/** The bytes of an `.onnx` file (field numbers of onnx.proto). */
export function encodeModel(model: Model): Uint8Array<ArrayBuffer> {
  return encodeParts(model, {}).bytes;
}

/** The bytes of an `.onnx` file, and of a file beside it that holds its large initializers. */
export function encodeParts({ graph, opsets, metadata }: Model, options: EncodeOptions): EncodedModel {
  const store = options.external === undefined ? undefined : externalStore(options.external, options.externalFromBytes);
  const bytes = writeMessage((model) => {
    model.int(1, IR_VERSION);
    model.text(2, "lamarck");
    model.message(7, (message) => writeGraph(message, graph, store));
    for (const [domain, version] of opsets)
      model.message(8, (opset) => {
        opset.text(1, domain);
        opset.int(2, version);
      });
    for (const [key, value] of metadata) model.message(14, (entry) => writeEntry(entry, key, value));
  });
  return { bytes, external: store?.all() };
}

/** Collects what goes to the file beside the model. */
interface ExternalStore {
  readonly path: string;
  readonly fromBytes: number;
  /** Takes bytes in; gives where they start. */
  add(data: Uint8Array): number;
  all(): Uint8Array;
}

function externalStore(path: string, fromBytes = 1024): ExternalStore {
  const pieces: (readonly [at: number, data: Uint8Array])[] = [];
  let length = 0;
  return {
    path,
    fromBytes,
    add(data) {
      const at = Math.ceil(length / PAGE_BYTES) * PAGE_BYTES;
      pieces.push([at, data]);
      length = at + data.length;
      return at;
    },
    all() {
      const bytes = new Uint8Array(length);
      for (const [at, data] of pieces) bytes.set(data, at);
      return bytes;
    },
  };
}

function writeGraph(message: MessageWriter, graph: Graph, store?: ExternalStore): void {
  for (const node of graph.nodes) message.message(1, (inner) => writeNode(inner, node));
  message.text(2, graph.name);
  for (const [name, tensor] of graph.initializers)
    message.message(5, (inner) => writeTensor(inner, tensor, { name, ...(store && { store }) }));
  for (const input of graph.inputs) message.message(11, (inner) => writeValue(inner, input));
  for (const output of graph.outputs) message.message(12, (inner) => writeValue(inner, output));
  for (const value of graph.values) message.message(13, (inner) => writeValue(inner, value));
}

function writeNode(message: MessageWriter, { name, op, domain, inputs, outputs, attributes }: Node): void {
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  if (name !== "") message.text(3, name);
  message.text(4, op);
  for (const [key, attribute] of attributes) message.message(5, (inner) => writeAttribute(inner, key, attribute));
  if (domain !== "") message.text(7, domain);
}

function writeAttribute(message: MessageWriter, name: string, attribute: Attribute): void {
  message.text(1, name);
  const { kind, value } = attribute;
  switch (kind) {
    case "float":
      message.float(2, value);
      break;
    case "int":
      message.int(3, value);
      break;
    case "string":
      message.text(4, value);
      break;
    case "tensor":
      message.message(5, (inner) => writeTensor(inner, value));
      break;
    case "graph":
      message.message(6, (inner) => writeGraph(inner, value));
      break;
    case "floats":
      for (const number of value) message.float(7, number);
      break;
    case "ints":
      for (const number of value) message.int(8, number);
      break;
    case "strings":
      for (const text of value) message.text(9, text);
      break;
    default:
      kind satisfies never;
  }
  message.int(20, ATTRIBUTE_CODES[kind]);
}

function writeTensor(
  message: MessageWriter,
  { element, shape, data }: Tensor,
  { name, store }: { readonly name?: string; readonly store?: ExternalStore } = {},
): void {
  for (const dimension of shape) message.int(1, dimension);
  message.int(2, ELEMENTS[element].code);
  if (name !== undefined) message.text(8, name);
  if (store === undefined || data.length < store.fromBytes) {
    message.bytes(9, data);
    return;
  }
  const entries = { location: store.path, offset: `${store.add(data)}`, length: `${data.length}` };
  for (const [key, value] of Object.entries(entries)) message.message(13, (entry) => writeEntry(entry, key, value));
  message.int(14, EXTERNAL);
}

function writeValue(message: MessageWriter, { name, element, shape }: Value): void {
  message.text(1, name);
  message.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.int(1, ELEMENTS[element].code);
      if (shape !== undefined) tensor.message(2, (inner) => writeShape(inner, shape));
    }),
  );
}

function writeShape(message: MessageWriter, shape: Shape): void {
  for (const dimension of shape)
    message.message(1, (inner) => {
      if (typeof dimension === "number") inner.int(1, dimension);
      if (typeof dimension === "string") inner.text(2, dimension);
    });
}

function writeEntry(message: MessageWriter, key: string, value: string): void {
  message.text(1, key);
  message.text(2, value);
}
