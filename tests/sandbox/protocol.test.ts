import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createFrameReader,
  frameBytesMax,
  fromChild,
  header,
  jsonFrame,
  parseResult,
  resultFrame,
  toChild,
  verdicts,
} from "../../src/sandbox/protocol.ts";

interface Frame {
  readonly kind: number;
  readonly body: Buffer;
}

const frames = fc.array(
  fc.record({ kind: fc.nat(255), body: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) }),
  { maxLength: 12 },
);

/** The frames that a reader sees when the bytes arrive cut at these places. */
function read(bytes: Buffer, cuts: readonly number[]): Frame[] {
  const seen: Frame[] = [];
  const take = createFrameReader((kind, body) => seen.push({ kind, body: Buffer.from(body) }));
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  for (let k = 1; k < places.length; k++) take(Buffer.from(bytes.subarray(places[k - 1], places[k])));
  return seen;
}

function bytesOf(list: readonly Frame[]): Buffer {
  return Buffer.concat(list.flatMap(({ kind, body }) => [header(kind, body.length), body]));
}

const results = fc.record({
  id: fc.nat(),
  verdict: fc.nat(verdicts.length - 1),
  failedCase: fc.nat(),
  message: fc.string({ unit: "grapheme", maxLength: 60 }),
  numbers: fc.float64Array({ noNaN: true, noDefaultInfinity: true }),
});

describe("frames", () => {
  test("arrive whole and in order, wherever the stream is cut", () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(), { maxLength: 20 }), (list, cuts) => {
        expect(read(bytesOf(list), cuts)).toEqual(list);
      }),
    );
  });

  test("arrive whole and in order byte by byte", () => {
    fc.assert(
      fc.property(frames, (list) => {
        const bytes = bytesOf(list);
        expect(read(bytes, [...bytes.keys()])).toEqual(list);
      }),
    );
  });

  test("are held back until they are whole", () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 4 }), (list, missing) => {
        const whole = bytesOf([...list, { kind: 1, body: Buffer.from("the last one") }]);
        expect(read(whole.subarray(0, whole.length - missing), [])).toEqual(list);
      }),
    );
  });

  test("that claim to be larger than allowed are refused before they are read", () => {
    const take = createFrameReader(() => {});
    expect(() => take(header(1, frameBytesMax + 1))).toThrow(RangeError);
    expect(() => createFrameReader(() => {})(header(1, frameBytesMax))).not.toThrow();
  });

  test("to the child hold JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const [frame] = read(jsonFrame(toChild.alone, value), []);
        expect(frame?.kind).toBe(toChild.alone);
        expect(JSON.parse(frame!.body.toString())).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("results", () => {
  test("are read as they were written, every number to the bit", () => {
    fc.assert(
      fc.property(results, (result) => {
        const [frame] = read(resultFrame(result), []);
        expect(frame?.kind).toBe(fromChild.result);
        const parsed = parseResult(frame!.body)!;
        expect({ ...parsed, numbers: [...parsed.numbers] }).toEqual({
          ...result,
          verdict: verdicts[result.verdict],
          numbers: [...result.numbers],
        });
      }),
    );
  });

  test("with numbers that are not finite are not believed", () => {
    for (const wrong of [NaN, Infinity, -Infinity]) {
      const frame = resultFrame({ id: 1, verdict: 0, failedCase: 0, message: "", numbers: Float64Array.of(1, wrong) });
      expect(parseResult(frame.subarray(5))).toBeUndefined();
    }
  });

  test.each<[string, (body: Buffer) => Buffer]>([
    ["nothing", () => Buffer.alloc(0)],
    ["less than the fixed part", (body) => body.subarray(0, 15)],
    ["half a number", (body) => body.subarray(0, body.length - 1)],
    ["a verdict that does not exist", (body) => (body.writeUInt32LE(5, 4), body)],
    ["a message longer than the frame", (body) => (body.writeUInt32LE(1000, 12), body)],
    ["a message that is too long", (body) => (body.writeUInt32LE(2 ** 32 - 1, 12), body)],
  ])("that hold %s are not believed", (_, spoil) => {
    const frame = resultFrame({ id: 1, verdict: 0, failedCase: 0, message: "why", numbers: Float64Array.of(1, 2) });
    expect(parseResult(Buffer.from(frame.subarray(5)))).toBeDefined();
    expect(parseResult(spoil(Buffer.from(frame.subarray(5))))).toBeUndefined();
  });

  test("of any bytes at all are read or not, but never break the reader", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const parsed = parseResult(Buffer.from(bytes));
        if (parsed === undefined) return;
        expect(verdicts).toContain(parsed.verdict);
        expect(parsed.message.length).toBeLessThanOrEqual(200);
        expect(parsed.numbers.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
