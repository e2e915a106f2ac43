import { describe, expect, test } from "vitest";
import { type Arm, choiceOf } from "../../src/emitters/arms.ts";
import type { BanditMemory } from "../../src/emitters/bandit.ts";
import type { Told } from "../../src/emitters/emitter.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { noUsage } from "../../src/variation/calls.ts";
import { modelOperators } from "../../src/variation/model-operators.ts";

const options = { exploration: 1, epsilon: 0.2, decay: 0.95, thrift: 0.1, usdPerSecond: 0.001 };
const model = { name: "small", usd: 0.01, tokensPerSecond: 100 };

function offline(name: string, weight = 1): Arm {
  return {
    by: "operator",
    weight,
    operator: { name, kind: "program", about: name, arity: 1, vary: () => genomeOf("program", name) },
  };
}

function asking(name: string, weight = 1): Arm {
  return { by: "model", weight, model, operator: modelOperators.find((one) => one.name === name)! };
}

const arms = [offline("hoist"), offline("shrink"), asking("llm-edit")];

function after(...told: readonly Told[]): BanditMemory["arms"] {
  const { memory } = choiceOf(arms, options);
  return memory!.after(memory!.start, told).arms;
}

const draft = { operator: "llm-edit", model: "small", usage: { ...noUsage, output: 1000 } };

describe("credit", () => {
  test("goes to the operator for what its child is better than its parent", () => {
    const [hoist, shrink] = after(
      { island: 0, operator: "hoist", parent: 1, fitness: 3 },
      { island: 0, operator: "shrink", parent: 1, fitness: 0 },
      { island: 0, operator: "shrink", parent: 1 },
    );
    expect(hoist).toMatchObject({ trials: 1, reward: 0.5 });
    expect(shrink).toMatchObject({ trials: 2, reward: 0 });
  });

  test("goes to the model that wrote the child, with its price and what waiting for it is worth", () => {
    const told = { island: 0, operator: "llm-edit", parent: 1, fitness: 2, draft: { ...draft, calls: 2, usd: 0.03 } };
    const [, , edit] = after(told);
    expect(edit).toMatchObject({ trials: 1, reward: 0.5 });
    expect(edit!.cost).toBeCloseTo(0.03 + 10 * 0.001);
  });

  test("goes to the operator that took the place of a draft, and the model has failed at its cost", () => {
    const told = { island: 0, operator: "hoist", parent: 1, fitness: 2, draft: { ...draft, calls: 1, usd: 0.03 } };
    const [hoist, , edit] = after(told);
    expect(hoist).toMatchObject({ trials: 1, reward: 0.5 });
    expect(edit).toMatchObject({ trials: 1, reward: 0 });
    expect(edit!.cost).toBeGreaterThan(0.03);
  });

  test("says nothing of a model that was never asked", () => {
    const told = { island: 0, operator: "hoist", parent: 1, fitness: 2, draft: { ...draft, calls: 0, usd: 0 } };
    const [hoist, , edit] = after(told);
    expect(hoist!.trials).toBe(1);
    expect(edit).toEqual({ trials: 0, reward: 0, cost: 0 });
  });

  test("is given for what a child has above the median of the parents on its island", () => {
    const others = [5, 5, 5].map((parent): Told => ({ island: 0, operator: "shrink", parent, fitness: 0 }));
    const [weak] = after({ island: 0, operator: "hoist", parent: 1, fitness: 4 }, ...others);
    expect(weak!.reward).toBe(0);
    const [elsewhere] = after({ island: 1, operator: "hoist", parent: 1, fitness: 4 }, ...others);
    expect(elsewhere!.reward).toBeGreaterThan(0);
  });

  test("is given to nobody for children of the first generation, and of operators that are no arms", () => {
    const known = after({ island: 0, operator: "seed", parent: 0, fitness: 9 }, { island: 0, fitness: 9 });
    expect(known.every(({ trials }) => trials === 0)).toBe(true);
  });
});

describe("a choice", () => {
  test("is made by the weights of the arms that are open, where there is no bandit", () => {
    const weighted = [offline("hoist", 3), offline("shrink", 1), offline("never", 0), asking("llm-edit", 4)];
    const pick = choiceOf(weighted, undefined).picker(undefined);
    const random = randomFromSeed(1);
    const shareOf = (name: string, isOpen: (arm: Arm) => boolean): number =>
      Array.from({ length: 4000 }, () => pick(random, isOpen)).filter(({ operator }) => operator.name === name).length /
      4000;
    expect(shareOf("llm-edit", () => true)).toBeCloseTo(0.5, 1);
    expect(shareOf("hoist", ({ by }) => by === "operator")).toBeCloseTo(0.75, 1);
    expect(shareOf("never", () => true)).toBe(0);
  });

  test("needs an operator that asks no model, since its child takes the place of a draft", () => {
    const make = (): unknown => choiceOf([offline("hoist", 0), asking("llm-edit")], options);
    expect(make).toThrow(UserError);
    expect(make).toThrow("that asks no model");
  });
});
