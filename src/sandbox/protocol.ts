import type { RunnerSetup } from "../../sandboxes/runner.ts";

/**
 * Frames between a lane and its sandbox child: a length of 4 bytes, a kind of 1 byte, then the body.
 * To the child the body is JSON, but for formulas; from it, binary. Everything that comes from the child is checked here.
 */
export const toChild = {
  /** The scenario and its cases: `Configuration`. */
  configure: 1,
  /** Confined programs, many to a call: `Together`. */
  together: 2,
  /** Programs one after the other, each in a fresh isolate: `Alone`. */
  alone: 3,
  /** Formulas, many to a call; in doubles: the id of the first (the others follow), then for each its length and words. */
  formulas: 4,
} as const;

/** The three things a child says. */
export const fromChild = {
  /** Configured, or ready after its start: an empty body. */
  ready: 1,
  /** Work on the program begins or goes on: its id (4 bytes). */
  started: 2,
  /** A verdict: id, verdict, failed case (4 bytes each), length of the message, the message, then doubles. */
  result: 3,
  /** The configuration or the shared realm cannot be made: a text. */
  broken: 4,
} as const;

export interface Configuration {
  readonly setup: RunnerSetup;
  /** The source of a function expression `(agents, instance, random) => answer`. */
  readonly play: string;
  /** The other agents' code. */
  readonly others: readonly AgentCode[];
  readonly wallMs: number;
  readonly memoryMb: number;
}

/** Code that passed the gate: a function expression (confined) or a factory that pays fuel (free). */
export interface AgentCode {
  readonly kind: "confined" | "free";
  readonly code: string;
}

export interface Together {
  readonly ids: readonly number[];
  readonly codes: readonly string[];
}

export interface Alone {
  readonly ids: readonly number[];
  readonly agents: readonly AgentCode[];
}

export const verdicts = ["ok", "crashed", "exhausted", "bad-action", "refused"] as const;
export type Verdict = (typeof verdicts)[number];

/** What the child says of one program. */
export interface Result {
  readonly id: number;
  readonly verdict: Verdict;
  /** The index of the case it failed on; 0 where it did not. */
  readonly failedCase: number;
  readonly message: string;
  /** For each case how many numbers the answer has, then these. */
  readonly numbers: Float64Array;
}

/** Frames may not be larger: 128 MiB. */
export const frameBytesMax = 128 * 1024 * 1024;

/** A frame with a JSON body. */
export function jsonFrame(kind: number, body: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(body));
  return Buffer.concat([header(kind, text.length), text]);
}

/** A frame with formulas, the first of which has this id. */
export function formulasFrame(id: number, formulas: readonly (readonly number[])[]): Buffer {
  const length = formulas.reduce((sum, formula) => sum + 1 + formula.length, 1);
  const body = new Float64Array(length);
  body[0] = id;
  let at = 1;
  for (const formula of formulas) {
    body[at] = formula.length;
    body.set(formula, at + 1);
    at += 1 + formula.length;
  }
  return Buffer.concat([header(toChild.formulas, body.byteLength), Buffer.from(body.buffer)]);
}

/** The header of a frame whose body has this many bytes. */
export function header(kind: number, bodyBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(5);
  bytes.writeUInt32LE(bodyBytes, 0);
  bytes.writeUInt8(kind, 4);
  return bytes;
}

/** The frame that says that a program begins. */
export function startedFrame(id: number): Buffer {
  const frame = Buffer.concat([header(fromChild.started, 4), Buffer.alloc(4)]);
  frame.writeUInt32LE(id, 5);
  return frame;
}

/** The frame of a result. */
export function resultFrame(result: Omit<Result, "verdict"> & { readonly verdict: number }): Buffer {
  const { id, verdict, failedCase, message, numbers } = result;
  const messageBytes = Buffer.byteLength(message);
  const frame = Buffer.allocUnsafe(21 + messageBytes + numbers.byteLength);
  frame.writeUInt32LE(frame.length - 5, 0);
  frame.writeUInt8(fromChild.result, 4);
  frame.writeUInt32LE(id, 5);
  frame.writeUInt32LE(verdict, 9);
  frame.writeUInt32LE(failedCase, 13);
  frame.writeUInt32LE(messageBytes, 17);
  frame.write(message, 21);
  frame.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), 21 + messageBytes);
  return frame;
}

/** Reads a result frame's body; undefined when it is malformed. */
export function parseResult(body: Buffer): Result | undefined {
  if (body.length < 16) return undefined;
  const verdict = verdicts[body.readUInt32LE(4)];
  const messageBytes = body.readUInt32LE(12);
  const doubleBytes = body.length - 16 - messageBytes;
  if (verdict === undefined || messageBytes > 1024 || doubleBytes < 0 || doubleBytes % 8 !== 0) return undefined;
  const numbers = new Float64Array(doubleBytes / 8);
  new Uint8Array(numbers.buffer).set(body.subarray(16 + messageBytes));
  for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return undefined;
  return {
    id: body.readUInt32LE(0),
    verdict,
    failedCase: body.readUInt32LE(8),
    message: body.toString("utf8", 16, 16 + messageBytes).slice(0, 200),
    numbers,
  };
}

/** Cuts a stream of bytes into frames. `take` returns false to stop; a frame that is too large is a protocol error. */
export function createFrameReader(take: (kind: number, body: Buffer) => void): (chunk: Buffer) => void {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let wanted = 5;
  return (chunk) => {
    held.push(chunk);
    heldBytes += chunk.length;
    while (heldBytes >= wanted) {
      const all = held.length === 1 ? held[0]! : Buffer.concat(held);
      let at = 0;
      while (all.length - at >= 5) {
        const bodyBytes = all.readUInt32LE(at);
        if (bodyBytes > frameBytesMax) throw new RangeError(`A frame of ${bodyBytes} bytes`);
        if (all.length - at < 5 + bodyBytes) break;
        take(all.readUInt8(at + 4), all.subarray(at + 5, at + 5 + bodyBytes));
        at += 5 + bodyBytes;
      }
      const rest = all.subarray(at);
      held = rest.length === 0 ? [] : [rest];
      heldBytes = rest.length;
      wanted = rest.length >= 5 ? 5 + rest.readUInt32LE(0) : 5;
    }
  };
}
