import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { builtinScenarios } from "../../src/scenario/builtin.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { Options } from "../../src/scenario/scenario.ts";
import { checkScenario } from "../../src/testing/scenario.ts";
import { targets } from "../../scenarios/symbolic-regression/targets.ts";

describe("The built-in scenarios", () => {
  test("are the folders of scenarios/, all of them", () => {
    const folders = readdirSync(new URL("../../scenarios", import.meta.url), { withFileTypes: true });
    const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect([...builtinScenarios].toSorted()).toEqual(names.toSorted());
  });

  test.each(builtinScenarios.map((name) => [name]))("%s keeps the contract", async (name) => {
    const scenario = await loadScenario(name, {});
    expect(scenario.name).toBe(name);
    await checkScenario(scenario);
    await checkScenario(scenario, { seed: 2, casesMax: 1 });
  });

  const settings: readonly (readonly [string, Options])[] = [
    ["bin-packing", { instances: "weibull", items: 300, trainCases: 2 }],
    ["bin-packing", { instances: "or3" }],
    ["bin-packing", { instances: "weibull-5k" }],
    ["cap-set", { n: 3, to: 5 }],
    ["cap-set", { n: 8 }],
    ["cart-pole", { spread: 0.2, testSpread: 0 }],
    ["double-pole", { velocities: true, fitness: "steps", testStarts: "grid" }],
    ["double-pole", { steps: 3000, trainStarts: 4 }],
    ["pursuit", { steps: 50, rivals: 0 }],
    ["logic-tasks", { unrewarded: "NOT,NAND,AND,ORN,OR,ANDN,NOR,XOR" }],
    ["foraging", { size: 8, agents: 6, food: 20, ticks: 50, rivals: 0 }],
    ["foraging", { size: 40, agents: 2, food: 1, ticks: 200, sight: 20, rivals: 32 }],
    ["prisoners-dilemma", { noise: 0.5, rounds: 2000, rivals: 0 }],
    ["symbolic-regression", { scaling: true, target: "keijzer-6" }],
    ...Object.keys(targets).map((target) => ["symbolic-regression", { target, pointsMax: 50 }] as const),
  ];
  test.each(settings)("%s with %o keeps the contract", async (name, options) => {
    await checkScenario(await loadScenario(name, options), { casesMax: 1 });
  });
});
