import { describe, expect, test } from "vitest";
import { rewarding } from "../../src/cultivation/bonus.ts";
import { type Batch, evaluateAll } from "../../src/evaluation/backend.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import type { PlayedScenario } from "../../src/scenario/scenario.ts";
import { bitProgram, bits, candidateOf } from "../capabilities/bits.ts";
import { recorderOf } from "./plots.ts";

const { pattern } = candidateOf("XOR");
const genomes = [
  bitProgram("return a !== b;"),
  bitProgram("return a && b;"),
  bitProgram("throw 1;"),
  // More than are recorded at once.
  ...Array.from({ length: 70 }, (_, i) =>
    bitProgram(i % 2 > 0 ? `return tick > ${i} || a !== b;` : `return tick > ${i};`),
  ),
];
const batch: Batch = {
  scenario: { path: "bits", options: {}, seed: 3 },
  cases: { split: "train" },
  genomes,
  rivals: [],
};

const firstScores = (outcome: Outcome) => (outcome.status === "scored" ? outcome.scores.map(([first]) => first!) : []);

describe("A bonus", () => {
  test.each([
    ["maximize", 0.5],
    ["minimize", -0.5],
  ] as const)("is paid to those who show the pattern alone, where the scenario is to %s", async (direction, gain) => {
    const scenario: PlayedScenario = { ...bits, objectives: [{ ...bits.objectives[0], direction }] };
    const recorder = recorderOf(scenario);
    const plain = await evaluateAll(recorder, batch);
    const paid = await evaluateAll(rewarding(recorder, scenario, { pattern, worth: 0.5 }), batch);
    expect(paid).toHaveLength(genomes.length);
    expect(firstScores(paid[0]!)).toEqual(firstScores(plain[0]!).map((score) => score + gain));
    expect(paid[1]).toEqual(plain[1]);
    expect(paid[2]).toEqual(plain[2]);
    expect(paid[2]!.status).toBe("failed");
    for (const [i, outcome] of paid.entries()) {
      if (i < 3) continue;
      const more = i % 2 === 0 ? gain : 0;
      expect(firstScores(outcome)).toEqual(firstScores(plain[i]!).map((score) => score + more));
    }
  });
});
