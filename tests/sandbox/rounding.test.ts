import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roundedInList } from "../../src/sandbox/rounding.ts";

/** What an expression of `a` and `b` gives. */
function compute(expression: string, a: number, b: number): number {
  // oxlint-disable-next-line typescript/no-implied-eval -- computes the test's own expressions
  return (new Function("a", "b", "list", `return ${expression};`) as (...inputs: unknown[]) => number)(
    a,
    b,
    new Float32Array(1),
  );
}

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie("expression");
  const operator = fc.constantFrom("+", "-", "*", "/", "<", "**");
  return {
    expression: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom("a", "b", "0.1", "1e39", "true"),
      fc.tuple(inner, operator, inner).map(([x, sign, y]) => `((${x}) ${sign} (${y}))`),
      inner.map((x) => `Math.fround(${x})`),
      fc.tuple(inner, inner).map(([x, y]) => `Math.max(${x}, ${y})`),
      fc.tuple(inner, inner, inner).map(([x, y, z]) => `(${x} ? ${y} : ${z})`),
      fc.tuple(inner, inner).map(([x, y]) => `Math.fround(${x}, ${y})`),
    ),
  };
});

describe("rounding in a list", () => {
  test("gives the numbers of Math.fround, whatever is rounded", () => {
    fc.assert(
      fc.property(expression, fc.double(), fc.double({ min: -10, max: 10 }), (text, a, b) => {
        expect(compute(roundedInList(text, "list"), a, b)).toBe(compute(text, a, b));
      }),
      { numRuns: 500 },
    );
  });

  test("leaves code alone that has nothing to round, comments, or another number of values", () => {
    for (const code of [
      "Math.abs(a)",
      "Math.fround(a) /* ( */",
      "Math.fround(a) // )",
      "Math.fround()",
      "Math.fround(a, b)",
    ]) {
      expect(roundedInList(code, "list")).toBe(code);
    }
    expect(roundedInList("Math.fround(a + Math.fround((b)))", "list")).toBe(
      "(list[0] = a + (list[0] = (b), list[0]), list[0])",
    );
  });
});
