import { describe, expect, test } from "vitest";
import { ablate } from "../../src/capabilities/ablation.ts";
import { counted } from "../../src/capabilities/proving.ts";
import { shows } from "../../src/capabilities/shows.ts";
import type { Performance, Proving } from "../../src/capabilities/trial.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { bitProgram, bits, candidateOf, trusted } from "./bits.ts";

const ablated = async (genome: Genome, ...tokens: readonly string[]) => {
  const { pattern } = candidateOf(...tokens);
  return ablate(genome, { pattern, scenario: bits, proving: counted(trusted(bits)), random: randomFromSeed(1) });
};

const three = "return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 4 ? a : a || b;";

describe("The responsible part", () => {
  test.each([
    [three, "XOR", "a !== b"],
    [three, "AND", "a && b"],
    [three, "OR", "a || b"],
    ["return tick > 3 ? (a || b) && !(a && b) : tick < 2 ? a : a && b;", "XOR", "(a || b) && !(a && b)"],
    ["if (tick > 2) { return a; } return tick < 1 ? a && b : a || b;", "AND", "a && b"],
    ["let c = a !== b; let d = a && b; if (tick < 1) { return c; } return d;", "XOR", "let c = a !== b;\nreturn c;"],
    [
      "let c = a; if (b) { c = !c; } let d = a && b; return tick < 2 ? d : c;",
      "XOR",
      "let c = a;\nif (b) {\n  c = !c;\n}\nreturn c;",
    ],
  ])("of %s for %s is %s", async (body, token, part) => {
    const { ablation, isPassed } = await ablated(bitProgram(body), token);
    expect(ablation.part).toBe(part);
    expect(ablation.shown).toEqual([1, 0]);
    expect(ablation.score[1]).toBeLessThan(ablation.score[0]);
    expect(isPassed).toBe(true);
  });

  test("has all that can take its place beside it", async () => {
    const twice = "return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 4 ? (a || b) && !(a && b) : a;";
    const { ablation, isPassed } = await ablated(bitProgram(twice), "XOR");
    expect(new Set(ablation.part.split("\n"))).toEqual(new Set(["a !== b", "(a || b) && !(a && b)"]));
    expect(ablation.shown).toEqual([1, 0]);
    expect(isPassed).toBe(true);
  });

  test("comes with what it needs from the top of the program", async () => {
    const genome = bitProgram(
      "return tick < 2 ? (differ(a, b) ? true : false) : a && b;",
      "const differ = (x, y) => x !== y;",
    );
    const { ablation } = await ablated(genome, "XOR");
    expect(ablation.part).toBe("const differ = (x, y) => x !== y;\nreturn differ(a, b) ? true : false;");
  });
});

describe("An ablation", () => {
  test("takes what costs least, so that a part is not blamed for others that share its code", async () => {
    // Both need `c`; only the XOR is looked at, and the AND earns as before.
    const { ablation } = await ablated(bitProgram("let c = !b; return tick < 2 ? a && !c : a ? c : !c;"), "XOR");
    expect(ablation.shown[1]).toBe(0);
    expect(ablation.score[0] - ablation.score[1]).toBeLessThanOrEqual(1);
  });

  test("is not passed by what is shown whatever the program is made of", async () => {
    const { ablation, isPassed, core } = await ablated(bitProgram("return tick < 1 ? a !== b : a && !a;"), "other");
    expect(ablation).toMatchObject({ part: "", shown: [1, 1], sham: [0, 0] });
    expect(core).toBeUndefined();
    expect(isPassed).toBe(false);
  });

  test("is not passed by what earns nothing", async () => {
    const { ablation, isPassed } = await ablated(bitProgram(three), "SAME");
    expect(ablation.shown).toEqual([1, 0]);
    expect(ablation.score[1]).toBe(ablation.score[0]);
    expect(isPassed).toBe(false);
  });

  test("is not passed where nothing runs without the part: a crash loses every pattern", async () => {
    const usual = trusted(bits);
    const { pattern } = candidateOf("XOR");
    const proving: Proving = {
      play: async (genomes, seed) =>
        (await usual.play(genomes, seed)).map((one): Performance =>
          shows(pattern, one.traces)
            ? one
            : { outcome: { status: "failed", fault: { kind: "crashed", message: "" } }, traces: [] },
        ),
    };
    const trials = { pattern, scenario: bits, proving: counted(proving), random: randomFromSeed(1) };
    const { without, ablation, isPassed } = await ablate(bitProgram(three), trials);
    expect(ablation.part).toBe("a !== b");
    expect(without).toBeUndefined();
    expect(isPassed).toBe(false);
  });

  test("plays at most 200 programs, also where a program is large", async () => {
    const chain = Array.from({ length: 40 }, (_, i) => `(tick < ${i % 7} ? a !== b : b) && (tick > ${i % 5} || a)`);
    const proving = trusted(bits);
    const { pattern } = candidateOf("AND");
    const genome = bitProgram(`return ${chain.join(" || ")} ? a && b : a || b;`);
    await ablate(genome, { pattern, scenario: bits, proving: counted(proving), random: randomFromSeed(1) });
    expect(proving.played()).toBeLessThanOrEqual(200);
  });

  test("compares with other parts as large, and counts only those that change what is done", async () => {
    const dead = `${three.slice(0, -1)} || (a && b && !a && (b || tick > 3));`;
    const { ablation } = await ablated(bitProgram(dead), "XOR");
    const [lost, of] = ablation.sham;
    expect(of).toBeGreaterThan(3);
    expect(2 * lost).toBeLessThanOrEqual(of);
  });
});
