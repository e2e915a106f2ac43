import { describe, expect, test } from "vitest";
import type { Objective } from "../../src/scenario/scenario.ts";
import { type Judged, verdicts } from "../../src/view/judged.ts";

const success: Objective = { name: "success", direction: "maximize", about: "" };
const cost: Objective = { name: "cost", direction: "minimize", about: "" };
const program = { name: "champion", status: "scored", mean: 0.8, id: 4, kind: "program" } as const;

function network(estimate: number, low: number, high: number): Judged {
  const difference = { estimate, low, high };
  return { name: "best network", status: "scored", mean: 0.8 - estimate, id: 7, kind: "network", difference };
}

const failed = { status: "failed", fault: "crashed: it failed" } as const;

describe("who won among the kinds", () => {
  test.each<readonly [string, Judged, Judged, Objective, string]>([
    [
      "the champion, where it is above",
      program,
      network(0.1, 0.05, 0.2),
      success,
      "The best program, #4, beats the best network, #7, by 0.1 [0.05, 0.2] in mean success.",
    ],
    [
      "the other, where the test says otherwise than the validation did",
      program,
      network(-0.1, -0.2, -0.05),
      success,
      "The best network, #7, beats the best program, #4, by 0.1 [0.05, 0.2] in mean success.",
    ],
    [
      "the lower one, where less is better",
      program,
      network(0.1, 0.05, 0.2),
      cost,
      "The best network, #7, beats the best program, #4, by 0.1 [0.05, 0.2] in mean cost.",
    ],
    [
      "nobody, where the difference may be none",
      program,
      network(0.1, -0.05, 0.2),
      success,
      "Nobody won: the best program, #4, and the best network, #7, differ by 0.1 in mean success, and the interval of the difference, [-0.05, 0.2], holds 0.",
    ],
    [
      "who did not fail",
      program,
      { name: "best network", id: 7, kind: "neat", ...failed },
      success,
      "The best program, #4, won: the best NEAT network, #7, failed on the test cases.",
    ],
    [
      "none of those who failed",
      { name: "champion", id: 4, kind: "program", ...failed },
      { name: "best network", id: 7, kind: "network", ...failed },
      success,
      "Neither the best program, #4, nor the best network, #7, got through the test cases.",
    ],
  ])("is %s", (_, first, other, objective, sentence) => {
    expect(verdicts([first, other], objective)).toEqual([sentence]);
  });

  test("is not asked where there is one kind", () => {
    expect(verdicts([program], success)).toEqual([]);
    expect(verdicts([], success)).toEqual([]);
  });
});
