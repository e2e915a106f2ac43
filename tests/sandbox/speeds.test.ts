import { describe, expect, test } from "vitest";
import type { Batch } from "../../src/evaluation/backend.ts";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { pureFunctions } from "../../src/sandbox/confine.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { Options, Primitives } from "../../src/scenario/scenario.ts";
import { primitivesOf } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { rampedProgram } from "../../src/variation/operators/random-program.ts";
import { decided, echoBatch, kindOf } from "./fixtures.ts";

async function randomPrograms(
  name: string,
  options: Options,
  count: number,
  primitives: Partial<Primitives> = {},
): Promise<readonly Genome[]> {
  const scenario = await loadScenario(name, options);
  const all = { ...primitivesOf(scenario), ...primitives };
  const context = { signature: scenario.agent, primitives: all, sizeMax: 60 };
  const random = randomFromSeed(name);
  const made = Array.from({ length: count }, (_, k) => rampedProgram.vary([], context, random.fork(k)));
  return made.filter((genome) => genome !== undefined);
}

interface Comparison {
  /** The share that ran many to a call. */
  readonly shared: number;
  readonly kinds: ReadonlySet<string>;
}

/** Evaluates at both speeds and throws where they differ. */
async function compare(batch: Batch): Promise<Comparison> {
  const auto = createSandbox({ lanes: 2 });
  const alone = createSandbox({ lanes: 2, speed: "alone" });
  const [fast, careful] = await Promise.all([evaluateAll(auto, batch), evaluateAll(alone, batch)]);
  await Promise.all([auto.close(), alone.close()]);
  const of = (outcomes: typeof fast) => outcomes.map((one, k) => `${batch.genomes[k]!.bytes} => ${decided(one)}`);
  expect(of(fast)).toEqual(of(careful));
  expect(careful.every((one) => one.observed?.speed === "alone")).toBe(true);
  const shared = fast.filter((one) => one.observed?.speed === "shared").length;
  return { shared: shared / fast.length, kinds: new Set(fast.map(kindOf)) };
}

describe("two speeds, one result", () => {
  test.each<[string, Options, number]>([
    ["symbolic-regression", {}, 1000],
    ["bin-packing", { items: 30, trainCases: 2 }, 400],
    ["cart-pole", {}, 400],
    ["cap-set", { n: 3 }, 400],
    ["prisoners-dilemma", { rounds: 10 }, 200],
  ])("random programs for %s end alike, bit for bit", async (path, options, count) => {
    const genomes = await randomPrograms(path, options, count);
    const scenario = { path, options, seed: 5 };
    const { shared, kinds } = await compare({ scenario, cases: { split: "train" }, genomes, rivals: [] });
    console.log(`${path}: ${(100 * shared).toFixed(1)} % of ${genomes.length} random programs are proven confined`);
    expect(shared).toBeGreaterThan(0.5);
    expect(kinds).toContain("scored");
  });

  test("programs written by hand at the border of what can be proven end alike, bit for bit", async () => {
    const bodies = [
      "let s = 0; for (let i = 0; i < el.length; i++) { s += el[i] * i; } return s;",
      "let s = 0; for (let i = 0; i <= el.length; i++) { s += el[i]; } return s;",
      "let s = 1; for (let i = 1; i < 20; i++) { if (el[i % 3] > 0) { s *= 1.5; } else { s -= i; } } return s;",
      "const a = n > 2; let b = !a; if (b) { b = a; } return (a ? 1 : 2) + b;",
      "const a = el[0] && el[1]; return +a;",
      "return el[-1] + 1;",
      "return el[0.5] == el[7] ? 1 : 0;",
      "return el[true] !== el[1] ? n : -n;",
      "return +el[0] || 0;",
      "return (el[0] | 0) ** 0.5 % 3 >>> 1;",
      "return 0 / 0 > 1 ? 1 : -0;",
      "return Math.max() < Math.min() ? 3 : 4;",
      "return Math.hypot(el[0], el[1], el[9]) + Math.PI;",
      "return Math.pow(10, 300) * Math.pow(10, 300);",
      "if (n > 100) { return 1; } else if (n > 2) { return 2; } else { return 3; }",
      "let x = 1; x **= 0.5; x %= 0.3; x++; --x; return x;",
      "for (let i = 0; i < 10; i++) { for (let j = 0; j < 10; j++) { n += i ^ j; } } return n;",
      "let f = false; for (let i = 0; i < el.length; i++) { f = f || el[i] > 1; } return f ? 1 : 0;",
      "return el.length + ~n + (-el[0] << 2);",
      "return 1; return el;",
    ];
    const genomes = bodies.map((body) => genomeOf("program", `export default function priority(el, n) { ${body} }`));
    const scenario = { path: "cap-set", options: { n: 3, to: 4 }, seed: 5 };
    const { shared } = await compare({ scenario, cases: { split: "train" }, genomes, rivals: [] });
    expect(shared).toBeGreaterThan(0.5);
  });

  // Programs of one expression that is called a few times are computed as formulas, the others compiled.
  test.each<[string, readonly unknown[]]>([
    ["numbers at the edges of what there is", [0, 1, -2.5, 33, 2 ** 31, 2 ** 53, 5e-324, 1e308, -1e308]],
    ["what is not in the signature", ["3", "x", true, null, [4]]],
  ])("expressions of %s end alike, bit for bit", async (_, instances) => {
    const { scenario } = echoBatch([]);
    const genomes = await randomPrograms(scenario.path, {}, 120, {
      operators: ["+", "-", "*", "/", "%", "**"],
      functions: [...pureFunctions],
      statements: false,
    });
    for (const [id, instance] of instances.entries()) {
      const cases = { list: [{ id: String(id), instance }] };
      const { kinds } = await compare({ scenario, cases, genomes, rivals: [] });
      expect(kinds).toContain("scored");
    }
  });

  test("seated agents that are not confined bring everyone into fresh isolates", async () => {
    const backend = createSandbox({ lanes: 1 });
    const genomes = await randomPrograms("prisoners-dilemma", {}, 4);
    const rivals = [genomeOf("program", "export default (round) => [round].length;")];
    const scenario = { path: "prisoners-dilemma", options: { rounds: 10 }, seed: 5 };
    const outcomes = await evaluateAll(backend, { scenario, cases: { split: "train" }, genomes, rivals });
    await backend.close();
    expect(new Set(outcomes.map((one) => one.observed?.speed))).toEqual(new Set(["alone"]));
  });
});
