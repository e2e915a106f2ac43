import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneLine, sanitize, toJson } from "../../src/text/sanitize.ts";

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "\u001b[31m",
      "\u001b]8;;http://x\u0007",
      "\u202e",
      "\u2066",
      "\u200b",
      "\r",
      "\b",
      "\u009b",
      "\ud800",
      "\u{e0041}",
      "\u2028",
      "\n",
      "\t",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
  ),
});

describe("text that evolved", () => {
  test("steers no terminal: no control character but newline and tab, no change of direction, no half a character is printed", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const printed = sanitize(text);
        expect(/(?![\n\t])[\p{Cc}\p{Cf}]/u.test(printed)).toBe(false);
        expect(printed.isWellFormed()).toBe(true);
        expect(sanitize(printed)).toBe(printed);
      }),
    );
  });

  test("keeps everything that only prints", () => {
    const text = 'const ünïcode = "漢字 🙂";\n\treturn 1;\n';
    expect(sanitize(text)).toBe(text);
  });

  test("keeps to one line and its length where a line is its place", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 50 }), (text, lengthMax) => {
        const line = oneLine(text, lengthMax);
        expect(line.length).toBeLessThanOrEqual(lengthMax);
        expect(line).not.toMatch(/[\n\t]/);
      }),
    );
  });

  test("loses nothing in JSON, which needs no sanitising", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const json = toJson({ text });
        expect(sanitize(json)).toBe(json);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});
