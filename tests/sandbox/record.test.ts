import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import { answersOf, type RecordedCase } from "../../src/evaluation/recording.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { createSandbox, type Sandbox } from "../../src/sandbox/backend.ts";
import { builtinScenarios } from "../../src/scenario/builtin.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { isStepped, type Scenario } from "../../src/scenario/scenario.ts";
import { createEpisodes } from "../../src/view/playback.ts";
import { createReplay } from "../../src/view/replay.ts";
import { echoBatch } from "./fixtures.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ lanes: 1 });
});
afterAll(() => sandbox.close());

/** What the world says at the end of a replay. */
function endOf(scenario: Scenario, recorded: RecordedCase): readonly number[] | undefined {
  if (!isStepped(scenario)) return undefined;
  const replay = createReplay(scenario, recorded);
  const seat = Math.max(0, recorded.case.seats?.indexOf("self") ?? 0);
  return scenario.world().score(replay.stateAt(replay.steps), seat);
}

describe("A recording", () => {
  test("holds the numbers that each program answered, beside its outcome", async () => {
    const double = "export default function f(x) { return x * 2; }";
    const [recording, failed] = await sandbox.record(
      echoBatch([double, "export default function f(x) { return x.no.thing; }"]),
    );
    expect(recording!.outcome.status).toBe("scored");
    expect(recording!.cases.map(({ answer }) => answer)).toEqual(Array.from({ length: 20 }, (_, i) => [(i / 10) * 2]));
    expect(failed).toMatchObject({ outcome: { status: "failed", fault: { kind: "crashed" } } });
    expect(failed!.cases).toHaveLength(20);
    expect(failed!.cases.some(({ answer }) => answer !== undefined)).toBe(false);
  });

  test("belongs to its program, however many are recorded", async () => {
    const sources = Array.from({ length: 40 }, (_, k) =>
      k % 7 === 3
        ? "export default function f(x) { return x.no.thing; }"
        : `export default function f(x) { return x + ${k}; }`,
    );
    const recordings = await sandbox.record(echoBatch(sources));
    expect(recordings.map(({ cases }) => cases[0]!.answer)).toEqual(
      sources.map((_, k) => (k % 7 === 3 ? undefined : [k])),
    );
    expect(recordings.map(({ outcome }) => outcome.status === "failed")).toEqual(sources.map((_, k) => k % 7 === 3));
  });

  test.each(builtinScenarios.map((name) => [name]))(
    "of %s has the outcome of an evaluation, and its replay the scores of the judge",
    async (name) => {
      const scenario = await loadScenario(name, {});
      const genomes = (scenario.references ?? []).slice(0, 2).map(({ source }) => genomeOf("program", source));
      const batch = {
        scenario: { path: name, options: {}, seed: 3 },
        cases: { split: "train" },
        genomes,
        rivals: genomes,
      } as const;
      const recordings = await sandbox.record(batch);
      const outcomes = await evaluateAll(sandbox, batch);
      for (const [k, { outcome, cases }] of recordings.entries()) {
        expect({ ...outcome, observed: undefined }).toEqual({ ...outcomes[k], observed: undefined });
        if (outcome.status !== "scored") throw new Error("a reference failed");
        const episodes = createEpisodes(scenario, recordings[k]!);
        for (const [i, recorded] of cases.entries()) {
          expect(endOf(scenario, recorded)).toEqual(isStepped(scenario) ? outcome.scores[i] : undefined);
          const playback = episodes.open(i);
          expect(playback.draw(playback.frames - 1, 80, 18).join("\n")).not.toMatch(/threw|cannot|failed/);
        }
      }
    },
  );

  test("is read out of one list of numbers, and of none that does not add up", () => {
    expect(answersOf([2, 5, 6, 0, 1, 7], 3)).toEqual([[5, 6], [], [7]]);
    for (const [numbers, cases] of [
      [[2, 5], 1],
      [[1, 5, 6], 1],
      [[0.5, 1], 1],
      [[-1], 1],
      [[], 1],
      [[0], 2],
    ] as const) {
      expect(answersOf(numbers, cases)).toBeUndefined();
    }
  });
});
