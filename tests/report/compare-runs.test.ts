import { describe, expect, test } from "vitest";
import { comparisonPage } from "../../src/report/comparison-page.ts";
import { compareRuns } from "../../src/report/compare-runs.ts";
import { campaignOf } from "../simulation/worlds.ts";
import { logOf } from "../view/viewing.ts";
import { comparedRun, withTest } from "./comparing.ts";

const one = campaignOf({ seed: 1 });
const two = campaignOf({ seed: 2 });
const wide = campaignOf({ seed: 1, population: 16 });
const [ofOne, ofTwo, ofWide] = await Promise.all([one, two, wide].map((campaign) => logOf(campaign)));

/** A run of the first campaign's settings, its champion scoring so on the test cases. */
function run(id: string, campaign: typeof one, scores: readonly number[]) {
  const log = campaign === one ? ofOne : campaign === two ? ofTwo : ofWide;
  return comparedRun(campaign, withTest(log!, scores), id);
}

describe("runs with the same test cases", () => {
  const low = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
  const high = low.map((x, i) => x + 0.05 + i / 1000);

  test("are compared case by case, and the one that is better is named", () => {
    const { pairs } = compareRuns([run("a", one, low), run("b", wide, high)]);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ first: "a", second: "b", cases: 6, telling: 6, better: "a", effect: 1 });
    // All six of 2^6 signs on one side, twice.
    expect(pairs[0]!.p).toBeCloseTo(2 / 64, 12);
    expect(pairs[0]!.difference.estimate).toBeCloseTo(-0.0525, 12);
    expect(pairs[0]!.difference.high).toBeLessThan(0);
  });

  test("that do the same cannot be told apart", () => {
    const { pairs } = compareRuns([run("a", one, low), run("b", wide, low)]);
    expect(pairs[0]).toMatchObject({ telling: 0, p: 1, effect: 0, difference: { estimate: 0, low: 0, high: 0 } });
    expect(pairs[0]).not.toHaveProperty("better");
  });

  test("are corrected for how many pairs there are", () => {
    const { pairs } = compareRuns([run("a", one, low), run("b", wide, high), run("c", wide, low.toReversed())]);
    expect(pairs).toHaveLength(3);
    expect(pairs[0]!.pCorrected).toBeCloseTo(3 * pairs[0]!.p, 12);
    for (const { p, pCorrected } of pairs) expect(pCorrected).toBeGreaterThanOrEqual(p);
  });

  test("where more is better, the one with more is", () => {
    const up = campaignOf({ seed: 1 }, { objectives: [{ name: "gain", direction: "maximize", about: "More." }] });
    const of = (id: string, scores: readonly number[]) => comparedRun(up, withTest(ofOne!, scores), id);
    expect(compareRuns([of("a", low), of("b", high)]).pairs[0]).toMatchObject({ better: "b", effect: -1 });
  });
});

describe("runs with other seeds or other cases", () => {
  test("are not compared case by case", () => {
    expect(compareRuns([run("a", one, [1, 2]), run("b", two, [1, 2])]).pairs).toEqual([]);
    expect(compareRuns([run("a", one, [1, 2]), run("b", wide, [1, 2, 3])]).pairs).toEqual([]);
    const other = { ...run("b", wide, [1, 2]), scenarioHash: "another" };
    expect(compareRuns([run("a", one, [1, 2]), other]).pairs).toEqual([]);
  });

  test("make a group where they differ in the seed alone", () => {
    const runs = [run("a", one, [1]), run("b", two, [3]), run("c", wide, [7])];
    const { groups, contests, differences } = compareRuns(runs);
    expect(groups).toEqual([
      { group: "A", runs: ["a", "b"], n: 2, median: 2, quartiles: [1.5, 2.5] },
      { group: "B", runs: ["c"], n: 1, median: 7, quartiles: [7, 7] },
    ]);
    expect(contests).toMatchObject([{ first: "A", second: "B", n: [2, 1], a: 1, pLeast: 2 / 3 }]);
    expect(differences).toEqual([{ path: "population", values: ["8", "8", "16"] }]);
  });

  test("of which each is alone in its group are no contest", () => {
    expect(compareRuns([run("a", one, [1]), run("b", wide, [2])]).contests).toEqual([]);
  });
});

describe("the progress of runs", () => {
  test("is taken at numbers of evaluations that all of them reached", () => {
    const { progress, runs } = compareRuns([run("a", one, [1]), run("b", wide, [1])]);
    expect(progress.evaluations.at(-1)).toBe(Math.min(...runs.map(({ evaluations }) => evaluations)));
    expect(progress.best.map((values) => values.length)).toEqual([40, 40]);
    for (const values of progress.best) expect(values).toEqual(values.toSorted((a, b) => b! - a!));
  });

  test("is empty where one has not finished a generation", () => {
    const early = comparedRun(wide, ofWide!.slice(0, 1), "b");
    const comparison = compareRuns([run("a", one, [1]), early]);
    expect(comparison.progress.evaluations).toEqual([]);
    expect(comparison.runs[1]).not.toHaveProperty("test");
    expect(comparisonPage(comparison, "x", { t: "", lamarck: "" })).toContain("no number of evaluations that all runs");
  });
});
