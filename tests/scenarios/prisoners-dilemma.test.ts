import { describe, expect, test } from "vitest";
import factory from "../../scenarios/prisoners-dilemma/scenario.ts";
import { type Match, world } from "../../scenarios/prisoners-dilemma/world.ts";
import type { Agent, SteppedScenario } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { playCase, reference } from "./episode.ts";

const scenario = factory.create({}) as SteppedScenario;

/** Mean payoffs of two agents in a match. */
function match(agents: readonly Agent[], { rounds = 100, noise = 0 } = {}): readonly number[] {
  const { begin, observe, over, step, score } = world();
  const state: unknown = begin({ rounds, noise, match: 1 } satisfies Match, randomFromSeed(1));
  while (!over(state))
    step(
      state,
      agents.map((agent, seat) => agent(...observe(state, seat))),
    );
  return agents.map((_, seat) => score(state, seat)[0]!);
}

function between(first: string, second: string): readonly number[] {
  return match([reference(scenario, first), reference(scenario, second)]);
}

describe("The iterated prisoner's dilemma", () => {
  test("pays 3 for mutual cooperation, 1 for mutual defection, 5 and 0 for a lone defection", () => {
    expect(between("always-cooperate", "always-cooperate")).toEqual([3, 3]);
    expect(between("always-defect", "always-defect")).toEqual([1, 1]);
    expect(between("always-defect", "always-cooperate")).toEqual([5, 0]);
  });

  test("the classics play as they are known to", () => {
    expect(between("tit-for-tat", "always-defect")).toEqual([0.99, 1.04]);
    expect(between("grim-trigger", "always-defect")).toEqual([0.99, 1.04]);
    expect(between("tit-for-two-tats", "always-defect")).toEqual([0.98, 1.08]);
    expect(between("win-stay-lose-shift", "always-defect")).toEqual([0.5, 3]);
    for (const name of [
      "tit-for-tat",
      "win-stay-lose-shift",
      "grim-trigger",
      "generous-tit-for-tat",
      "soft-majority",
    ]) {
      expect(between(name, "tit-for-two-tats")).toEqual([3, 3]);
    }
  });

  test("one forgiven slip separates the strategies: Pavlov recovers, grim trigger never does", () => {
    const noise = 0.01;
    const twins = (name: string): number =>
      match([reference(scenario, name), reference(scenario, name)], { rounds: 2000, noise })[0]!;
    expect(twins("win-stay-lose-shift")).toBeGreaterThan(2.8);
    expect(twins("grim-trigger")).toBeLessThan(1.5);
  });

  test("noise turns about its share of the moves round", () => {
    const cooperate: Agent = () => 1;
    const [mean] = match([cooperate, () => -1], { rounds: 2000, noise: 0.1 });
    // What pays the cooperator: the other slips, it slips itself, both slip.
    expect(mean).toBeCloseTo(0.9 * 0.1 * 3 + 0.1 * 0.9 * 1 + 0.1 * 0.1 * 5, 1);
  });

  test("an agent sees the last two moves of both, and how far it can trust the other", () => {
    const seen: number[][] = [];
    const spy: Agent = (...inputs: number[]) => {
      seen.push(inputs.slice(0, 6));
      return inputs[0] === 1 ? -1 : 1;
    };
    match([spy, (round: number) => (round === 0 ? -1 : 1)], { rounds: 3 });
    expect(seen).toEqual([
      [0, 0, 0, 0, 0, 0.5],
      [1, 1, -1, 0, 0, 0],
      [2, -1, 1, 1, -1, 0.5],
    ]);
  });

  test("training meets each classic and each rival, in either seat; the other splits only the classics", () => {
    const classics = scenario.references!.length;
    const train = scenario.cases("train", randomFromSeed(1));
    expect(train).toHaveLength(classics + 8);
    expect(new Set(train.map(({ seats }) => seats!.indexOf("self")))).toEqual(new Set([0, 1]));
    expect(scenario.cases("validation", randomFromSeed(1))).toHaveLength(classics);
    expect(scenario.cases("test", randomFromSeed(1))).toHaveLength(3 * classics);
  });

  test("matches differ in length, so the last round cannot be learned", () => {
    const rounds = scenario.cases("train", randomFromSeed(1)).map(({ instance }) => (instance as Match).rounds);
    expect(Math.min(...rounds)).toBeGreaterThanOrEqual(120);
    expect(Math.max(...rounds)).toBeLessThanOrEqual(180);
    expect(new Set(rounds).size).toBeGreaterThan(5);
  });

  test("measures tell a cooperator from a retaliator", () => {
    const one = {
      id: "a",
      instance: { rounds: 100, noise: 0, match: 1 },
      seats: [{ reference: "always-defect" }, "self"] as const,
    };
    expect(playCase(scenario, one, () => 1).measures).toEqual([1, 0]);
    expect(playCase(scenario, one, reference(scenario, "tit-for-tat")).measures).toEqual([0.01, 1]);
  });
});
