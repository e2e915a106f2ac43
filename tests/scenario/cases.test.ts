import { describe, expect, test } from "vitest";
import { casesOf } from "../../src/scenario/cases.ts";
import type { Case } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { guessing } from "./worlds.ts";

function drawn(cases: unknown): readonly Case[] {
  const scenario = guessing({ rivals: 2, cases: () => cases as readonly Case[] });
  return casesOf(scenario, "train", randomFromSeed(1), "a.ts");
}

describe("The cases of a scenario", () => {
  test("come through when they keep the contract, with everybody they seat", () => {
    const cases: readonly Case[] = [
      { id: "a", instance: 1 },
      { id: "b", instance: null, seats: ["self", { reference: "echo" }] },
      { id: "c", instance: [], seats: [{ rival: 1 }, "self"] },
    ];
    expect(drawn(cases)).toBe(cases);
  });

  test.each([
    ["there are none", [], '`cases("train")` gave no cases (a.ts)'],
    ["nothing is returned", undefined, '`cases("train")` gave no cases (a.ts)'],
    ["an id is missing", [{ instance: 1 }], "Expected `id` of case 0 to be a text (a.ts)"],
    ["an entry is no case", [null], "Expected `id` of case 0 to be a text (a.ts)"],
    [
      "an id repeats",
      [
        { id: "a", instance: 1 },
        { id: "a", instance: 2 },
      ],
      "Two cases have the id `a` (a.ts)",
    ],
    ["an instance is missing", [{ id: "a" }], "Case `a` has no `instance` (a.ts)"],
    [
      "nobody is evaluated",
      [{ id: "a", instance: 1, seats: [{ rival: 0 }] }],
      "Case `a` does not seat `self` exactly once",
    ],
    [
      "somebody sits twice",
      [{ id: "a", instance: 1, seats: ["self", "self"] }],
      "Case `a` does not seat `self` exactly once",
    ],
    [
      "a rival does not exist",
      [{ id: "a", instance: 1, seats: ["self", { rival: 2 }] }],
      "Case `a` seats rival 2 of 2",
    ],
    [
      "a reference does not exist",
      [{ id: "a", instance: 1, seats: ["self", { reference: "x" }] }],
      "Case `a` seats `x`, who is no reference",
    ],
  ])("are refused when %s", (_what, cases, message) => {
    expect(() => drawn(cases)).toThrow(message);
  });

  test("are refused with the reason when `cases` throws", () => {
    const scenario = guessing({
      cases: () => {
        throw new Error("no data");
      },
    });
    expect(() => casesOf(scenario, "test", randomFromSeed(1), "a.ts")).toThrow('`cases("test")` threw: no data (a.ts)');
  });
});
