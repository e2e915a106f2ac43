import type { Node } from "estree";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placesOf, programKind, programOf, syntaxOf } from "../../src/genome/kinds/program.ts";
import { forEachChild } from "../../src/genome/kinds/program/nodes.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkGenomeKind } from "../../src/testing/genome-kind.ts";
import { rampedProgram } from "../../src/variation/operators/random-program.ts";
import { worldContext } from "../variation/worlds.ts";

const agent = (body: string) => `export default function f(x, y) { ${body} }`;
const bytesOf = (body: string) => programKind.parse(agent(body)).bytes;
const programs = fc.integer().map((seed) => rampedProgram.vary([], worldContext, randomFromSeed(seed))!);

function codeOf(text: string): string {
  try {
    programKind.parse(text);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown.code;
    throw thrown;
  }
  return "accepted";
}

/** All nodes below one. */
function below(node: Node): readonly Node[] {
  const nodes: Node[] = [];
  forEachChild(node, (child) => nodes.push(child, ...below(child)));
  return nodes;
}

test("the places of nodes in a program's text are where they are written", () => {
  fc.assert(
    fc.property(programs, ({ bytes }) => {
      const genome = programKind.parse(bytes);
      for (const node of below(syntaxOf(genome))) {
        const places = placesOf(genome, new Set([node]));
        expect(places).toHaveLength(1);
        const [[from, to]] = places as [[number, number]];
        const expected = node.type === "Identifier" ? node.name : /\S/;
        expect(genome.bytes.slice(from, to)).toMatch(expected);
      }
    }),
    { numRuns: 30 },
  );
  const genome = programKind.parse(agent("return x + (y - x) * 2;"));
  const nodes = below(syntaxOf(genome)).filter(({ type }) => type === "BinaryExpression");
  const text = (wanted: readonly Node[]): readonly string[] =>
    placesOf(genome, new Set(wanted)).map(([from, to]) => genome.bytes.slice(from, to));
  expect(nodes.map((node) => text([node])[0])).toEqual(["x + (y - x) * 2", "(y - x) * 2", "y - x"]);
  expect(text(nodes)).toEqual(["x + (y - x) * 2"]);
});

describe("the program kind", () => {
  test("keeps the laws of a genome kind", async () => {
    await checkGenomeKind(programKind, {
      texts: [
        agent("return x + y;"),
        agent("return `${x}` + /a\\/b/gi.source + 'it\\'s' + 10n + 1e999 + -0 + -(-x);"),
        agent("label: for (;;) { if (x) continue label; else break; } do x--; while (x > 0) return (x, y);"),
        agent("try { throw x; } catch { return y; } finally { ; }"),
        agent("const { a, ...rest } = { a: 1, get b() { return 2; } }; return (() => ({ a }))().a ** 2 + (-x) ** 2;"),
        agent("class A { #p = 1; static { x; } has(o) { return #p in o; } } return new (class {})() ?? (x || y);"),
        agent("switch (x) { case 1: ; return y; default: { let z = 1; return z; } }"),
        "const k = 3; function help(n) { return n * k; } export default function (a) { return help(a); }",
      ],
      wrong: ["", "1 +", "export default 3;", agent("return (x;")],
    });
  });

  test.each([
    ["a number's spelling", "return 1.0 + 0x10 + 1e3 + .5;", "return 1 + 16 + 1000 + 0.5;"],
    ["a text's quotes", "return 'a';", 'return "a";'],
    ["layout and comments", "return x /* first */ +\n // second\n y", "return x + y;"],
    ["parentheses that change nothing", "return ((x * y)) + (x);", "return x * y + x;"],
    ["braces around one statement", "if (x) return y; else return x;", "if (x) { return y; } else { return x; }"],
    ["blocks that open no scope, and empty statements", "{ { x = y; } } ;; return x;", "x = y; return x;"],
  ])("gives equal bytes whatever %s", (_, one, other) => {
    expect(bytesOf(one)).toBe(bytesOf(other));
  });

  test("keeps what means something different apart", () => {
    expect(bytesOf("return x - (y - x);")).not.toBe(bytesOf("return x - y - x;"));
    expect(bytesOf("{ let z = 1; } return x;")).not.toBe(bytesOf("let z = 1; return x;"));
  });

  test("reads every generated program back as the same tree", () => {
    fc.assert(
      fc.property(programs, (genome) => {
        const again = programKind.parse(genome.bytes);
        expect(again).toEqual(genome);
        expect(syntaxOf(again)).toEqual(syntaxOf(genome));
      }),
    );
  });

  test("has the tree at hand when a tree was made into a program", () => {
    const tree = syntaxOf(programKind.parse(agent("return x;")));
    expect(syntaxOf(programOf(tree))).toBe(tree);
  });

  test("reads the tree again for a genome that came from elsewhere", () => {
    const genome = programKind.parse(agent("return x;"));
    expect(syntaxOf({ ...genome })).toEqual(syntaxOf(genome));
  });

  test.each([
    ["the error program-syntax", "export default function f( { }"],
    ["the error program-shape", "export default (x) => x;"],
    ["the error program-shape", "export default async function f() {}"],
    ["the error program-shape", "export default function* f() {}"],
    ["the error program-shape", `import "a"; ${agent("return x;")}`],
    ["the error program-shape", `export const a = 1; ${agent("return x;")}`],
    ["the error program-too-large", agent(`return "${"a".repeat(70_000)}";`)],
    ["the error program-too-large", agent(`return [${"1,".repeat(20_001)}];`)],
    ["the error program-too-deep", agent(`return ${"(".repeat(30_000)}x${")".repeat(30_000)};`)],
    ["the error program-too-deep", agent(`return x${" + x".repeat(250)};`)],
    ["the error program-unprintable", agent("return (x?.a).b;")],
  ])("refuses with %s", (error, text) => {
    expect(`the error ${codeOf(text)}`).toBe(error);
  });

  test("accepts a chain that is not too deep", () => {
    expect(codeOf(agent(`return x${" + x".repeat(150)};`))).toBe("accepted");
  });

  test("counts expressions and statements, not blocks, and a name path as one", () => {
    const size = (body: string) => programKind.size(programKind.parse(agent(body)));
    expect(size("return x;")).toBe(2);
    expect(size("return -3;")).toBe(2);
    expect(size("return x + 2 * y;")).toBe(6);
    expect(size("return Math.max(x, y);")).toBe(4);
    expect(size("return x[1] + y.length;")).toBe(5);
    expect(size("let a = 1; a += x; if (a) { return y; } return a;")).toBe(10);
  });
});

describe("the distance of programs", () => {
  const distance = (one: string, other: string) =>
    programKind.distance(programKind.parse(agent(one)), programKind.parse(agent(other)));

  test("is symmetric, between 0 and 1, and 0 for equal programs", () => {
    fc.assert(
      fc.property(programs, programs, (a, b) => {
        const apart = programKind.distance(a, b);
        expect(apart).toBe(programKind.distance(b, a));
        expect(apart).toBeGreaterThanOrEqual(0);
        expect(apart).toBeLessThanOrEqual(1);
        expect(apart === 0).toBe(a.bytes === b.bytes);
        expect(programKind.distance(a, programKind.parse(a.bytes))).toBe(0);
      }),
    );
  });

  test("grows with what is not shared", () => {
    const near = distance("return Math.sin(x) * y + 1;", "return Math.sin(x) * y + 2;");
    const far = distance("return Math.sin(x) * y + 1;", "if (y < 3) { return -y; } return y % 7;");
    expect(near).toBeGreaterThan(0);
    expect(near).toBeLessThan(far);
  });
});
