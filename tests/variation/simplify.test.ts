import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Genome } from "../../src/genome/genome.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { simplify } from "../../src/variation/simplify.ts";
import { agent, programsOf, run, worldContext } from "./worlds.ts";

/** What a program does on a few inputs. */
function behaviour(genome: Genome): string {
  try {
    return Array.from({ length: 12 }, (_, seed) =>
      String(run(genome, worldContext.signature, randomFromSeed(seed))),
    ).join();
  } catch (thrown) {
    return String(thrown);
  }
}

const simplified = async (genome: Genome) => {
  const wanted = behaviour(genome);
  return simplify(genome, async (candidate) => behaviour(candidate) === wanted);
};

describe("the simplifier", () => {
  test.each([
    ["folds constants", "return item + 2 * 3;", "return item + 6;"],
    ["applies identities", "return (item + 0) * 1 - (bins[0] - bins[0]);", "return item;"],
    ["takes signs into operators", "return item - -3;", "return item + 3;"],
    ["removes locals that are never read", "let a = item; a += 2; return item;", "return item;"],
    ["writes a local that is used once where it is used", "let a = item * 2; return a + 1;", "return item * 2 + 1;"],
    ["removes what comes after a return", "return item; return 3;", "return item;"],
    ["removes conditions that decide nothing", "if (open) { return item; } return item;", "return item;"],
    ["removes loops that do nothing", "for (let i = 0; i < 5; i++) { } return item;", "return item;"],
    ["takes the one branch that is taken", "if (true) { return item; } else { return 4; }", "return item;"],
    ["rounds constants that need no digits", "return item > 1000.123456 ? 2.5 : 1.5;", "return 1.5;"],
    ["replaces an expression by its part", "return Math.abs(Math.abs(item * item));", "return item * item;"],
    ["removes helpers that nobody calls", "const unused = (a) => a; return item;", "return item;"],
  ])("%s", async (_, before, after) => {
    expect((await simplified(agent(before))).bytes).toBe(agent(after).bytes);
  });

  test("keeps what matters", async () => {
    const genome = agent("let sum = 0; for (let i = 0; i < bins.length; i++) { sum += bins[i]; } return sum / item;");
    expect((await simplified(genome)).bytes).toBe(genome.bytes);
  });

  test("changes nothing when nothing behaves the same", async () => {
    const genome = agent("return item + 0;");
    expect(await simplify(genome, async () => false)).toBe(genome);
  });

  test("asks a bounded number of times", async () => {
    const genome = agent(
      `return ${Array.from({ length: 180 }, (_, i) => `${i}.123456789 * item`)
        .join(" + ")
        .slice(0, 2000)};`.replace(/[ +*.]+;$/, ";"),
    );
    let asked = 0;
    await simplify(genome, async () => {
      asked++;
      return false;
    });
    expect(asked).toBeGreaterThan(50);
    expect(asked).toBeLessThanOrEqual(400);
  });

  test("gives programs that behave the same, never larger, and in canonical form", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...programsOf(worldContext, 60, 9)), async (genome) => {
        const simple = await simplified(genome);
        expect(behaviour(simple)).toBe(behaviour(genome));
        expect(programKind.size(simple)).toBeLessThanOrEqual(programKind.size(genome));
        expect(programKind.parse(simple.bytes).bytes).toBe(simple.bytes);
      }),
      { numRuns: 25 },
    );
  });
});
