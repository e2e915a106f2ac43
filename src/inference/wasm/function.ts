import { bytesOf, type Code, f64x2, i32, type Local, localOf, sizeOf, unsigned } from "./instructions.ts";

/** One function being written: its parameters are whole numbers of 32 bits. */
export interface FunctionDraft {
  readonly parameters: readonly Local[];
  i32(): Local;
  v128(): Local;
  /** Two times these 64 bits, which lie at the beginning of memory number 0 as soon as there is an instance. */
  constant(each: bigint): Code;
  /** Bytes that constants take by now. */
  constantBytes(): number;
  /** A module that takes what it needs from `host` and exports this function as `run`. */
  moduleOf(statement: Code, needs?: Needs): Uint8Array<ArrayBuffer>;
}

/** What a function is given, and gives. */
export interface Needs {
  /** Memories by name, the first of which is number 0; only `memory` unless told. */
  readonly memories?: readonly string[];
  /** Functions, the first of which is number 0. */
  readonly functions?: readonly Needed[];
  /** Whether it gives a whole number, which the statement leaves. */
  readonly gives?: boolean;
}

/** A function of the host's. */
export interface Needed {
  readonly name: string;
  readonly takes: readonly Type[];
  readonly gives: readonly Type[];
}

type Type = keyof typeof types;

const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const types = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;

export function draftFunction(parameters: number): FunctionDraft {
  const locals: number[] = [];
  const constants: bigint[] = [];
  const local = (type: number): Local => localOf(parameters + locals.push(type) - 1);
  return {
    parameters: Array.from({ length: parameters }, (_, index) => localOf(index)),
    i32: () => local(types.i32),
    v128: () => local(types.v128),
    constant(each) {
      if (!constants.includes(each)) constants.push(each);
      return f64x2.load(i32.of(0), 16 * constants.indexOf(each));
    },
    constantBytes: () => 16 * constants.length,
    moduleOf(statement, { memories = ["memory"], functions = [], gives = false } = {}) {
      const body = [vector(locals.map((type) => [1, type])), statement, 0x0b];
      const own = signature(
        Array.from({ length: parameters }, () => "i32"),
        gives ? ["i32"] : [],
      );
      const data = new Uint8Array(BigUint64Array.from(constants.flatMap((each) => [each, each])).buffer);
      const sections = [
        section(1, [own, ...functions.map((one) => signature(one.takes, one.gives))]),
        section(2, [
          ...memories.map((name) => [text("host"), text(name), 0x02, 0x00, 0x01]),
          ...functions.map(({ name }, i) => [text("host"), text(name), 0x00, unsigned(i + 1)]),
        ]),
        section(3, [[0x00]]),
        section(7, [[text("run"), 0x00, unsigned(functions.length)]]),
        section(10, [[unsigned(sizeOf(body)), body]]),
        ...(constants.length === 0 ? [] : [section(11, [placed(data)])]),
      ];
      return bytesOf([header, sections]);
    },
  };
}

/** Data at the beginning of memory number 0. */
function placed(data: Uint8Array): Code {
  return [0x00, i32.of(0), 0x0b, unsigned(data.length), [...data]];
}

function signature(takes: readonly Type[], gives: readonly Type[]): Code {
  return [0x60, vector(takes.map((type) => [types[type]])), vector(gives.map((type) => [types[type]]))];
}

function section(id: number, items: readonly Code[]): Code {
  const content = vector(items);
  return [id, unsigned(sizeOf(content)), content];
}

function vector(items: readonly Code[]): Code {
  return [unsigned(items.length), items];
}

function text(value: string): Code {
  return vector([...new TextEncoder().encode(value)].map((byte) => [byte]));
}
