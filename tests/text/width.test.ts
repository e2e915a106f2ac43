import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toAscii } from "../../src/text/ascii.ts";
import { ascii, unicode } from "../../src/text/symbols.ts";
import { cut, fit, head, widthOf } from "../../src/text/width.ts";
import { anyText } from "./laws.ts";

const anyColumns = fc.integer({ min: -2, max: 40 });

describe("a text in columns", () => {
  test("takes one column a letter, two a wide character, and none a mark", () => {
    expect(["abc", "漢字", "🙂", "e\u0301", "±…▁│"].map(widthOf)).toEqual([3, 4, 2, 1, 4]);
  });

  test("is never wider than asked, whatever is in it", () => {
    fc.assert(
      fc.property(anyText, anyColumns, (text, columns) => {
        const room = Math.max(0, columns);
        expect(widthOf(head(text, columns))).toBeLessThanOrEqual(room);
        expect(widthOf(cut(text, columns))).toBeLessThanOrEqual(room);
        expect(text.startsWith(head(text, columns))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("is fitted to exactly the columns asked for", () => {
    fc.assert(
      fc.property(anyText, anyColumns, fc.constantFrom("left", "right"), (text, columns, align) => {
        // Marks at the edge of a text have no width of their own; with a space before them they may get one.
        fc.pre(!/^[\p{M}\u1160-\u11ff]|[\p{M}\p{Cf}\p{Cs}]$/u.test(text));
        expect(widthOf(fit(text, columns, { align }))).toBe(Math.max(0, columns));
      }),
      { numRuns: 500 },
    );
    expect(fit("0.5", 6, { align: "right" })).toBe("   0.5");
    expect(fit("wall-following", 8)).toBe("wall-fo…");
    expect(fit("wall-following", 8, { symbols: ascii })).toBe("wall-fo~");
  });

  test("stays as it is where it fits", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cut(text, widthOf(text) + 1)).toBe(text);
      }),
    );
  });

  test("keeps a character and its marks together", () => {
    expect(head("e\u0301e\u0301e\u0301", 2)).toBe("e\u0301e\u0301");
    expect(head("漢字", 3)).toBe("漢");
    expect(cut("👍🏽👍🏽", 3)).toBe("👍🏽…");
  });

  test("is cut in time that does not grow with what is cut off", () => {
    expect(head("漢".repeat(1_000_000), 4)).toBe("漢漢");
  });
});

describe("a terminal with nothing but ASCII", () => {
  test("gets printable ASCII of the same width, whatever the text is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(toAscii(text)).toMatch(/^[ -~]*$/);
      }),
    );
    for (const sign of [...unicode.levels, ...unicode.parts, ...unicode.shades, ...unicode.box, "⠤", "±", "漢"]) {
      expect(toAscii(sign)).toMatch(/^[ -~]+$/);
      expect(toAscii(sign)).toHaveLength(widthOf(sign));
    }
  });

  test("has a sign for each that others have, of the same width", () => {
    const flat = (value: unknown): string[] =>
      typeof value === "string" ? [value] : Object.values(value as object).flatMap(flat);
    const [a, b] = [flat({ ...ascii, name: "" }), flat({ ...unicode, name: "" })];
    expect(a.map(widthOf)).toEqual(b.map(widthOf));
    expect(a.join("")).toMatch(/^[ -~]*$/);
  });
});
