import { describe, expect, test } from "vitest";
import { birthsAllowed, budgetUsed, reasonToFinish } from "../../src/campaign/budget.ts";
import type { Budget } from "../../src/events/spec.ts";
import type { State } from "../../src/events/state.ts";
import { memberOf } from "../../src/testing/members.ts";
import { foldOf } from "../simulation/play.ts";
import { campaignOf } from "../simulation/worlds.ts";

const minimize = { name: "error", direction: "minimize", about: "" } as const;
const maximize = { name: "score", direction: "maximize", about: "" } as const;
const campaign = campaignOf({ births: 10 });

function stateOf(budget: Budget, told: Partial<State> = {}): State {
  const { state } = foldOf(campaign, [], new Map());
  const best = memberOf(0);
  return { ...state, spec: { ...campaign.spec, budget }, generation: 0, members: [best], best, ...told };
}

describe("the budget", () => {
  test.each<[Budget, Partial<State>, string | undefined]>([
    [{}, { generation: 1e6, evaluations: 1e9, elapsedMs: 1e12 }, undefined],
    [{ evaluations: 10 }, { evaluations: 6, reused: 3 }, undefined],
    [{ evaluations: 10 }, { evaluations: 6, reused: 4 }, "evaluations"],
    [{ generations: 2 }, { generation: 0 }, undefined],
    [{ generations: 2 }, { generation: 1 }, "generations"],
    [{ seconds: 2 }, { elapsedMs: 1999 }, undefined],
    [{ seconds: 2 }, { elapsedMs: 2000 }, "time"],
    [{ evaluations: 5, generations: 1 }, { evaluations: 5 }, "evaluations"],
    [{}, { members: [], best: undefined }, "no-survivor"],
    [{}, { generation: -1, members: [], best: undefined }, undefined],
    [
      { target: { over: "mean", compare: "<=", value: 1 } },
      { members: [], best: undefined, generation: -1 },
      undefined,
    ],
  ])("%j with %j ends by %s", (budget, told, reason) => {
    expect(reasonToFinish(stateOf(budget, told), minimize)).toBe(reason);
  });

  test.each([
    // Scores of 1 and 3: to minimize, the worst is 3; to maximize, it is 1.
    [minimize, "mean", "<=", 2, true],
    [minimize, "mean", "<=", 1.9, false],
    [minimize, "worst", "<=", 3, true],
    [minimize, "worst", "<=", 2.9, false],
    [maximize, "mean", ">=", 2, true],
    [maximize, "mean", ">=", 2.1, false],
    [maximize, "worst", ">=", 1, true],
    [maximize, "worst", ">=", 1.1, false],
  ] as const)(
    "compares with a target in the scenario's own direction: %j %s%s%d",
    (objective, over, compare, value, isReached) => {
      const cases = objective.direction === "maximize" ? [1, 3] : [-1, -3];
      const state = stateOf({ target: { over, compare, value } }, { best: memberOf(0, { cases }) });
      expect(reasonToFinish(state, objective)).toBe(isReached ? "target" : undefined);
    },
  );

  test("allows as many births as are left, but at least one", () => {
    expect(birthsAllowed(stateOf({}))).toBe(10);
    expect(birthsAllowed(stateOf({ evaluations: 100 }, { evaluations: 50, reused: 45 }))).toBe(5);
    expect(birthsAllowed(stateOf({ evaluations: 100 }, { evaluations: 200 }))).toBe(1);
  });

  test("is used up as far as its nearest limit says", () => {
    expect(budgetUsed({}, stateOf({}))).toBeUndefined();
    expect(budgetUsed({ target: { over: "mean", compare: "<=", value: 0 } }, stateOf({}))).toBeUndefined();
    const state = stateOf({}, { evaluations: 30, reused: 20, generation: 0, elapsedMs: 9000 });
    expect(budgetUsed({ evaluations: 100, generations: 4 }, state)).toBe(0.5);
    expect(budgetUsed({ evaluations: 100, seconds: 10 }, state)).toBe(0.9);
    expect(budgetUsed({ evaluations: 10 }, state)).toBe(1);
  });
});
