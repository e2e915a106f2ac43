import { brokenModel } from "./broken.ts";
import { decodeTensor, type NamedTensor, type ReadExternal } from "./decode-tensor.ts";
import { decodeValue } from "./decode-value.ts";
import { OPSETS, type Attribute, type Graph, type Model, type Node, type Value } from "./graph.ts";
import { readFields, type Field, type ReadLimits } from "./wire.ts";

/** How a model is read. */
export interface DecodeOptions {
  /** What the bytes are called in messages; `model` where not given. */
  readonly name?: string;
  /** Gives the bytes of a file beside the model. Without it, models whose weights are elsewhere are refused. */
  readonly external?: ReadExternal;
}

const LIMITS: ReadLimits = { depthMax: 64, fieldsMax: 1_000_000 };

/**
 * The model in the bytes of an `.onnx` file; its weights are views on them. Throws `UserError` where the bytes are
 * not what they should be: what, where, and what to do. Whether the graph makes sense says `checkModel`.
 */
export function decodeModel(bytes: Uint8Array, options: DecodeOptions = {}): Model {
  const { name = "model", external } = options;
  let graph: Graph | undefined;
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  for (const field of readFields(bytes, name, LIMITS)) {
    if (field.number === 7) graph = decodeGraph(field.message("graph"), `${name}.graph`, external);
    else if (field.number === 8) opsets.set(...decodeOpset(field));
    else if (field.number === 14) metadata.set(...decodeEntry(field));
    else if (field.number === 25)
      throw brokenModel(
        name,
        "it defines functions of its own",
        "Export it with its functions put in place (inlined).",
      );
  }
  if (graph === undefined)
    throw brokenModel(name, "there is no graph in it", "Give the path of an `.onnx` file that a tool has exported.");
  expectOpset(opsets.get(""), name);
  return { graph, opsets, metadata };
}

function expectOpset(version: number | undefined, name: string): void {
  const [from, to] = OPSETS;
  if (version !== undefined && version >= from && version <= to) return;
  const got = version === undefined ? "it does not say its opset" : `its opset is ${version}`;
  throw brokenModel(name, `${got}, expected ${from} to ${to}`, `Export it with opset ${to}, or another from ${from}.`);
}

function decodeOpset(field: Field): [domain: string, version: number] {
  let domain = "";
  let version = 0;
  for (const inner of field.message("opset_import")) {
    if (inner.number === 1) domain = domainOf(inner);
    else if (inner.number === 2) version = inner.int();
  }
  return [domain, version];
}

/** ONNX's own domain has two names. */
function domainOf(field: Field): string {
  const domain = field.text();
  return domain === "ai.onnx" ? "" : domain;
}

function decodeEntry(field: Field): [key: string, value: string] {
  const entry: [string, string] = ["", ""];
  for (const inner of field.message("metadata")) if (inner.number <= 2) entry[inner.number - 1] = inner.text();
  return entry;
}

function decodeGraph(fields: Iterable<Field>, where: string, external?: ReadExternal): Graph {
  let name = "";
  const inputs: Value[] = [];
  const outputs: Value[] = [];
  const nodes: Node[] = [];
  const values: Value[] = [];
  const initializers: NamedTensor[] = [];
  for (const field of fields) {
    const at = (list: readonly unknown[], what: string): string => `${what}[${list.length}]`;
    if (field.number === 1) nodes.push(decodeNode(field, at(nodes, "node"), { where, external }));
    else if (field.number === 2) name = field.text();
    else if (field.number === 5)
      initializers.push(decodeTensor(field, at(initializers, "initializer"), { where, external }));
    else if (field.number === 11) inputs.push(decodeValue(field, at(inputs, "input"), where));
    else if (field.number === 12) outputs.push(decodeValue(field, at(outputs, "output"), where));
    else if (field.number === 13) values.push(decodeValue(field, at(values, "value_info"), where));
    else if (field.number === 15)
      throw brokenModel(where, "it has sparse initializers", "Export it with dense weights.");
  }
  const known = unique(
    initializers.map(({ name: key, tensor }) => [key, tensor]),
    `${where}: initializer`,
  );
  // Old files list initializers as inputs too, with the initializer as what they are by default.
  return {
    name,
    inputs: inputs.filter((input) => !known.has(input.name)),
    outputs,
    nodes,
    initializers: known,
    values,
  };
}

interface Place {
  readonly where: string;
  readonly external: ReadExternal | undefined;
}

function decodeNode(field: Field, name: string, { where, external }: Place): Node {
  const node = { name: "", op: "", domain: "", inputs: new Array<string>(), outputs: new Array<string>() };
  const attributes: (readonly [string, Attribute])[] = [];
  for (const inner of field.message(name)) {
    const place = { where: `${where}.${name}`, external };
    if (inner.number === 1) node.inputs.push(inner.text());
    else if (inner.number === 2) node.outputs.push(inner.text());
    else if (inner.number === 3) node.name = inner.text();
    else if (inner.number === 4) node.op = inner.text();
    else if (inner.number === 5) attributes.push(decodeAttribute(inner, `attribute[${attributes.length}]`, place));
    else if (inner.number === 7) node.domain = domainOf(inner);
  }
  return { ...node, attributes: unique(attributes, `${where}.${name}: attribute`) };
}

/** What an attribute's message says, before it is known which of it counts. */
interface RawAttribute {
  name: string;
  code: number;
  float: number;
  int: number;
  string: string;
  tensor: NamedTensor | undefined;
  graph: Graph | undefined;
  readonly floats: number[];
  readonly ints: number[];
  readonly strings: string[];
}

function decodeAttribute(field: Field, label: string, { where, external }: Place): readonly [string, Attribute] {
  const raw: RawAttribute = {
    name: "",
    code: 0,
    float: 0,
    int: 0,
    string: "",
    tensor: undefined,
    graph: undefined,
    floats: [],
    ints: [],
    strings: [],
  };
  const place = `${where}.${label}`;
  for (const inner of field.message(label)) {
    if (inner.number === 1) raw.name = inner.text();
    else if (inner.number === 2) raw.float = inner.float();
    else if (inner.number === 3) raw.int = inner.int();
    else if (inner.number === 4) raw.string = inner.text();
    else if (inner.number === 5) raw.tensor = decodeTensor(inner, "tensor", { where: place, external });
    else if (inner.number === 6) raw.graph = decodeGraph(inner.message("graph"), `${place}.graph`, external);
    else if (inner.number === 7) for (const number of floatsOf(inner)) raw.floats.push(number);
    else if (inner.number === 8) for (const number of intsOf(inner, place)) raw.ints.push(number);
    else if (inner.number === 9) raw.strings.push(inner.text());
    else if (inner.number === 20) raw.code = inner.int();
  }
  const attribute = attributeOf(raw);
  if (attribute === undefined)
    throw brokenModel(place, `attribute \`${raw.name}\` is of a type that is not known (${raw.code})`, PLAIN);
  return [raw.name, attribute];
}

const PLAIN = "Export with attributes that are numbers, texts, tensors or graphs.";

function attributeOf({ code, float, int, string, tensor, graph, ...lists }: RawAttribute): Attribute | undefined {
  const found: readonly (Attribute | undefined)[] = [
    { kind: "float", value: float },
    { kind: "int", value: int },
    { kind: "string", value: string },
    tensor && { kind: "tensor", value: tensor.tensor },
    graph && { kind: "graph", value: graph },
    { kind: "floats", value: lists.floats },
    { kind: "ints", value: lists.ints },
    { kind: "strings", value: lists.strings },
  ];
  return found[code - 1];
}

function floatsOf(field: Field): Float32Array {
  const bytes = field.fixed(4).slice();
  return new Float32Array(bytes.buffer);
}

function intsOf(field: Field, where: string): number[] {
  const values = field.integers().map(Number);
  if (values.every(Number.isSafeInteger)) return values;
  throw brokenModel(where, `a whole number is beyond ${Number.MAX_SAFE_INTEGER}`, PLAIN);
}

/** A map of what may come only once. */
function unique<T>(entries: readonly (readonly [string, T])[], what: string): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const [key, value] of entries) {
    if (map.has(key)) throw brokenModel(`${what} "${key}"`, "it is there twice, expected once");
    map.set(key, value);
  }
  return map;
}
