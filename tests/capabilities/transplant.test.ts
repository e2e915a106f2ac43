import { describe, expect, test } from "vitest";
import { graftOf } from "../../src/variation/graft.ts";
import { counted } from "../../src/capabilities/proving.ts";
import { transplant } from "../../src/capabilities/transplant.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { bitProgram, bits, candidateOf, strangersOf, trusted } from "./bits.ts";

const random = randomFromSeed(4);
const strangers = await strangersOf(random);

const transplanted = async (core: Genome, hosts: readonly Genome[], ...tokens: readonly string[]) => {
  const proving = trusted(bits);
  const trials = { pattern: candidateOf(...tokens).pattern, scenario: bits, proving: counted(proving), random };
  return { result: await transplant(core, hosts, trials), played: proving.played() };
};

/** Programs without the pattern. */
const without = (token: string) => {
  const [index] = candidateOf(token).pattern.tokens;
  return strangers.filter(({ traces }) => !traces[0]!.tokens.includes(index!)).map(({ genome }) => genome);
};

describe("A transplant", () => {
  test.each([
    ["an expression", "return a !== b;"],
    ["an expression with the locals that it needs", "let c = a; if (b) { c = !c; } return c;"],
  ])("carries %s into strangers", async (_, body) => {
    const { result, played } = await transplanted(bitProgram(body), without("XOR"), "XOR");
    const { success, sham, p } = result!;
    expect(success[1]).toBeLessThanOrEqual(80);
    // Two sham parts go to the same places.
    expect(sham[1]).toBe(2 * success[1]);
    expect(p).toBeLessThan(0.01);
    expect(played).toBeLessThanOrEqual(240);
  });

  test("of a part that does not show the pattern shows no more than shams", async () => {
    const { result } = await transplanted(bitProgram("return a && !b;"), without("XOR"), "XOR");
    expect(result!.p).toBeGreaterThan(0.05);
  });

  test("leaves the stranger at work beside the part", async () => {
    // To be performed in all ticks, as only the part alone would do it.
    const always = Array.from({ length: 6 }, () => "XOR");
    const { result } = await transplanted(bitProgram("return a !== b;"), without("XOR"), ...always);
    const once = await transplanted(bitProgram("return a !== b;"), without("XOR"), "XOR");
    expect(result!.success[0]).toBeLessThan(once.result!.success[0]);
  });

  test("is not tried with fewer than four strangers, nor with what is no single result", async () => {
    const xor = bitProgram("return a !== b;");
    expect((await transplanted(xor, without("XOR").slice(0, 3), "XOR")).result).toBeUndefined();
    for (const body of ["if (a) { return b; } return !b;", "return [a, b][0];"]) {
      expect((await transplanted(bitProgram(body), without("XOR"), "XOR")).result).toBeUndefined();
    }
  });

  test("gives locals names that the stranger does not have", async () => {
    const hosts = [1, 2, 3, 4].map((late) => bitProgram(`let c = a && b; return tick < ${late} ? c : a;`));
    const { result } = await transplanted(bitProgram("let c = a; if (b) { c = !c; } return c;"), hosts, "XOR");
    expect(result!.success[0]).toBeGreaterThan(5);
  });

  test("is measured in syntax nodes", () => {
    expect(graftOf(bitProgram("let c = a; return c;"), bits.agent)?.size).toBe(3);
  });
});
