import { describe, expect, test } from "vitest";
import { draftsAllowed } from "../../src/campaign/drafting.ts";
import { withModels } from "../../src/campaign/with-models.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import { noSpending } from "../../src/events/spending.ts";
import { guessing } from "../scenario/worlds.ts";

const model = { name: "m", usdPerMillion: { input: 1, cacheWrite: 1, cacheRead: 1, output: 1 }, tokensPerSecond: 60 };
const spec = withModels(defaultSpec(guessing(), "/simulated/scenario.ts"), [model]);

/** The generations up to the 200th in which a draft is written after so many failures in a row. */
function triedAfter(failing: number): number {
  const state = { spec, spending: { ...noSpending, failing } };
  return Array.from({ length: 200 }, (_, i) => draftsAllowed(state, i + 1)).filter((drafts) => drafts > 0).length;
}

describe("after failures in a row", () => {
  test("all drafts are written while there are less than three, and one now and then from then on", () => {
    const allowed = (failing: number) => draftsAllowed({ spec, spending: { ...noSpending, failing } }, 64);
    expect([0, 1, 2].map(allowed)).toEqual([Infinity, Infinity, Infinity]);
    expect([3, 9, 100].map(allowed)).toEqual([1, 1, 1]);
  });

  test("models are tried in every second generation, though all calls of one generation have failed at once", () => {
    expect(triedAfter(3)).toBe(100);
    expect(triedAfter(1 + spec.llm!.births)).toBe(100);
  });

  test("they are tried half as often after each try that fails, and in every 64th generation at last", () => {
    const after = Array.from({ length: 9 }, (_, tries) => triedAfter(1 + spec.llm!.births + tries));
    expect(after).toEqual([100, 50, 25, 12, 6, 3, 3, 3, 3]);
  });
});
