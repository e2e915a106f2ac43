import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { programKind } from "../../src/genome/kinds/program.ts";
import { createGate, rule } from "../../src/sandbox/gate.ts";
import { createRecogniser } from "../../src/sandbox/recognise.ts";
import type { Limits, Signature } from "../../src/scenario/scenario.ts";
import { contexts, programsOf } from "../variation/worlds.ts";
import { anyExpression } from "./any-program.ts";

const signature: Signature = {
  name: "f",
  about: "",
  parameters: [
    { name: "x", type: "number", about: "" },
    { name: "flag", type: "boolean", about: "" },
    { name: "list", type: "number[]", about: "", lengthMax: 5 },
  ],
  returns: "number",
};
const signatures = [signature, { ...signature, returns: "boolean" }] as const;
const limits: Limits = { fuel: 1000, calls: 10, wallMs: 100, answer: 1 };
const header = "export default function f(x, flag, list) {\n  return ";
const agent = (expression: string): string => `${header}${expression};\n}\n`;

/** The gate with the recogniser rules as the parser does alone. */
function expectSameRuling(source: string): void {
  for (const one of signatures) {
    const ruling = createGate(one, limits)(source);
    // A formula is known beside the code, and only here.
    expect({ ...ruling, formula: undefined }).toEqual(rule(source, one, limits));
  }
}

function recognised(source: string): boolean {
  return signatures.some((one) => createRecogniser(header, one)(source) !== undefined);
}

const pieces = fc.constantFrom(
  ..."x flag list Math Math.PI Math.sin Math.max .length true 0 1 0.5 1e3 1e+21 08 1n 1. .5 undefined".split(" "),
  ..."( ) [ ] , ? : ! ~ - + -- ++ ** * / // /* */ % < <= >>> === = == && || ?? ?. . ; } { => in ` '".split(" "),
  " ",
  " ",
  " ",
  "  ",
  "\n",
  "\t",
  "\u00a0",
  "\u2028",
  "é",
  "\\u0061",
  ", ",
  " : ",
  " ? ",
  " - ",
  " ** ",
  " * ",
);

/** Canonical text with a few pieces in the place of some characters. */
const damaged: fc.Arbitrary<string> = fc
  .tuple(
    anyExpression.map(canonical),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.array(pieces, { maxLength: 2 })), { maxLength: 3 }),
  )
  .map(([text, damages]) => {
    let source = text;
    for (const [place, length, put] of damages) {
      const at = place % (source.length + 1);
      source = source.slice(0, at) + put.join("") + source.slice(at + length);
    }
    return source;
  });

function canonical(expression: string): string {
  try {
    return programKind.parse(agent(expression)).bytes;
  } catch {
    return agent(expression);
  }
}

describe("the recogniser", () => {
  test("agrees with the parser on every expression", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => expectSameRuling(canonical(expression))),
      { numRuns: 2000 },
    );
  });

  test("agrees with the parser on damaged programs", () => {
    fc.assert(fc.property(damaged, expectSameRuling), { numRuns: 5000 });
  });

  test("agrees with the parser on any row of tokens", () => {
    const row = fc.array(pieces, { maxLength: 8 }).map((tokens) => agent(tokens.join("")));
    fc.assert(fc.property(row, expectSameRuling), { numRuns: 5000 });
  });

  test.each(contexts)("knows random expressions wherever the parser proves them, of %s", (_, context) => {
    const { name, parameters } = context.signature;
    const start = `export default function ${name}(${parameters.map((one) => one.name).join(", ")}) {\n  return `;
    const recognise = createRecogniser(start, context.signature);
    const expressions = { ...context, primitives: { ...context.primitives, statements: false } };
    let known = 0;
    for (const genome of programsOf(expressions, 300)) {
      const ruling = rule(genome.bytes, context.signature, limits);
      expect(recognise(genome.bytes)?.code).toBe(ruling.kind === "confined" ? ruling.code : undefined);
      if (ruling.kind === "confined") known++;
    }
    expect(known).toBeGreaterThan(150);
  });

  test.each([
    ["a sum", "x + 1"],
    ["signs", "- -x - -1 + ~x"],
    ["a power of a sum", "(x + 1) ** -2"],
    ["powers from the right", "x ** 2 ** x"],
    ["a chain of conditions", "flag ? 1 : x < 2 ? list[0] * 2 : 3"],
    ["an element at a computed index", "list[list.length - 1] + 0"],
    ["nested calls", "Math.max(Math.sin(x), Math.PI, 1e-7) * 1"],
    ["a comparison of comparisons", "x < 1 === !flag"],
    ["bits", "x << 2 | x & 3 ^ x >>> 1"],
  ])("knows %s", (_, expression) => {
    expect(recognised(agent(expression))).toBe(true);
    expectSameRuling(agent(expression));
  });

  test.each([
    ["a signed power", "-x ** 2"],
    ["a decrement", "--x + 1"],
    ["a decrement between", "x - --x"],
    ["a sequence", "(x, 1)"],
    ["an assignment", "(x = 1)"],
    ["a call of what is no function of Math", "Math.random()"],
    ["nine arguments", "Math.max(1, 2, 3, 4, 5, 6, 7, 8, 9)"],
    ["an unknown name", "y"],
    ["a list as it is", "list"],
    ["a mixed value", "flag ? 1 : true"],
    ["a comment", "x /* */ + 1"],
    ["a regular expression", "x / /1/"],
    ["an octal number", "010"],
    ["a number that goes on", "1in"],
    ["another statement behind", "1;\n  return 2"],
    ["a line break that ends the statement", "\n  1"],
    ["nothing", ""],
  ])("does not know %s", (_, expression) => {
    expect(recognised(agent(expression))).toBe(false);
    expectSameRuling(agent(expression));
  });

  test.each([99, 100, 101, 5000])("follows a tree of %i levels as far as the parser does", (levels) => {
    const sum = Array.from({ length: levels }, () => "x").join(" + ");
    const call = `${"Math.sin(".repeat(levels - 1)}x${")".repeat(levels - 1)}`;
    for (const expression of [sum, call]) {
      expect(recognised(agent(expression))).toBe(levels <= 100);
      expectSameRuling(agent(expression));
    }
  });

  test("leaves another layout or name of the function to the parser", () => {
    for (const source of ["export default function g(x) { return x; }", "export default (x) => x;", ""]) {
      expect(recognised(source)).toBe(false);
      expectSameRuling(source);
    }
  });

  test("is not asked where a call could cost more than its fuel", () => {
    const poor = { ...limits, fuel: limits.calls - 1 };
    expect(createGate(signature, poor)(agent("x")).kind).toBe("free");
  });
});
