import { describe, expect, test } from "vitest";
import { prove } from "../../src/capabilities/prove.ts";
import type { Proving } from "../../src/capabilities/trial.ts";
import type { PlayedScenario } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { bitProgram, bits, candidateOf, specimenOf, strangersOf, trusted } from "./bits.ts";

const random = randomFromSeed(2);
const strangers = await strangersOf(random);

const three = "return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 4 ? a : a || b;";

async function proved(body: string, tokens: readonly string[], changes: { proving?: Proving; others?: [] } = {}) {
  const { proving = trusted(bits), others = strangers } = changes;
  const carriers = [await specimenOf(bitProgram(body))];
  return prove(candidateOf(...tokens), carriers, others, { proving, scenario: bits, random });
}

describe("A candidate", () => {
  test.each([[["XOR"]], [["AND"]], [["OR"]]])("that its carrier owes %j to a part is validated", async (tokens) => {
    const proof = await proved(three, tokens);
    expect(proof).toMatchObject({
      status: "validated",
      class: "skill",
      name: `performs ${tokens[0]}`,
      replay: { seeds: 20, shown: 20 },
      exploit: { suspected: false },
    });
    expect(proof.transplant.success[0]).toBeGreaterThan(proof.transplant.sham[0]);
  });

  test("that goes along with success, and earns nothing itself, is correlated", async () => {
    const proof = await proved(three, ["SAME"]);
    expect(proof).toMatchObject({ status: "correlated", transplant: { success: [0, 0], sham: [0, 0] } });
    expect(proof.ablation.shown).toEqual([1, 0]);
  });

  test("that every program shows is correlated", async () => {
    expect(await proved("return tick < 1 ? a !== b : a && !a;", ["other"])).toMatchObject({ status: "correlated" });
  });

  test("that any change destroys is correlated", async () => {
    const all =
      "return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 3 ? a || b : tick < 4 ? !a : tick < 5 ? a : a !== b;";
    const proof = await proved(all, ["XOR", "AND", "OR", "NOT", "SAME", "XOR"]);
    expect(proof.status).toBe("correlated");
    expect(proof.replay.shown).toBe(20);
  });

  test("that is only shown on the training cases is correlated", async () => {
    const usual = trusted(bits);
    const proving: Proving = {
      play: async (genomes, seed) =>
        (await usual.play(genomes, seed)).map((one) => (seed === "train" || seed < 2 ? one : { ...one, traces: [] })),
    };
    expect(await proved(three, ["XOR"], { proving })).toMatchObject({
      status: "correlated",
      replay: { seeds: 20, shown: 2 },
    });
  });

  test("whose part is not worth anything on unseen cases is correlated", async () => {
    const usual = trusted(bits);
    const proving: Proving = {
      play: async (genomes, seed) =>
        (await usual.play(genomes, seed)).map((one) =>
          seed === "train" ? one : { ...one, outcome: { status: "scored", scores: [[1]], measures: [] } },
        ),
    };
    expect(await proved(three, ["XOR"], { proving })).toMatchObject({ status: "correlated", replay: { shown: 20 } });
  });

  test("without strangers is validated only where the part stands out among other parts", async () => {
    const apart =
      "return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 3 ? a || b : tick < 4 ? !a : tick < 5 ? a : !b;";
    const proof = await proved(apart, ["XOR"], { others: [] });
    const [lost, of] = proof.ablation.sham;
    expect(proof).toMatchObject({ status: "validated", transplant: { success: [0, 0], sham: [0, 0] } });
    expect(of - lost).toBeGreaterThan(lost);
    expect(await proved("return a !== b;", ["XOR"], { others: [] })).toMatchObject({ status: "correlated" });
  });

  test("has relatives, and who shows it too, for no strangers", async () => {
    const carrier = await specimenOf(bitProgram(three));
    const relatives = strangers.map((stranger) => ({ ...stranger, root: carrier.root }));
    const others = await Promise.all(
      [1, 2, 3, 4, 5].map((id) => specimenOf(bitProgram(`return a !== b || tick > ${id};`), id)),
    );
    const proof = await prove(candidateOf("XOR"), [carrier], [...relatives, ...others], {
      proving: trusted(bits),
      scenario: bits,
      random,
    });
    expect(proof.transplant.success).toEqual([0, 0]);
  });

  test("is proved the same again, with at most 500 programs played, all of them counted", async () => {
    const [one, other] = [trusted(bits), trusted(bits)];
    const proof = await proved(three, ["XOR"], { proving: one });
    expect(await proved(three, ["XOR"], { proving: other })).toEqual(proof);
    expect(one.played()).toBe(proof.evaluations);
    expect(proof.evaluations).toBeLessThanOrEqual(500);
  });

  test("of a world with several seats is an interaction where its part reads what others do", async () => {
    const scenario: PlayedScenario = {
      ...bits,
      agent: {
        ...bits.agent,
        parameters: bits.agent.parameters.map((one) =>
          one.name === "b" ? { ...one, about: "The other's bit." } : one,
        ),
      },
      cases: (split, stream) =>
        bits.cases(split, stream).map((one) => ({ ...one, seats: ["self", { reference: "and" }] })),
    };
    const carriers = [await specimenOf(bitProgram(three))];
    const proof = await prove(candidateOf("XOR"), carriers, strangers, {
      proving: trusted(scenario),
      scenario,
      random,
    });
    expect(proof.class).toBe("interaction");
  });
});
