import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Genome } from "../../src/genome/genome.ts";
import { programKind, syntaxOf } from "../../src/genome/kinds/program.ts";
import { vectorKind, vectorOf } from "../../src/genome/kinds/vector.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkOperator } from "../../src/testing/operator.ts";
import type { Operator, VariationContext } from "../../src/variation/operator.ts";
import { neatOperators, networkOperators, programOperators, vectorOperators } from "../../src/variation/operators.ts";

import { checkScoping } from "./scoping.ts";
import { agent, contexts, programsOf, run, worldContext } from "./worlds.ts";

const folder = new URL("../../src/variation/operators/", import.meta.url);
const everyOperator = [...programOperators, ...vectorOperators, ...networkOperators, ...neatOperators];
const operatorNamed = (name: string) => programOperators.find((operator) => operator.name === name)!;

/** The children of as many tries, those that came to nothing left out. */
function childrenOf(
  operator: Operator,
  parents: readonly Genome[],
  context: VariationContext,
  tries: number,
): readonly Genome[] {
  const random = randomFromSeed(operator.name);
  return Array.from({ length: tries }, (_, index) => {
    const draw = random.fork(index);
    const chosen = Array.from({ length: operator.arity }, () => draw.pick(parents));
    return operator.vary(chosen, context, draw);
  }).filter((child) => child !== undefined);
}

/** Breeds with all operators in turn; every child joins the parents of the next. */
function breed(
  context: VariationContext,
  births: number,
  seed: number,
  check: (child: Genome) => void,
): readonly Genome[] {
  const random = randomFromSeed(seed);
  const members = [...programsOf(context, 50, seed)];
  for (let birth = 0; birth < births; birth++) {
    const draw = random.fork(birth);
    const operator = programOperators[birth % programOperators.length]!;
    const parents = Array.from({ length: operator.arity }, () => draw.pick(members));
    const child = operator.vary(parents, context, draw);
    if (child === undefined) continue;
    check(child);
    members[draw.int(members.length)] = child;
  }
  return members;
}

describe("the lists of operators", () => {
  test("hold every operator that a file of the folder exports", async () => {
    const files = readdirSync(folder);
    const modules = await Promise.all(
      files.map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>),
    );
    const exported = modules.flatMap((module) => Object.values(module)).filter((value) => typeof value === "object");
    expect(new Set(exported)).toEqual(new Set<unknown>(everyOperator));
    expect(exported).toHaveLength(everyOperator.length);
  });

  test("use a name once", () => {
    const names = everyOperator.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe.each(contexts)("in %s", (_, context) => {
  const needsStatements = /^(statement|local|loop)-/;
  const possible = programOperators.filter(
    ({ name }) =>
      (context.primitives.statements || !needsStatements.test(name)) &&
      (context.primitives.conditionals || name !== "conditional-wrap"),
  );

  test.each(possible.map((operator): [string, Operator] => [operator.name, operator]))(
    "%s keeps the laws of an operator",
    async (__, operator) => {
      const parents = programsOf(context, 100);
      await checkOperator(operator, { kind: programKind, context, parents, rounds: 150, seed: 1 });
    },
  );

  test("thousands of children in a row run, give the right type, and use no name out of its scope", () => {
    const random = randomFromSeed(5);
    let children = 0;
    let wrong = 0;
    breed(context, 4000, 7, (child) => {
      children++;
      checkScoping(syntaxOf(child));
      const result = run(child, context.signature, random);
      if (typeof result !== context.signature.returns) wrong++;
    });
    expect(children).toBeGreaterThan(1000);
    // Only an index that has wandered past the end of a list gives nothing.
    expect(wrong / children).toBeLessThan(0.002);
  });

  test("programs use only what the scenario offers", () => {
    const { primitives, signature } = context;
    const text = breed(context, 1000, 3, () => {})
      .map(({ bytes }) => bytes)
      .join("\n");
    const functions = [...text.matchAll(/Math\.(\w+)/g)].map(([, name]) => name);
    expect(primitives.functions).toEqual(expect.arrayContaining([...new Set(functions)]));
    const forbidden = new Set([
      "while",
      ...(primitives.statements ? [] : ["let", "for", "if"]),
      ...(primitives.conditionals ? [] : ["?", "<"]),
    ]);
    expect(text.split(/\b|\s+/).filter((word) => forbidden.has(word.trim()))).toEqual([]);
    expect(text.split(/\b/)).toEqual(expect.arrayContaining(signature.parameters.map(({ name }) => name)));
  });
});

test("statements survive many generations", () => {
  const members = breed(worldContext, 4000, 11, () => {});
  const share = members.filter(({ bytes }) => /\b(let|for)\b/.test(bytes)).length / members.length;
  expect(share).toBeGreaterThan(0.3);
});

test("no child is larger than allowed, even from parents that are", () => {
  const parents = programsOf(worldContext, 50).filter((genome) => programKind.size(genome) > 12);
  const children = programOperators.flatMap((operator) =>
    childrenOf(operator, parents, { ...worldContext, sizeMax: 12 }, 50),
  );
  expect(children.length).toBeGreaterThan(50);
  expect(Math.max(...children.map((child) => programKind.size(child)))).toBeLessThanOrEqual(12);
});

test("no operator makes programs for a scenario that wants a list", () => {
  const context = { ...worldContext, signature: { ...worldContext.signature, returns: "number[]" as const } };
  expect(operatorNamed("ramped-program").vary([], context, randomFromSeed(1))).toBeUndefined();
});

test("crossover gives parameters by their position, whatever they are called", () => {
  const first = agent("return 1;");
  const second = programKind.parse("export default function other(size, free, list) { return list[2] / size; }");
  const operator = operatorNamed("subtree-crossover");
  const children = Array.from({ length: 40 }, (_, seed) =>
    operator.vary([first, second], worldContext, randomFromSeed(seed)),
  );
  const texts = children.filter((child) => child !== undefined).map(({ bytes }) => bytes);
  expect(texts).toContain(agent("return bins[2] / item;").bytes);
  expect(texts.join()).not.toMatch(/size|list/);
});

test("constant tuning leaves everything but numbers as it was", () => {
  const parent = agent("let a = 3.5; return item * 0.25 + Math.max(a, -7);");
  const shape = (genome: Genome) => genome.bytes.replaceAll(/-?\b[\d.]+(e-?\d+)?/g, "#");
  const children = childrenOf(operatorNamed("constant-tuning"), [parent], worldContext, 100);
  expect(children.length).toBeGreaterThan(50);
  for (const child of children) expect(shape(child).replaceAll("- #", "+ #")).toBe(shape(parent));
});

test("a local is introduced without changing what the program does", () => {
  const behaviour = (genome: Genome) =>
    Array.from({ length: 5 }, (_, seed) => run(genome, worldContext.signature, randomFromSeed(seed)));
  const pairs = programsOf(worldContext, 100).flatMap((parent) =>
    childrenOf(operatorNamed("local-introduction"), [parent], worldContext, 1).map((child) => [parent, child] as const),
  );
  expect(pairs.length).toBeGreaterThan(50);
  for (const [parent, child] of pairs) expect(behaviour(child)).toEqual(behaviour(parent));
});

test("bred programs read like programs that people write", () => {
  const child = operatorNamed("loop-insertion").vary([agent("return item * 2 + 1;")], worldContext, randomFromSeed(4))!;
  expect(child.bytes).toMatchInlineSnapshot(`
    "export default function decide(item, open, bins) {
      let sum = 0;
      for (let i = 0; i < bins.length; i++) {
        sum += bins[i] - (bins[3] - item) / bins[i];
      }
      return sum;
    }
    "
  `);
  const wrapped = operatorNamed("statement-insertion").vary([child], worldContext, randomFromSeed(3))!;
  expect(wrapped.bytes).toMatchInlineSnapshot(`
    "export default function decide(item, open, bins) {
      let sum = 0;
      for (let i = 0; i < bins.length; i++) {
        let a = bins.length * -2 / item;
        sum += bins[i] - a / bins[i];
      }
      return sum;
    }
    "
  `);
});

describe("operators on vectors", () => {
  const parents = [
    [0, 0, 0],
    [1, 2, 3],
    [-4, 5.5, 1e9],
  ].map(vectorOf);

  test.each(vectorOperators.map((operator): [string, Operator] => [operator.name, operator]))(
    "%s keeps the laws of an operator",
    async (_, operator) => {
      await checkOperator(operator, { kind: vectorKind, context: worldContext, parents, rounds: 100, seed: 1 });
    },
  );

  test("of two parents make no child when the lengths differ", () => {
    for (const operator of vectorOperators.filter(({ arity }) => arity === 2)) {
      expect(operator.vary([vectorOf([1]), vectorOf([1, 2])], worldContext, randomFromSeed(1))).toBeUndefined();
    }
  });

  test("make no child that is not finite", () => {
    const far = vectorOf([1e308]);
    const context = {
      ...worldContext,
      primitives: { ...worldContext.primitives, constants: { from: -1e308, to: 1e308, integers: false } },
    };
    const children = vectorOperators.flatMap((operator) => childrenOf(operator, [far], context, 20));
    expect(children.length).toBeGreaterThan(0);
    for (const child of children) expect(vectorKind.parse(child.bytes).bytes).toBe(child.bytes);
  });
});
