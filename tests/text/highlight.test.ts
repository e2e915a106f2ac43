import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffCounts, diffRows, programRows } from "../../src/text/highlight.ts";
import { rowWidth } from "../../src/text/layout.ts";
import { anyText, textOf } from "./laws.ts";

const hostile = fc
  .array(fc.oneof(anyText, fc.constantFrom("\n", "\u001b[31m", "`", '"', "/*", "//", "\u202e", "${")), {
    maxLength: 12,
  })
  .map((parts) => parts.join(""));

/** Source texts as they are and as they stand in rows without folding. */
const shownText = (source: string): string => textOf(programRows(source, 500)).join("\n");

describe("program text in rows", () => {
  test("is never wider than asked and steers no terminal", () => {
    fc.assert(
      fc.property(hostile, hostile, fc.integer({ min: 0, max: 40 }), (a, b, columns) => {
        for (const line of [...programRows(a, columns), ...diffRows(a, b, columns)]) {
          expect(rowWidth(line)).toBeLessThanOrEqual(columns);
          expect(textOf([line])[0]).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("keeps every character of a harmless program", () => {
    const source = "export default function act(x) {\n  // go\n  return x > 1e-3 ? `a${x}\n` : /b/.test('c');\n}";
    expect(shownText(source)).toBe(source);
  });

  test("marks keywords, literals and comments, and nothing inside comments and strings", () => {
    const styled = programRows('return "if" + 4.5e3; // return 1', 80)[0]!;
    expect(styled.filter(({ style }) => style !== "plain")).toEqual([
      { text: "return", style: "keyword" },
      { text: '"if"', style: "literal" },
      { text: "4.5e3", style: "literal" },
      { text: "// return 1", style: "comment" },
    ]);
    expect(programRows("x1 = returned.if2", 80)[0]!.map(({ style }) => style)).toEqual(["plain"]);
  });

  test("marks comments and templates over many lines", () => {
    const rows = programRows("/* a\nb */ `c\nd` e", 80);
    expect(rows.map((line) => line.map(({ style }) => style).filter((style) => style !== "plain"))).toEqual([
      ["comment"],
      ["comment", "literal"],
      ["literal"],
    ]);
  });

  test("goes on in the next row, set in, where a line is too long", () => {
    expect(textOf(programRows("abcdefghijkl mnop", 10))).toEqual(["abcdefghij", "  kl mnop"]);
  });

  test("is scanned in time that grows with its length alone", () => {
    for (const source of ["/*".repeat(50_000), '"\\'.repeat(50_000), "`".repeat(100_001), "1_".repeat(50_000)]) {
      expect(programRows(source, 80).length).toBeGreaterThan(100);
    }
  });
});

describe("a difference of programs", () => {
  test("shows what is gone, what is new and the lines around", () => {
    const before = ["a", "b", "c", "d", "e", "f", "g"].join("\n");
    const after = ["a", "b", "c", "d", "E", "f", "g"].join("\n");
    expect(textOf(diffRows(before, after, 20, 1))).toEqual(["  d", "- e", "+ E", "  f"]);
    const both = diffRows(`x\n${before}`, `X\n${after}`, 20, 1);
    expect(textOf(both)).toEqual(["- x", "+ X", "  a", "@@", "  d", "- e", "+ E", "  f"]);
    expect(both[0]!.map(({ style }) => style)).toEqual(["removed", "removed"]);
    expect(diffCounts(before, after)).toEqual({ added: 1, removed: 1 });
  });

  test("is empty between equal programs", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(diffRows(text, text, 40)).toEqual([]);
      }),
    );
  });
});
