import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCalculator, formulaWords } from "../../sandboxes/formula.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import { createRecogniser } from "../../src/sandbox/recognise.ts";
import type { Signature } from "../../src/scenario/scenario.ts";

const signature: Signature = {
  name: "f",
  about: "",
  parameters: [
    { name: "x", type: "number", about: "" },
    { name: "flag", type: "boolean", about: "" },
    { name: "y", type: "number", about: "" },
  ],
  returns: "number",
};
const header = "export default function f(x, flag, y) {\n  return ";
const recognisers = (["number", "boolean"] as const).map((returns) =>
  createRecogniser(header, { ...signature, returns }),
);
const calculate = createCalculator(formulaWords, 202);

/** The formula of an expression, where it has one. */
function formulaOf(expression: string): readonly number[] | undefined {
  const { bytes } = programKind.parse(`${header}${expression};\n}\n`);
  return recognisers.map((recognise) => recognise(bytes)?.formula).find((formula) => formula !== undefined);
}

/** What JavaScript makes of the expression, with truth values as 1 and 0. */
function plain(expression: string, inputs: readonly unknown[]): number {
  // oxlint-disable-next-line typescript/no-implied-eval -- the language itself is what formulas are held to
  return Number(new Function("x", "flag", "y", `return ${expression};`)(...inputs));
}

function expectSame(expression: string, inputs: readonly unknown[]): void {
  const words = Float64Array.from(formulaOf(expression)!);
  const value = calculate(words, 0, words.length, inputs);
  const wanted = plain(expression, inputs);
  expect(Object.is(value, wanted), `${expression} of ${inputs.join(", ")} is ${wanted}, got ${value}`).toBe(true);
}

const hostile = [0, -0, 1, -1, 0.1, -2.5, 31, 32, 33, 2 ** 31, -(2 ** 31), 2 ** 32 + 5, 2 ** 53, 5e-324, 1e308, -1e308];
const numbers = fc.oneof(fc.constantFrom(...hostile, NaN, Infinity, -Infinity), fc.double());
const inputs = fc.tuple(numbers, fc.boolean(), numbers);
const operators = "+ - * / % ** | & ^ << >> >>> < > <= >= == != === !== && ||".split(" ");
const functionsFrom = formulaWords.indexOf("sin");
const twoValuesFrom = formulaWords.indexOf("atan2");

const { number, truth } = fc.letrec<{ number: string; truth: string }>((tie) => {
  const [one, flag] = [tie("number"), tie("truth")];
  const either = fc.oneof(one, flag);
  const pair = (of: fc.Arbitrary<string>, among: readonly string[]) =>
    fc.tuple(of, fc.constantFrom(...among), of).map(([a, operator, b]) => `((${a}) ${operator} (${b}))`);
  const choice = (of: fc.Arbitrary<string>) => fc.tuple(either, of, of).map(([a, b, c]) => `(${a} ? ${b} : ${c})`);
  const call = (from: number, to: number) => fc.constantFrom(...formulaWords.slice(from, to));
  return {
    number: fc.oneof(
      { maxDepth: 5, depthSize: "medium" },
      fc.constantFrom("x", "y", "0", "2", "0.1", "1e308", "Math.PI"),
      pair(either, operators.slice(0, 12)),
      pair(one, operators.slice(20)),
      choice(one),
      fc.tuple(fc.constantFrom("-", "+", "~"), either).map(([sign, a]) => `${sign}(${a})`),
      fc.tuple(call(functionsFrom, twoValuesFrom), either).map(([name, a]) => `Math.${name}(${a})`),
      fc.tuple(call(twoValuesFrom, Infinity), either, either).map(([name, a, b]) => `Math.${name}(${a}, ${b})`),
    ),
    truth: fc.oneof(
      { maxDepth: 5, depthSize: "medium" },
      fc.constantFrom("flag", "true", "false"),
      pair(either, operators.slice(12, 18)),
      pair(one, operators.slice(18, 20)),
      pair(flag, operators.slice(18)),
      choice(flag),
      either.map((a) => `!(${a})`),
    ),
  };
});

describe("a formula", () => {
  test("is what JavaScript makes of the expression, bit for bit", () => {
    fc.assert(fc.property(fc.oneof(number, truth), inputs, expectSame), { numRuns: 5000 });
  });

  test.each(operators)("knows `%s` of every two hostile numbers", (operator) => {
    for (const x of hostile) for (const y of hostile) expectSame(`x ${operator} y`, [x, true, y]);
  });

  test.each(formulaWords.slice(functionsFrom))("knows `Math.%s` of hostile numbers", (name) => {
    const call = formulaWords.indexOf(name) < twoValuesFrom ? `Math.${name}(x)` : `Math.${name}(x, y)`;
    for (const x of hostile) for (const y of hostile) expectSame(call, [x, true, y]);
  });

  test("holds as many values as the deepest program", () => {
    const levels = 49;
    expectSame(`${"x ? y : (".repeat(levels)}x${")".repeat(levels)}`, [0, true, 1]);
    expectSame(`${"Math.max(x, ".repeat(levels)}y${")".repeat(levels)}`, [0, true, 1]);
  });

  test.each([
    ["a comparison of types", "x === flag"],
    ["a value of either type", "(flag ? x : false) + 1"],
    ["a function without what it takes", "Math.max(x)"],
    ["a function with more than it takes", "Math.sin(x, y)"],
  ])("is not made of %s", (_, expression) => {
    expect(recognisers.some((recognise) => recognise(`${header}${expression};\n}\n`) !== undefined)).toBe(true);
    expect(formulaOf(expression)).toBeUndefined();
  });
});
