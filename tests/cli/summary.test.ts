import { describe, expect, test } from "vitest";
import { summaryText } from "../../src/cli/summary.ts";
import { createFold } from "../../src/events/state.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { campaignOf } from "../simulation/worlds.ts";

const { spec, scenario } = campaignOf();

/** The first line of the summary of a run that was stopped, when its generation of that number was the last one. */
function headAfter(generation?: number): string | undefined {
  const { state, apply } = createFold(spec, scenario.objectives[0], (hash) => genomeOf("fake", hash));
  if (generation !== undefined) {
    apply({ type: "generation-finished", generation, entered: [], left: [], observed: { t: "", ms: 7000 } });
  }
  const about = { run: "early", select: "early", scenario, test: new Map() };
  return summaryText({ ...about, condition: "stopped", state }).split("\n")[0];
}

describe("the summary of a run", () => {
  test("says that no generation is done while there is none to number", () => {
    expect(headAfter()).toBe(`Campaign ${scenario.name} #early is stopped (no generation is done, 0 evals, 0s)`);
  });

  test.each([
    [0, "0"],
    [1234, "1,234"],
  ])("numbers generation %i as it is read: %s", (generation, text) => {
    expect(headAfter(generation)).toContain(` is stopped (generation ${text}, 0 evals, 7s)`);
  });
});
