/** Writes one message of protobuf's wire format (https://protobuf.dev/programming-guides/encoding). */
export interface MessageWriter {
  /** A whole number; safe integers only. */
  int(field: number, value: number): void;
  /** A number in single precision. */
  float(field: number, value: number): void;
  bytes(field: number, value: Uint8Array): void;
  text(field: number, value: string): void;
  /** A message inside. */
  message(field: number, write: (message: MessageWriter) => void): void;
}

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/** The bytes of a message. */
export function writeMessage(write: (message: MessageWriter) => void): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const length = writeInto(parts, write);
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Appends the parts of a message; gives how many bytes they are together. */
function writeInto(parts: Uint8Array[], write: (message: MessageWriter) => void): number {
  let length = 0;
  const push = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  const bytes = (field: number, value: Uint8Array): void => {
    push(Uint8Array.from([...varint(BigInt(field * 8 + BYTES)), ...varint(BigInt(value.length))]));
    push(value);
  };
  write({
    int: (field, value) => push(Uint8Array.from([...varint(BigInt(field * 8 + VARINT)), ...varint(BigInt(value))])),
    float(field, value) {
      push(Uint8Array.from(varint(BigInt(field * 8 + FIXED32))));
      const four = new DataView(new ArrayBuffer(4));
      four.setFloat32(0, value, true);
      push(new Uint8Array(four.buffer));
    },
    bytes,
    text: (field, value) => bytes(field, new TextEncoder().encode(value)),
    message(field, inner) {
      const place = parts.length;
      const size = writeInto(parts, inner);
      parts.splice(place, 0, Uint8Array.from([...varint(BigInt(field * 8 + BYTES)), ...varint(BigInt(size))]));
      length += parts[place]!.length + size;
    },
  });
  return length;
}

function varint(value: bigint): number[] {
  const groups: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) groups.push(Number(rest & 127n) | 128);
  return [...groups, Number(rest)];
}
