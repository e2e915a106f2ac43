import { type Code, type Local, localOf, unsigned } from "./instructions.ts";

/** One function being written: its parameters are whole numbers of 32 bits, and it returns nothing. */
export interface FunctionDraft {
  readonly parameters: readonly Local[];
  i32(): Local;
  v128(): Local;
  /** A module that takes `memory` from `host` and exports this function as `run`. */
  moduleOf(statement: Code): Uint8Array<ArrayBuffer>;
}

const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const types = { i32: 0x7f, v128: 0x7b } as const;

export function draftFunction(parameters: number): FunctionDraft {
  const locals: number[] = [];
  const local = (type: number): Local => localOf(parameters + locals.push(type) - 1);
  return {
    parameters: Array.from({ length: parameters }, (_, index) => localOf(index)),
    i32: () => local(types.i32),
    v128: () => local(types.v128),
    moduleOf(statement) {
      const body = [...vector(locals.map((type) => [1, type])), ...statement, 0x0b];
      return Uint8Array.from([
        ...header,
        ...section(1, [[0x60, ...vector(Array.from({ length: parameters }, () => [types.i32])), ...vector([])]]),
        ...section(2, [[...text("host"), ...text("memory"), 0x02, 0x00, 0x01]]),
        ...section(3, [[0x00]]),
        ...section(7, [[...text("run"), 0x00, 0x00]]),
        ...section(10, [[...unsigned(body.length), ...body]]),
      ]);
    },
  };
}

function section(id: number, items: readonly Code[]): Code {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): Code {
  return vector([...new TextEncoder().encode(value)].map((byte) => [byte]));
}
