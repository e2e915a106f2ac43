import { describe, expect, test } from "vitest";
import { noveltyGate } from "../../src/campaign/novelty.ts";
import type { Backend } from "../../src/evaluation/backend.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import type { PlayedScenario } from "../../src/scenario/scenario.ts";
import { memberOf } from "../../src/testing/members.ts";
import { guessing } from "../scenario/worlds.ts";

const old = genomeOf("vector", "[1]");
const child = genomeOf("vector", "[2]");
const lives = [
  memberOf(7, { genome: old, fitness: 1, cases: [-1, -2, -3, -9], size: 5 }),
  memberOf(8, { genome: old, fitness: 1, cases: [-4, -5, -6, -9], size: 5 }),
];
const scored = (...scores: number[]): Outcome => ({
  status: "scored",
  scores: scores.map((score) => [score]),
  measures: [],
});

/** What the gate says of a child with this outcome on the first cases. */
function refusal(
  outcome: Outcome,
  {
    scenario = {},
    members = lives,
    size = 5,
  }: { scenario?: Partial<PlayedScenario>; members?: typeof lives; size?: number } = {},
) {
  const backend: Backend = {
    async *evaluate({ cases, genomes }) {
      expect(cases).toEqual({ split: "train", first: 3 });
      yield genomes.map(() => outcome);
    },
    lanes: () => [],
    close: async () => {},
  };
  const gate = noveltyGate({
    scenario: guessing(scenario),
    members,
    sizeOf: () => size,
    known: (hash) => (hash === old.hash ? 7 : undefined),
    backend,
    batchOf: (genomes, first) => ({
      scenario: { path: "", options: {}, seed: 1 },
      cases: { split: "train", first },
      genomes,
      rivals: [],
    }),
  });
  return { ofChild: gate(child), ofOld: gate(old) };
}

describe("the gate before evaluation", () => {
  test("refuses a genome that was evaluated before, without playing it", async () => {
    expect(await refusal(scored(0, 0, 0)).ofOld).toEqual({ kind: "duplicate", of: 7 });
  });

  test("refuses what fails on the first cases, and says how", async () => {
    const fault = { kind: "crashed", case: "train-0", message: "x is not defined" } as const;
    expect(await refusal({ status: "failed", fault }).ofChild).toEqual({ kind: "failed", fault });
  });

  test("refuses what scores there exactly as a member, in a world of errors as in one of gains", async () => {
    expect(await refusal(scored(4, 5, 6)).ofChild).toEqual({ kind: "same-behaviour", as: 8 });
    expect(await refusal(scored(4, 5, 7)).ofChild).toBeUndefined();
  });

  test("lets the same behaviour in where it takes a smaller program", async () => {
    expect(await refusal(scored(4, 5, 6), { size: 4 }).ofChild).toBeUndefined();
  });

  test("takes equal scores for nothing where most members score the same, or all answers are judged together", async () => {
    const alike = [lives[1]!, lives[1]!, lives[1]!];
    expect(await refusal(scored(4, 5, 6), { members: alike }).ofChild).toBeUndefined();
    const scenario = { judgeTogether: () => [] };
    expect(await refusal(scored(4, 5, 6), { scenario }).ofChild).toBeUndefined();
  });
});
