import { brokenModel, EXPORT_AGAIN } from "./broken.ts";

/** One field of a message that is read. Each reading throws `UserError` where the field holds something else. */
export interface Field {
  readonly number: number;
  /** A whole number within the safe integers. */
  int(): number;
  /** Single precision. */
  float(): number;
  /** A view, not a copy. */
  bytes(): Uint8Array;
  text(): string;
  /** The fields of a message inside, which messages call by this name. */
  message(name: string): Iterable<Field>;
  /** Whole numbers of 64 bits, where a field holds one, or many in a row. */
  integers(): bigint[];
  /** The bytes of numbers of this width, where a field holds one, or many in a row. */
  fixed(width: 4 | 8): Uint8Array;
}

/** How much is read at most, of what may have been made to hurt. */
export interface ReadLimits {
  /** How deep messages are inside each other. */
  readonly depthMax: number;
  /** How many fields there are in all. */
  readonly fieldsMax: number;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const HOLDS: Readonly<Record<number, string>> = { 0: "a number", 1: "8 bytes", 2: "a text or message", 5: "4 bytes" };

/** Where the reading is. */
interface Cursor {
  readonly bytes: Uint8Array;
  /** What is read, for messages. */
  readonly where: string;
  readonly depth: number;
  readonly limits: ReadLimits;
  /** Counts the fields of the whole file. */
  readonly count: { fields: number };
  /** Where the file starts in its buffer. */
  readonly origin: number;
  at: number;
}

/** The fields of a message, one by one. Throws `UserError` where the bytes are none. */
export function readFields(bytes: Uint8Array, where: string, limits: ReadLimits): Iterable<Field> {
  // A Buffer would hand out Buffers, whose slices are no copies.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return fieldsAt({ bytes: plain, where, depth: 0, limits, count: { fields: 0 }, origin: bytes.byteOffset, at: 0 });
}

function* fieldsAt(cursor: Cursor): Generator<Field> {
  const { bytes, where, depth, limits } = cursor;
  if (depth > limits.depthMax) throw brokenModel(where, `messages are nested deeper than ${limits.depthMax}`, TOO_MUCH);
  while (cursor.at < bytes.length) {
    const at = cursor.at;
    const tag = Number(varint(cursor));
    countField(cursor);
    const number = Math.floor(tag / 8);
    if (number < 1 || number > 536_870_911) throw broken(cursor, at, `field number ${number} does not exist`);
    yield fieldOf(cursor, { number, wire: tag % 8, at });
  }
}

function countField({ where, limits, count }: Cursor): void {
  if (++count.fields > limits.fieldsMax)
    throw brokenModel(where, `there are more than ${limits.fieldsMax} fields and numbers`, TOO_MUCH);
}

function fieldOf(
  cursor: Cursor,
  { number, wire, at }: { readonly number: number; readonly wire: number; readonly at: number },
): Field {
  const held = payload(cursor, wire, at);
  const expect = (...wires: readonly number[]): void => {
    if (wires.includes(wire)) return;
    throw broken(cursor, at, `field ${number} holds ${HOLDS[wire]}, expected ${HOLDS[wires[0]!]}`);
  };
  const inside = (name: string): Cursor => ({
    ...cursor,
    bytes: held,
    where: `${cursor.where}.${name}`,
    depth: cursor.depth + 1,
    at: 0,
  });
  return {
    number,
    int() {
      expect(VARINT);
      const value = varint(inside(`field ${number}`));
      if (!Number.isSafeInteger(Number(value)))
        throw broken(cursor, at, `field ${number} holds ${value}, expected at most ${Number.MAX_SAFE_INTEGER}`);
      return Number(value);
    },
    float() {
      expect(FIXED32);
      return new DataView(held.buffer, held.byteOffset).getFloat32(0, true);
    },
    bytes() {
      expect(BYTES);
      return held;
    },
    text() {
      expect(BYTES);
      try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(held);
      } catch {
        throw broken(cursor, at, `field ${number} is no text in UTF-8`);
      }
    },
    message(name) {
      expect(BYTES);
      return fieldsAt(inside(name));
    },
    integers() {
      expect(VARINT, BYTES);
      return varints(inside(`field ${number}`));
    },
    fixed(width) {
      expect(width === 4 ? FIXED32 : FIXED64, BYTES);
      if (held.length % width !== 0)
        throw broken(cursor, at, `field ${number} has ${held.length} bytes, expected a multiple of ${width}`);
      return held;
    },
  };
}

/** The bytes of a field after its tag; moves on behind them. */
function payload(cursor: Cursor, wire: number, at: number): Uint8Array {
  let length: number;
  const start = cursor.at;
  switch (wire) {
    case VARINT:
      varint(cursor);
      return cursor.bytes.subarray(start, cursor.at);
    case FIXED64:
      length = 8;
      break;
    case BYTES:
      length = Number(BigInt.asUintN(64, varint(cursor)));
      break;
    case FIXED32:
      length = 4;
      break;
    default:
      throw broken(cursor, at, `a field is of wire type ${wire}, expected 0, 1, 2 or 5`);
  }
  const left = cursor.bytes.length - cursor.at;
  if (length > left) throw broken(cursor, at, `a field says that ${length} bytes follow, ${left} are left`);
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
}

/** Numbers up to the end, each of which counts as a field. */
function varints(cursor: Cursor): bigint[] {
  const values: bigint[] = [];
  while (cursor.at < cursor.bytes.length) {
    values.push(varint(cursor));
    countField(cursor);
  }
  return values;
}

/** A number of variable length, signed, 64 bits. */
function varint(cursor: Cursor): bigint {
  const { bytes, at } = cursor;
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw broken(cursor, at, "it ends in the middle of a number");
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) {
      cursor.at = at + i + 1;
      return BigInt.asIntN(64, value);
    }
  }
  throw broken(cursor, at, "a number goes on for more than 10 bytes");
}

function broken(cursor: Cursor, at: number, what: string): Error {
  return brokenModel(`${cursor.where}, byte ${cursor.bytes.byteOffset - cursor.origin + at}`, what, EXPORT_AGAIN);
}

const TOO_MUCH = "Models of this size are not read; export a smaller one.";
