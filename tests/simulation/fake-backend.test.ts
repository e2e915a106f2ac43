import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/evaluation/backend.ts";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { checkBackend } from "../../src/testing/backend.ts";
import { createFakeBackend } from "./fake-backend.ts";

const texts = ["a", "b fail:crashed", "c", "d fail:refused", "e", "f fail:exhausted", "g fail:bad-action"];
const batch = {
  scenario: { path: "none", options: {}, seed: 1 },
  cases: { split: "train" },
  genomes: texts.map((text) => genomeOf("program", text)),
  rivals: [],
} as const;
const expected = ["scored", "crashed", "scored", "refused", "scored", "exhausted", "bad-action"] as const;
const trial = { batch, expected };

describe("the fake backend", () => {
  test.each([
    ["as it is", {}],
    ["when it lags", { lagMs: (piece: number) => (piece % 2) * 3, pieceSize: 2 }],
    ["with objectives and measures", { cases: 5, objectives: 2, measures: 3 }],
  ])("keeps the laws of a backend %s", async (_, behaviour) => {
    await checkBackend(() => createFakeBackend(behaviour), trial);
  });

  test("fails when it is told to, after what came before", async () => {
    const pieces: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const piece of createFakeBackend({ failAt: 4 }).evaluate(batch)) pieces.push(piece.length);
    };
    await expect(reading()).rejects.toMatchObject({ name: "WorldError" });
    expect(pieces).toEqual([3]);
  });

  test("scores as it is told to", async () => {
    const backend = createFakeBackend({ cases: 2, score: (text, one) => [text.length + one] });
    const [outcome] = await evaluateAll(backend, { ...batch, genomes: [genomeOf("program", "abc")] });
    expect(outcome).toMatchObject({ scores: [[3], [4]] });
  });
});

/** A backend that breaks one law: the change is made to all outcomes of a batch at once. */
function flawed(change: (outcomes: readonly Outcome[], call: number) => readonly Outcome[]): Backend {
  const sound = createFakeBackend();
  let calls = 0;
  return {
    ...sound,
    async *evaluate(asked) {
      yield change(await evaluateAll(sound, asked), calls++);
    },
  };
}

const scored = (score: number): Outcome => ({ status: "scored", scores: [[score], [0], [0]], measures: [] });
const spoilt = (score: number) => (outcomes: readonly Outcome[]) =>
  outcomes.map((one) => (one.status === "scored" ? scored(score) : one));

describe("the check of backends", () => {
  test.each<[string, () => Backend, RegExp]>([
    ["outcomes for nothing", () => flawed((outcomes) => [...outcomes, scored(1)]), /empty batch/],
    ["a lost outcome", () => flawed((outcomes) => outcomes.slice(0, 6)), /not in order/],
    ["outcomes out of order", () => flawed((outcomes) => outcomes.toReversed()), /not in order/],
    ["a score that is not finite", () => flawed(spoilt(Infinity)), /not finite/],
    [
      "scores that differ in number",
      () => flawed((all) => all.map((one, k) => (k === 2 ? { ...scored(1), scores: [[1]] } : one))),
      /differ in number/,
    ],
    [
      "a message without end",
      () =>
        flawed((all) =>
          all.map((one) =>
            one.status === "failed" ? { ...one, fault: { ...one.fault, message: "x".repeat(201) } } : one,
          ),
        ),
      /201 characters/,
    ],
    ["outcomes that change with time", () => flawed((all, call) => spoilt(call)(all)), /the second time/],
    [
      "outcomes that depend on the neighbours",
      () => flawed((all) => all.map((one, k) => (one.status === "scored" ? scored(k) : one))),
      /order of the genomes|than in its batch/,
    ],
    [
      "a backend that works on after its end",
      () => ({ ...createFakeBackend(), close: async () => {} }),
      /still evaluates/,
    ],
  ])("bites on %s", async (_, create, message) => {
    await expect(checkBackend(create, trial)).rejects.toThrow(message);
  });
});
