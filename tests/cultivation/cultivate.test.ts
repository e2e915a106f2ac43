import { describe, expect, test } from "vitest";
import { cultivate, cultivationOf } from "../../src/cultivation/cultivate.ts";
import { evaluationsPerMember, type Pair, type Plot, replicate } from "../../src/cultivation/replicate.ts";
import type { PlayedScenario } from "../../src/scenario/scenario.ts";
import { wilsonInterval } from "../../src/std/statistics.ts";
import { bitProgram, bits, trusted } from "../capabilities/bits.ts";
import { plotOf, recorderOf } from "./plots.ts";

const arm = (share: number) => ({ share, bearers: [] });
/** So many pairs, with so many of each arm in which the pattern persists. */
const pairsOf = (replicates: number, success: number, control: number) =>
  Array.from({ length: replicates }, (_, i): Pair => {
    return { treated: arm(i < success ? 0.5 : 0.49), control: arm(i < control ? 1 : 0) };
  });

describe("What is cultivated passes", () => {
  const plot = plotOf("XOR", "return a !== b;");

  test.each([
    [24, 20, 4, true],
    // 79 % is not enough of 24: the lower bound is at 0.595.
    [24, 19, 0, false],
    [24, 24, 5, false],
    [6, 6, 1, true],
    [5, 5, 0, false],
    [10, 10, 2, false],
    [500, 330, 0, true],
  ])("of %i pairs with %i successes and %i in the control: %j", (replicates, success, control, passed) => {
    const result = cultivationOf(pairsOf(replicates, success, control), plot);
    expect(result).toMatchObject({ passed, replicates, success, control, size: 24, seed: 5 });
    const { low, high } = wilsonInterval(success, replicates);
    expect(result.bounds.success).toEqual([low, high]);
  });
});

/** A world that pays for one function alone. */
function paying(token: string): PlayedScenario {
  const judge: PlayedScenario["judge"] = (answer, one) => ({
    scores: [bits.answerTokens!(answer, one).includes(token) ? 1 : 0],
  });
  return { ...bits, judge };
}

function plotIn(scenario: PlayedScenario, changes: Partial<Plot> = {}): Plot {
  const ports = { scenario, recorder: recorderOf(scenario), proving: trusted(scenario) };
  return plotOf("XOR", "return a !== b;", { ...ports, ...changes });
}

describe("A part that is given to strangers", () => {
  test("persists where the world pays for what it does, and not where it pays for something else", async () => {
    const paid = await cultivate(plotIn(paying("XOR")), 3, () => {});
    const idle = await cultivate(plotIn(paying("AND")), 3, () => {});
    const persisting = (pairs: readonly Pair[]) => pairs.filter(({ treated }) => treated.share >= 0.5).length;
    expect([persisting(paid!), persisting(idle!)]).toEqual([3, 0]);
    for (const { treated } of paid!) expect(treated.bearers.length).toBeGreaterThan(0);
  });

  test("is given to the founders that one has, and the same seed comes to the same", async () => {
    const founders = ["return a;", "return b;", "return !a;", "return tick > 2 && a;"].map((body) => bitProgram(body));
    const plot = plotIn(bits, { founders });
    const [once, again] = [await replicate(plot, 0), await replicate(plot, 0)];
    expect(again).toEqual(once);
    expect(await replicate({ ...plot, seed: 6 }, 0)).not.toEqual(once);
  });

  test("takes no more evaluations than is said before", async () => {
    let played = 0;
    const recorder = recorderOf(bits);
    const counting: Plot["recorder"] = {
      ...recorder,
      async record(batch) {
        played += batch.genomes.length;
        return recorder.record(batch);
      },
      evaluate(batch) {
        played += batch.genomes.length;
        return recorder.evaluate(batch);
      },
    };
    const proving = trusted(bits);
    await replicate(plotIn(bits, { recorder: counting, proving }), 0);
    expect(played + proving.played()).toBeLessThanOrEqual(24 * evaluationsPerMember);
    expect(played).toBeGreaterThan(24 * 20);
  });

  test("can be stopped, and then nothing is known of it", async () => {
    const abort = new AbortController();
    const told: number[] = [];
    const pairs = await cultivate(plotIn(bits, { signal: abort.signal }), 3, (_, index) => {
      told.push(index);
      abort.abort();
    });
    expect(pairs).toBeUndefined();
    expect(told).toEqual([0]);
  });
});
