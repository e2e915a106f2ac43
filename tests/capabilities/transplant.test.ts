import { describe, expect, test } from "vitest";
import { graftOf } from "../../src/variation/graft.ts";
import { counted } from "../../src/capabilities/proving.ts";
import { transplant } from "../../src/capabilities/transplant.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { fisherExact } from "../../src/std/exact-tests.ts";
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
    expect(result!.success[1]).toBe(10);
    expect(result!.sham[1]).toBe(10);
    expect(fisherExact(result!.success, result!.sham)).toBeLessThan(0.01);
    expect(played).toBeLessThanOrEqual(160);
  });

  test("of a part that does not show the pattern shows no more than shams", async () => {
    const { result } = await transplanted(bitProgram("return a && !b;"), without("XOR"), "XOR");
    expect(fisherExact(result!.success, result!.sham)).toBeGreaterThan(0.05);
  });

  test("leaves the stranger at work beside the part", async () => {
    // To be performed in all ticks, as only the part alone would do it.
    const { result } = await transplanted(
      bitProgram("return a !== b;"),
      without("XOR"),
      ...Array.from({ length: 6 }, () => "XOR"),
    );
    expect(result!.success[0]).toBeLessThan(10);
  });

  test("is not tried with fewer than four strangers, nor with what is no single result", async () => {
    const xor = bitProgram("return a !== b;");
    expect((await transplanted(xor, without("XOR").slice(0, 3), "XOR")).result).toBeUndefined();
    for (const body of ["if (a) { return b; } return !b;", "return [a, b][0];"]) {
      expect((await transplanted(bitProgram(body), without("XOR"), "XOR")).result).toBeUndefined();
    }
  });

  test("gives locals names that the stranger does not have", async () => {
    const host = bitProgram("let c = a && b; return tick < 3 ? c : a;");
    const { result } = await transplanted(
      bitProgram("let c = a; if (b) { c = !c; } return c;"),
      [host, ...without("XOR")],
      "XOR",
    );
    expect(result!.success[0]).toBeGreaterThan(5);
  });

  test("is measured in syntax nodes", () => {
    expect(graftOf(bitProgram("let c = a; return c;"), bits.agent)?.size).toBe(3);
  });
});
