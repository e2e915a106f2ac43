import { parse } from "acorn";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { confinedCost } from "../../src/sandbox/confine.ts";
import { instrument } from "../../src/sandbox/instrument.ts";
import type { Signature, ValueType } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { rampedProgram } from "../../src/variation/operators/random-program.ts";
import { contexts } from "../variation/worlds.ts";
import { anyBody } from "./any-program.ts";

const lengthMax = 5;
const signature: Signature = {
  name: "f",
  about: "",
  parameters: [
    { name: "x", type: "number", about: "" },
    { name: "flag", type: "boolean", about: "" },
    { name: "list", type: "number[]", about: "", lengthMax },
  ],
  returns: "number",
};
const answersYes: Signature = { ...signature, returns: "boolean" };

function costOf(source: string, of: Signature): number | undefined {
  const entry = parse(source, { ecmaVersion: 2024, sourceType: "module" }).body[0];
  return entry?.type === "ExportDefaultDeclaration" ? confinedCost(entry.declaration, of) : undefined;
}

const agent = (body: string): string => `export default function f(x, flag, list) { ${body} }`;

type AgentFunction = (...inputs: unknown[]) => unknown;
type Factory = (fuel: { n: number; d: number }, blow: () => never) => AgentFunction;

/** The function as it is, without any guard. */
function raw(source: string): AgentFunction {
  // oxlint-disable-next-line typescript/no-implied-eval -- proven harmless, which is the point of the test
  return new Function(`"use strict"; return (${source.replace("export default ", "")}\n);`)() as AgentFunction;
}

/** Runs it with fuel and counts the ticks. */
function metered(source: string, inputs: readonly unknown[]): { readonly value: unknown; readonly ticks: number } {
  const code = instrument(parse(source, { ecmaVersion: 2024, sourceType: "module" }));
  // oxlint-disable-next-line typescript/no-implied-eval -- the same
  const factory = new Function(`return ${code};`)() as Factory;
  const fuel = { n: 1e9, d: 0 };
  const value = factory(fuel, () => {
    throw new Error("spent");
  })(...inputs);
  expect(fuel.d).toBe(0);
  return { value, ticks: 1e9 - fuel.n };
}

function arbitraryOf(type: ValueType, longest: number): fc.Arbitrary<unknown> {
  if (type === "boolean") return fc.boolean();
  return type === "number" ? fc.double() : fc.array(fc.double(), { maxLength: longest });
}

function inputsOf({ parameters }: Signature): fc.Arbitrary<unknown[]> {
  return fc.tuple(...parameters.map(({ type, lengthMax: longest = 64 }) => arbitraryOf(type, longest)));
}

/** What a proof promises: no throw, the right type, no more ticks than said, nothing changed. */
function checkPromises(source: string, of: Signature, inputs: readonly unknown[]): void {
  const cost = costOf(source, of)!;
  const frozen = inputs.map((input) => (Array.isArray(input) ? Object.freeze([...input]) : input));
  const before = JSON.stringify(inputs);
  const run = raw(source);
  const value = run(...frozen);
  expect(typeof value).toBe(of.returns);
  expect(run(...frozen)).toBe(value);
  expect(JSON.stringify(frozen)).toBe(before);
  const { value: again, ticks } = metered(source, frozen);
  expect(again).toBe(value);
  expect(ticks).toBeLessThanOrEqual(cost);
}

describe("a program that is proven confined", () => {
  test.each(contexts)("keeps its promises when it is random, of %s", (_, context) => {
    let proven = 0;
    const property = fc.property(fc.nat(), inputsOf(context.signature), (seed, inputs) => {
      // Now and then nothing is made: the generator may give up, and its emitter asks again.
      const source = rampedProgram.vary([], context, randomFromSeed(seed))?.bytes;
      if (source === undefined || costOf(source, context.signature) === undefined) return;
      proven++;
      checkPromises(source, context.signature, inputs);
    });
    fc.assert(property, { numRuns: 1500 });
    expect(proven).toBeGreaterThan(750);
  });

  test("keeps its promises when its text is any text that can be proven", () => {
    let proven = 0;
    const property = fc.property(anyBody, inputsOf(signature), (body, inputs) => {
      const source = agent(body);
      for (const of of [signature, answersYes]) {
        if (costOf(source, of) === undefined) continue;
        proven++;
        checkPromises(source, of, inputs);
      }
    });
    fc.assert(property, { numRuns: 6000 });
    expect(proven).toBeGreaterThan(300);
  });

  test.each([
    "return x;",
    "return -x + +flag;",
    "return list[0] | 0;",
    "return list[x] * 2;",
    "return list[list.length - 1] + 1;",
    "return flag ? x : Math.PI;",
    "return Math.max(x, list[2]) + x;",
    "let s = 0; for (let i = 0; i < list.length; i++) { s += list[i]; } return s;",
    "let s = 0; for (let i = 0; i < 9; i++) { for (let j = 0; j <= 9; j++) { s++; } } return s;",
    "const y = x > 1 && flag; let z = 1; if (y) { z = 2; } else z *= 3; return z;",
    "if (flag) return 1; else { return 2; }",
    "{ const y = 1; x = y; } return x;",
  ])("may be as rich as: %s", (body) => {
    const cost = costOf(agent(body), signature);
    expect(cost).toBeGreaterThanOrEqual(1);
    for (const inputs of [
      [1.5, true, [1, 2, 3]],
      [-0, false, []],
      [NaN, true, [Infinity, -0, NaN, 1, 2]],
    ]) {
      checkPromises(agent(body), signature, inputs);
    }
  });
});

describe("no proof is found for", () => {
  test.each<[string, string]>([
    ["a local that hides Math", "const Math = { max: list }; return 1;"],
    ["a nested function that hides Math", "function Math() {} return 1;"],
    ["a name declared twice in nested blocks", "let y = 1; { let y = 2; x = y; } return y;"],
    ["a local read before its declaration", "x = y; let y = 1; return x;"],
    ["a local read in its own declaration", "let y = y + 1; return y;"],
    ["a local read after its block", "if (flag) { let y = 1; } return y;"],
    ["a counter read after its loop", "for (let i = 0; i < 3; i++) {} return i;"],
    ["a var", "var y = 1; return y;"],
    ["a local without a value", "let y; return y;"],
    ["the function's own name", "return f(x);"],
    ["a change of the function's name", "f = 1; return x;"],
    ["a global", "return globalThis.x;"],
    ["an undeclared name", "return y;"],
    ["a change of something undeclared", "y = 1; return x;"],
    ["this", "return this.x;"],
    ["arguments", "return arguments[0];"],
    ["arguments by index and length", "let s = 0; for (let i = 0; i < arguments.length; i++) { s++; } return s;"],
    ["undefined", "return undefined;"],
    ["null", "return null;"],
    ["a text", 'return "1";'],
    ["a text as a key", 'return list["constructor"];'],
    ["a property other than the length", "return list.constructor;"],
    ["a method of a list", "return list.at(0);"],
    ["a key that may be no number", "return list[list[0]];"],
    ["a key made by a comma", "return list[(x, 1)];"],
    ["an optional element", "return list?.[0] + 1;"],
    ["a key of a number", "return x[0];"],
    ["an element of Math by a computed key", 'return Math["max"](1);'],
    ["an element of Math by a number", "return Math[0];"],
    ["an optional call of Math", "return Math.max?.(1);"],
    ["an optional member of Math", "return Math?.max(1);"],
    ["Math.random", "return Math.random();"],
    ["a member of Math that is no function", "return Math.constructor(1);"],
    ["a function of Math taken off", "return Math.max;"],
    ["Math itself", "return Math;"],
    ["Math.max of a spread", "return Math.max(...list);"],
    ["Math.max of a list", "return Math.max(list);"],
    ["a change of a list", "list[0] = 1; return x;"],
    ["a change of a list's length", "list.length = 0; return x;"],
    ["a list that is replaced", "list = x; return x;"],
    ["a list as a value", "return +list;"],
    ["a list in a local", "const y = list; return y[0];"],
    ["a change of a constant", "const y = 1; y = 2; return y;"],
    ["a change of the counter", "for (let i = 0; i < 9; i++) { i = 0; } return x;"],
    ["a step back of the counter", "for (let i = 0; i < 9; i++) { i--; } return x;"],
    ["a compound change of the counter", "for (let i = 0; i < 9; i++) { i -= 1; } return x;"],
    ["a loop that counts another", "for (let i = 0; x < 9; i++) {} return x;"],
    ["a loop that counts down", "for (let i = 9; i > 0; i--) {} return x;"],
    ["a loop with a greater step", "for (let i = 0; i < 9; i += 0) {} return x;"],
    ["a loop with a bound that changes", "for (let i = 0; i < x; i++) { x++; } return x;"],
    ["a loop without a bound", "for (let i = 0; ; i++) {} return x;"],
    ["a loop without a step", "for (let i = 0; i < 9;) {} return x;"],
    ["a loop that starts at a name", "for (let i = x; i < 9; i++) {} return x;"],
    ["a loop that starts below zero", "for (let i = -1e9; i < 9; i++) {} return x;"],
    ["a loop with two counters", "for (let i = 0, j = 0; i < 9; i++) {} return x;"],
    ["a loop with a constant counter", "for (const i = 0; i < 9; i++) {} return x;"],
    ["a loop with too many rounds", "for (let i = 0; i < 5000; i++) {} return x;"],
    ["a loop with endlessly many rounds", "for (let i = 0; i < 1e999; i++) {} return x;"],
    ["a loop over the length of something else", "for (let i = 0; i < x.length; i++) {} return x;"],
    ["a while loop", "while (flag) {} return x;"],
    ["a do loop", "do {} while (flag); return x;"],
    ["a for-of loop", "for (const y of list) { x += y; } return x;"],
    ["a for-in loop", "for (const y in list) {} return x;"],
    ["a continue to a label", "a: for (let i = 0; i < 9; i++) { continue a; } return x;"],
    ["a break", "for (let i = 0; i < 9; i++) { break; } return x;"],
    ["a switch", "switch (x) { default: return 1; }"],
    ["a throw", "throw x;"],
    ["a try", "try { return 1; } finally { x = 2; }"],
    ["an assignment inside an expression", "return (x = 2);"],
    ["a step inside an expression", "return x++;"],
    ["a comma expression", "return (x, 1);"],
    ["an expression as a statement", "x; return x;"],
    ["an arrow", "return (() => x)();"],
    ["a template", "return `${x}`;"],
    ["a tagged template", "return Math.max`1`;"],
    ["a regexp", "return /a/ * 1;"],
    ["an object with a valueOf", "return +{ valueOf() { return 1; } };"],
    ["a getter", "return { get a() { return 1; } }.a;"],
    ["a list literal", "return [1][0];"],
    ["a destructured local", "const { a } = list; return x;"],
    ["a destructured list", "const [a] = list; return x;"],
    ["typeof", "return typeof x;"],
    ["void", "return void 0;"],
    ["delete", "return delete list[0];"],
    ["in", "return 0 in list;"],
    ["instanceof", "return x instanceof Math;"],
    ["a class", "class A {} return 1;"],
    ["a constructor", "return new Math.max(1);"],
    ["a nullish choice", "return list[9] ?? 1;"],
    ["a logical assignment", "x &&= 1; return x;"],
    ["the wrong type", "return flag;"],
    ["the wrong type in one branch", "return flag ? x : flag;"],
    ["an element returned as it is, which may be missing", "return list[9];"],
    ["an element stored as it is", "const y = list[9]; return +y;"],
    ["a missing element behind a choice", "return x || list[9];"],
    ["an element stored in a local as it is", "x = list[0]; return x;"],
    ["a boolean stored where a number was", "x = flag; return x;"],
    ["a number stored where a boolean was", "flag = x; return x;"],
    ["no return at all", "x = 1;"],
    ["a return in one branch only", "if (flag) { return 1; }"],
    ["a return in a loop only", "for (let i = 0; i < 9; i++) { return 1; }"],
    ["an empty return", "return;"],
    ["a bigint", "return 1n;"],
  ])("%s", (_, body) => {
    expect(costOf(agent(body), signature)).toBeUndefined();
  });

  test.each<[string, string]>([
    ["a generator", "export default function* f(x) { return 1; }"],
    ["a default value", "export default function f(x = list()) { return 1; }"],
    ["a destructured parameter", "export default function f({ x }) { return 1; }"],
    ["a rest parameter", "export default function f(...x) { return 1; }"],
    ["more parameters than there are", "export default function f(x, flag, list, more) { return 1; }"],
    ["a parameter called Math", "export default function f(Math) { return Math.max(1); }"],
    ["a function called Math", "export default function Math(x) { return Math.max(1); }"],
    ["an arrow", "export default (x) => x;"],
    ["a class", "export default class {}"],
  ])("%s", (_, source) => {
    expect(costOf(source, signature)).toBeUndefined();
  });

  test("an agent that is to return a list", () => {
    expect(costOf(agent("return x;"), { ...signature, returns: "number[]" })).toBeUndefined();
  });
});

describe("the cost of a confined program", () => {
  test.each([
    ["list.length", (lengthMax + 1) * 1],
    ["10", 11],
  ])("counts the rounds up to %s, one more than can be", (bound, rounds) => {
    const bare = costOf(agent("return x;"), signature)!;
    const cost = costOf(agent(`for (let i = 0; i < ${bound}; i++) {} return x;`), signature)!;
    expect(cost - bare).toBeGreaterThanOrEqual(rounds);
    expect(cost - bare).toBeLessThan(2 * rounds + 4);
  });

  test("multiplies nested loops", () => {
    const loop = (body: string, name: string): string => `for (let ${name} = 0; ${name} < 9; ${name}++) {${body}}`;
    expect(costOf(agent(`${loop(loop("", "j"), "i")} return x;`), signature)).toBeGreaterThan(100);
  });
});
