import { describe, expect, test } from "vitest";
import { vectorKind, vectorOf } from "../../src/genome/kinds/vector.ts";
import { checkOperator } from "../../src/testing/operator.ts";
import type { Operator } from "../../src/variation/operator.ts";
import { gaussian } from "../../src/variation/operators/vector.ts";
import { worldContext } from "./worlds.ts";

const trial = { kind: vectorKind, context: worldContext, parents: [vectorOf([1, 2])], rounds: 5, seed: 1 };

describe("the check of operators", () => {
  let calls = 0;

  test.each<[string, Partial<Operator>, RegExp]>([
    ["a name that is not in kebab case", { name: "Gaussian step" }, /kebab case/],
    ["the wrong kind", { kind: "program" }, /works on `program`/],
    ["an operator that never has a child", { vary: () => undefined }, /made no child/],
    ["a child that depends on more than its random", { vary: () => vectorOf([calls++]) }, /different children/],
    [
      "a child that is too large",
      { vary: () => vectorOf(Array.from({ length: 61 }, () => 1)) },
      /size 61, more than the 60/,
    ],
    ["a child that is not canonical", { vary: () => ({ ...vectorOf([1]), bytes: "[ 1 ]" }) }, /not canonical/],
    [
      "a child with another's hash",
      { vary: () => ({ ...vectorOf([1]), hash: vectorOf([2]).hash }) },
      /hash is not that/,
    ],
  ])("bites on %s", async (_, flaw, message) => {
    await expect(checkOperator({ ...gaussian, ...flaw }, trial)).rejects.toThrow(message);
  });

  test("bites on a parent that is changed", async () => {
    const parents = [{ ...vectorOf([1, 2]) }];
    const vary: Operator["vary"] = ([parent]) => Object.assign(parent!, { bytes: "[9]" });
    await expect(checkOperator({ ...gaussian, vary }, { ...trial, parents })).rejects.toThrow(/parent was changed/);
  });

  test("holds children to the caller's own law too", async () => {
    const check = () => {
      throw new Error("one more law");
    };
    await expect(checkOperator(gaussian, { ...trial, check })).rejects.toThrow("one more law");
  });
});
