import { describe, expect, test } from "vitest";
import factory from "../../scenarios/logic-tasks/scenario.ts";
import { performedTasks, taskOf, tasks } from "../../scenarios/logic-tasks/tasks.ts";
import { type Environment, type State, world } from "../../scenarios/logic-tasks/world.ts";
import type { Agent, SteppedScenario } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { meanScore, playCase, reference } from "./episode.ts";

const scenario = factory.create({}) as SteppedScenario;
const train = scenario.cases("train", randomFromSeed(1));
const environments = train.map(({ instance }) => instance as Environment);
const names = tasks.map(({ name }) => name);

/** Plays one environment and returns its end and all answers. */
function lived(agent: Agent, environment: Environment = environments[0]!): { state: State; outputs: number[] } {
  const { begin, observe, over, step } = world();
  const state = begin(environment, randomFromSeed(1)) as State;
  const outputs: number[] = [];
  while (!over(state)) {
    const output = Number(agent(...observe(state, 0)));
    outputs.push(output);
    step(state, [output]);
  }
  return { state, outputs };
}

describe("The nine logic tasks", () => {
  test("are all the functions of both inputs but the constants and the inputs themselves", () => {
    const others = Array.from({ length: 16 }, (_, table) => table).filter((table) => taskOf(table) === undefined);
    // false, b, a, true
    expect(others).toEqual([0b0000, 0b1010, 0b1100, 0b1111]);
    expect(tasks.flatMap(({ tables }) => tables)).toHaveLength(12);
  });

  test("are rewarded as in Lenski et al. (2003)", () => {
    expect(tasks.map(({ name, reward }) => `${name} ${reward}`).join(" ")).toBe(
      "NOT 2 NAND 2 AND 4 ORN 4 OR 8 ANDN 8 NOR 16 XOR 16 EQU 32",
    );
  });

  const functions: readonly (readonly [string | undefined, (a: boolean, b: boolean) => boolean])[] = [
    ["NOT", (a) => !a],
    ["NOT", (_, b) => !b],
    ["NAND", (a, b) => !(a && b)],
    ["AND", (a, b) => a && b],
    ["ORN", (a, b) => a || !b],
    ["ORN", (a, b) => !a || b],
    ["OR", (a, b) => a || b],
    ["ANDN", (a, b) => a && !b],
    ["ANDN", (a, b) => !a && b],
    ["NOR", (a, b) => !a && !b],
    ["XOR", (a, b) => a !== b],
    ["EQU", (a, b) => a === b],
    [undefined, (a) => a],
    [undefined, () => true],
  ];
  test.each(functions)("%s is recognised in what %s answers, and earns its reward once", (name, agent) => {
    for (const [i, environment] of environments.entries()) {
      const { outputs } = lived(agent, environment);
      expect(new Set(performedTasks(outputs, environment.order))).toEqual(new Set([name]));
      const all = environment.rewards.reduce((sum, reward) => sum + reward, 0);
      const { score, measures } = playCase(scenario, train[i]!, agent);
      expect(score).toBe(name === undefined ? 0 : environment.rewards[names.indexOf(name)]! / all);
      expect(measures).toEqual(name === undefined ? [0, 0] : [1, 1]);
    }
  });

  test("can build on each other: what was answered one tick ago is seen again", () => {
    const { outputs } = lived((a: boolean, b: boolean, last: boolean, tick: number) => (tick === 0 ? a !== b : !last));
    expect(performedTasks(outputs, environments[0]!.order).slice(0, 3)).toEqual(["XOR", "EQU", "XOR"]);
  });

  test("traces tell, tick by tick, which of the nine was performed, and nothing where none was", () => {
    const { begin, observe, over, step } = world();
    const state = begin(environments[0]!, randomFromSeed(1)) as State;
    const agent = reference(scenario, "all-nine");
    const [tokens, outputs]: [string[], number[]] = [[], []];
    while (!over(state)) {
      outputs.push(Number(agent(...observe(state, 0))));
      step(state, [outputs.at(-1)!]);
      tokens.push(...scenario.stepTokens!(state, 0, outputs.at(-1)!));
    }
    const performed = performedTasks(outputs, environments[0]!.order);
    expect(performed).toContain(undefined);
    expect(tokens).toEqual(performed.filter((name) => name !== undefined));
    expect(new Set(tokens)).toEqual(new Set(names));
  });

  test("ticks that are not over perform nothing yet", () => {
    expect(performedTasks([1, 1, 1, 0, 1], [0, 1, 2, 3])).toEqual(["NAND"]);
    expect(performedTasks([1, 1], [0, 1, 2, 3])).toEqual([]);
  });

  test("what one environment of three leaves out the other two reward", () => {
    for (const split of ["train", "validation", "test"] as const) {
      const rewards = scenario.cases(split, randomFromSeed(3)).map(({ instance }) => (instance as Environment).rewards);
      for (let deal = 0; deal < rewards.length; deal += 3) {
        for (const [i, { reward }] of tasks.entries()) {
          const given = rewards.slice(deal, deal + 3).map((some) => some[i]!);
          expect(given.toSorted((a, b) => a - b)).toEqual([0, reward, reward]);
        }
      }
    }
  });

  test("are all performed by the reference that is written by hand, in every case", () => {
    for (const split of ["train", "test"] as const) {
      const cases = scenario.cases(split, randomFromSeed(1));
      for (const one of cases) expect(playCase(scenario, one, reference(scenario, "all-nine")).score).toBe(1);
      const means = ["echo", "negation", "simplest", "all-nine"].map((name) =>
        meanScore(scenario, cases, reference(scenario, name)),
      );
      expect(means).toEqual(means.toSorted((a, b) => a - b));
    }
  });

  test("that are named as unrewarded earn nothing anywhere", () => {
    const onlyEqu = factory.create({ unrewarded: names.slice(0, 8).join(", ") }) as SteppedScenario;
    for (const one of onlyEqu.cases("test", randomFromSeed(1))) {
      expect(playCase(onlyEqu, one, (a, b) => a === b).score).toBe(1);
      expect(playCase(onlyEqu, one, (a, b) => a !== b).score).toBe(0);
    }
    expect(() => factory.create({ unrewarded: "XNOR" })).toThrow("got `XNOR`");
    expect(() => factory.create({ unrewarded: names.join(",") })).toThrow("all of them");
  });

  test("are drawn tick by tick, with what each performed and what was earned", () => {
    const { state } = lived(reference(scenario, "all-nine"));
    const lines = scenario.draw!(state, 80, 20, ["agent"]);
    expect(lines[0]).toContain("9 of 9 tasks");
    const performed = lines.find((line) => line.startsWith("task"))!.split(/ +/);
    for (const name of names) expect(performed).toContain(name);
    expect(lines.join("\n")).toMatch(/● EQU +(32|0) +at tick 7/);
  });
});
