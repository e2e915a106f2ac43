import { describe, expect, test } from "vitest";
import type { Genome } from "../../src/genome/genome.ts";
import { programKind, syntaxOf } from "../../src/genome/kinds/program.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { programOperators } from "../../src/variation/operators.ts";
import { outlineOf } from "../../src/variation/outline.ts";
import { agent, programsOf, run, worldContext } from "./worlds.ts";

const helper = `function largest(values, start) {
  let best = start;
  let index = 0;
  while (index < values.length) {
    if (values[index] > best) best = values[index];
    index++;
  }
  return best;
}`;

const handWritten = programKind.parse(`
const LIMIT = 10;
const weights = [0.5, 0.25];
${helper}
// Prefers bins that are almost full.
export default function decide(item, open, bins) {
  const scale = (value) => value / LIMIT;
  const [first, second] = weights;
  const table = new Map([["a", 1], ["b", 2]]);
  let total = 0, count = 0;
  let left = bins.length;
  while (left > 0) {
    left--;
    if (bins[left] >= item) { total += bins[left]; count += 1; }
  }
  if (count === 0) return -1;
  let score = scale(total) * first + second + largest(bins, item * 2) / 100;
  for (let i = 0; i < 5; i++) {
    score += i * 0.1 + bins[i];
  }
  for (const bin of bins) {
    if (bin > 3 * LIMIT) { score -= 0.5; } else if (bin < 0) { continue; }
  }
  try { score += table.get("a"); } catch { score = 0; }
  switch (count % 2) { case 0: score *= 1.5; break; default: score -= 0.5; }
  score = Math.max(score, -100);
  if (open) { return score; } else { return score - item; }
}`);

/** What outline says can be varied, as text-free descriptions. */
function typed(genome: Genome) {
  return outlineOf(syntaxOf(genome), worldContext.signature);
}

describe("a hand-written program with helpers", () => {
  test("runs and gives a number after each of a thousand variations in a row", () => {
    const context = { ...worldContext, sizeMax: 250 };
    const random = randomFromSeed(1);
    const others = programsOf(worldContext, 30);
    const operators = programOperators.filter(({ arity }) => arity > 0);
    let present = handWritten;
    let variations = 0;
    for (let birth = 0; variations < 1000; birth++) {
      const draw = random.fork(birth);
      const operator = draw.pick(operators);
      const child = operator.vary([present, draw.pick(others)].slice(0, operator.arity), context, draw);
      if (child === undefined) continue;
      variations++;
      expect(programKind.parse(child.bytes).bytes).toBe(child.bytes);
      expect(typeof run(child, context.signature, draw)).toBe("number");
      // Starting afresh now and then keeps the hand-written parts in the trial.
      present = variations % 25 === 0 ? handWritten : child;
    }
  });

  test("keeps its helper to the letter", () => {
    const canonical = /function largest[\s\S]*?\n}\n/.exec(handWritten.bytes)![0];
    const random = randomFromSeed(2);
    const mutations = programOperators.filter(({ arity }) => arity === 1);
    const children = Array.from({ length: 300 }, (_, birth) => {
      const draw = random.fork(birth);
      return draw.pick(mutations).vary([handWritten], { ...worldContext, sizeMax: 300 }, draw);
    }).filter((child) => child !== undefined);
    expect(children.length).toBeGreaterThan(200);
    for (const child of children) expect(child.bytes).toContain(canonical);
  });

  test("has its constants tuned, those at the top of the module too", () => {
    const values = typed(handWritten).constants.map(({ node }) => ("value" in node ? node.value : undefined));
    expect(values).toEqual(expect.arrayContaining([10, 100, 0.1]));
  });

  test("gives nothing of unknown type to other programs", () => {
    const random = randomFromSeed(3);
    const operator = programOperators.find(({ name }) => name === "subtree-crossover")!;
    const plain = agent("let a = item; return a;");
    const text = Array.from({ length: 300 }, (_, birth) =>
      operator.vary([plain, handWritten], worldContext, random.fork(birth)),
    )
      .map((child) => child?.bytes)
      .join("\n");
    expect(text).toMatch(/return a/);
    expect(text).not.toMatch(/largest|scale|table|first|LIMIT|total|score/);
  });
});

describe("types of names", () => {
  const readable = (body: string) =>
    typed(agent(body)).expressions.flatMap(({ node }) => (node.type === "Identifier" ? [node.name] : []));

  test("are those of their declarations", () => {
    expect(readable("let a = 1; const b = a < item; return b ? a : -1;")).toEqual(["a", "item", "b", "a"]);
  });

  test.each([
    ["a text is assigned", "let a = 1; a = 'text'; return a;"],
    ["it is assigned where nothing is understood", "let a = 1; while (open) { a = bins; } return a;"],
    ["it is assigned in a closure", "let a = 1; const f = () => { a = 'text'; }; return a;"],
    ["a declaration hides it", "let a = 1; { const { a } = { a: 'text' }; bins.push(a); } return a;"],
    ["a text may be added to it", "let a = 1; a += bins.join(); return a;"],
    ["it is declared with var", "var a = 1; return a;"],
  ])("are not trusted when %s", (_, body) => {
    expect(readable(body)).not.toContain("a");
  });

  test("of parameters follow the order of the signature", () => {
    const genome = programKind.parse("export default function f(p, q, r) { return q ? p : r[0]; }");
    expect(typed(genome).booleans).toHaveLength(1);
    expect(typed(genome).indexes).toHaveLength(1);
  });

  test("are unknown for a parameter that is assigned", () => {
    expect(readable("item = item * 2; return item;")).toEqual([]);
  });
});

test("a loop whose end cannot be seen is left alone", () => {
  const statements = (body: string) => typed(agent(body)).statements.length;
  expect(statements("let n = 9; for (let i = 0; i < n; i++) { n -= 1; } return 1;")).toBe(2);
  expect(statements("for (let i = 0; i < 9; i++) { i = i + 1; } return 1;")).toBe(1);
  expect(statements("for (let i = 0; i < bins.length; i++) { let a = i; } return 1;")).toBe(3);
});
