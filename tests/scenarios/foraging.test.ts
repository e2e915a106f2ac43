import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groundOf, type Setting } from "../../scenarios/foraging/ground.ts";
import factory from "../../scenarios/foraging/scenario.ts";
import { tensors } from "../../scenarios/foraging/tensors.ts";
import { type Ground, type State, world } from "../../scenarios/foraging/world.ts";
import type { Agent, SteppedScenario } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { tableOf } from "../docs/markdown.ts";
import { reference } from "./episode.ts";

const scenario = factory.create({}) as SteppedScenario;
const names = scenario.references!.map(({ name }) => name);
const [east, west, north, stay, give, call] = [1, -1, 2, 0, 3, -3];

/** A ground without walls, 10 by 10, with food at 55 (and then at 77) unless told otherwise. */
function begun(starts: readonly number[], ground: Partial<Ground> = {}): State {
  const plain = { size: 10, ticks: 50, sight: 3, walls: [], patches: 1, places: [55, 77], ground: 1 };
  return world().begin({ ...plain, starts, ...ground }, randomFromSeed(1)) as State;
}

const seen = (state: State, seat = 0): Readonly<Record<string, number>> =>
  Object.fromEntries(
    world()
      .observe(state, seat)
      .map((value, i) => [scenario.agent.parameters[i]!.name, Number(value)]),
  );

const placesOf = ({ foragers }: State): readonly number[] => foragers.map(({ x, y }) => 10 * y + x);
const energies = ({ foragers }: State): readonly number[] =>
  foragers.map(({ energy }) => Math.round(1000 * (energy - 5)) / 1000);

/** The energy of an agent in the company of others, by turns in each seat, as the mean over some grounds. */
function meanEnergy(self: string, others: readonly string[], setting: Setting, grounds = 40): number {
  const { begin, observe, over, step, score } = world();
  const agents: Readonly<Record<string, Agent>> = Object.fromEntries(
    names.map((name) => [name, reference(scenario, name)]),
  );
  let sum = 0;
  for (let k = 0; k < grounds; k++) {
    const own = k % setting.agents;
    const seats = Array.from({ length: setting.agents }, (_, seat) =>
      seat === own ? self : others[(seat + k) % others.length]!,
    );
    const state: unknown = begin(groundOf(setting, randomFromSeed(1).fork("mix", k)), randomFromSeed(1));
    while (!over(state))
      step(
        state,
        seats.map((name, seat) => Number(agents[name]!(...observe(state, seat)))),
      );
    sum += score(state, own)[0]!;
  }
  return sum / grounds;
}

const usual: Setting = { size: 12, agents: 4, food: 2, ticks: 100, sight: 2 };

describe("Foraging", () => {
  test("moves east, west, north and south around the torus, for a tenth each, and not into walls", () => {
    const { step } = world();
    const state = begun([9, 0, 90, 40], { walls: [41] });
    step(state, [east, west, north, east]);
    expect(placesOf(state)).toEqual([0, 9, 0, 40]);
    expect(energies(state)).toEqual([-0.1, -0.1, -0.1, -0.1]);
  });

  test("pays 1 for a bite alone and 2 in company, and food that is eaten up grows elsewhere", () => {
    const { step } = world();
    const alone = begun([55, 0]);
    for (let tick = 0; tick < 16; tick++) step(alone, [stay, stay]);
    expect(energies(alone)).toEqual([16, 0]);
    expect(alone.patches).toEqual([{ place: 77, stock: 16 }]);
    const together = begun([55, 55]);
    for (let tick = 0; tick < 8; tick++) step(together, [stay, stay]);
    expect(energies(together)).toEqual([16, 16]);
    expect(together.patches[0]!.place).toBe(77);
  });

  test("a gift costs 1 and brings 3 to the nearest within a step, and nobody else", () => {
    const { step } = world();
    const state = begun([0, 1, 3]);
    step(state, [give, stay, give]);
    expect(energies(state)).toEqual([-1, 3, 0]);
    expect([seen(state, 0)["gift"], seen(state, 1)["gift"]]).toEqual([0, 1]);
    step(state, [stay, stay, stay]);
    expect(seen(state, 1)["gift"]).toBe(0);
  });

  test("who has no energy left stays where it is, and can neither walk nor give", () => {
    const { step } = world();
    const state = begun([0, 1]);
    for (let tick = 0; tick < 49; tick++) step(state, [give, stay]);
    expect(energies(state)[0]).toBe(-5);
    step(state, [north, stay]);
    expect(placesOf(state)).toEqual([0, 1]);
    expect([seen(state)["last"], scenario.stepTokens!(state, 0, north)]).toEqual([0, ["stay", "see-other"]]);
  });

  test("shows food and others in sight, and calls three times as far, as steps to them", () => {
    const { step } = world();
    const state = begun([53, 52, 3, 8]);
    expect(seen(state)).toMatchObject({ foodWay: 1, foodNear: 1 / 3, mateWay: -1, mateNear: 1 / 2, mateCalls: 0 });
    expect(seen(state)).toMatchObject({ callWay: 0, callNear: 0 });
    step(state, [stay, stay, call, stay]);
    expect(seen(state)).toMatchObject({ callWay: -2, callNear: 1 / 6, mateCalls: 0 });
    expect(seen(state, 3)).toMatchObject({ mateWay: 0, mateNear: 0, callWay: -1, callNear: 1 / 6 });
    step(state, [stay, call, stay, stay]);
    expect(seen(state)).toMatchObject({ mateCalls: 1, callWay: -1, callNear: 1 / 2 });
  });

  test("shows a way around a wall", () => {
    expect(seen(begun([53], { walls: [54], places: [65, 0] }))["foodWay"]).toBe(2);
  });

  test("always shows numbers from -3 to 3, and energy is what was eaten and given less what was spent", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 7 }), (seed, actions) => {
        const { begin, observe, over, step } = world();
        const state = begin(groundOf(usual, randomFromSeed(seed)), randomFromSeed(seed)) as State;
        for (let tick = 0; !over(state); tick++) {
          for (const seat of state.foragers.keys())
            for (const input of observe(state, seat)) expect(Math.abs(Number(input))).toBeLessThanOrEqual(3);
          step(
            state,
            state.foragers.map((_, seat) => actions[(4 * tick + seat) % actions.length]!),
          );
        }
        const total = (of: (one: State["foragers"][number]) => number): number =>
          state.foragers.reduce((sum, one) => sum + of(one), 0);
        expect(total(({ gave }) => gave)).toBe(total(({ received }) => received));
        for (const { energy, eaten, gave, received, moved } of state.foragers) {
          expect(energy).toBeGreaterThan(-1e-9);
          expect(energy).toBeLessThanOrEqual(5 + eaten + 3 * received - gave - 0.1 * moved + 1e-9);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("every company is met in training, by turns in each seat, and rivals beside it", () => {
    const train = scenario.cases("train", randomFromSeed(1));
    for (const { seats } of train) {
      expect(seats).toHaveLength(4);
      expect(seats!.filter((seat) => seat === "self")).toHaveLength(1);
    }
    expect(new Set(train.map(({ seats }) => seats!.indexOf("self"))).size).toBe(4);
    for (const name of names) {
      expect(train.some(({ seats }) => seats!.filter((seat) => JSON.stringify(seat).includes(name)).length === 3)).toBe(
        true,
      );
    }
    for (const rival of [0, 1, 2, 3]) expect(JSON.stringify(train)).toContain(JSON.stringify({ rival }));
    expect(JSON.stringify(scenario.cases("validation", randomFromSeed(1)))).not.toContain("rival");
  });

  test("each reference has its place, as the table of its README says", () => {
    const readme = readFileSync(new URL("../../scenarios/foraging/README.md", import.meta.url), "utf8");
    const mixes: readonly (readonly string[])[] = [...names.map((name) => [name]), names];
    const measured = names.map((self) => [
      `\`${self}\``,
      ...mixes.map((others) => meanEnergy(self, others, usual).toFixed(1)),
    ]);
    expect(tableOf(readme, "agent")).toEqual(measured);
    const energy = (self: string, others: string): number =>
      Number(measured[names.indexOf(self)]![1 + names.indexOf(others)]);
    // Sharing pays where all share, cheating pays among those who share, and neither among cheats.
    expect(energy("sharer", "sharer")).toBeGreaterThan(1.3 * energy("greedy", "greedy"));
    expect(energy("cheat", "sharer")).toBeGreaterThan(energy("sharer", "sharer"));
    expect(energy("cheat", "cheat")).toBeLessThan(0.5 * energy("sharer", "sharer"));
    expect(energy("greedy", "cheat")).toBeGreaterThan(energy("sharer", "cheat"));
    expect(energy("greedy", "cheat")).toBeGreaterThan(energy("cheat", "cheat"));
  });

  test("following pays where others call, and staying where there is next to no food", () => {
    expect(meanEnergy("follower", ["sharer"], usual)).toBeGreaterThan(1.2 * meanEnergy("greedy", ["sharer"], usual));
    const desert: Setting = { ...usual, size: 40, food: 1, sight: 1 };
    expect(meanEnergy("still", ["greedy"], desert)).toBeGreaterThan(meanEnergy("greedy", ["greedy"], desert));
  });

  test("measures tell who travels and who keeps company", () => {
    const { step, measure } = world();
    const state = begun([0, 1, 50], { ticks: 2 });
    step(state, [stay, stay, east]);
    step(state, [stay, stay, east]);
    expect([measure!(state, 0), measure!(state, 2)]).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test("traces say who moved, followed, ate, called, gave, was given, and what everybody sees and hears", () => {
    const { step } = world();
    const state = begun([55, 54, 59, 2], { places: [55, 77], walls: [3] });
    const tokens = (): readonly (readonly string[])[] =>
      state.foragers.map((_, seat) => scenario.stepTokens!(state, seat, 0));
    step(state, [call, give, north, east]);
    expect(tokens()).toEqual([
      ["call-at-food", "receive", "eat"],
      ["give", "hear-call", "see-food"],
      ["move", "hear-call"],
      ["move", "blocked", "hear-call"],
    ]);
    step(state, [stay, east, west, call]);
    expect(tokens()).toEqual([
      ["stay", "hear-call", "eat-together"],
      ["approach", "hear-call", "eat-together"],
      ["follow", "hear-call"],
      ["call-elsewhere"],
    ]);
    step(state, [stay, west, stay, give]);
    expect(tokens()).toEqual([["stay", "eat"], ["move", "see-food"], ["stay"], ["stay"]]);
    const apart = begun([0, 2, 48]);
    step(apart, [east, east, stay]);
    const told = apart.foragers.map((_, seat) => scenario.stepTokens!(apart, seat, 0));
    expect(told).toEqual([["join", "see-other"], ["move", "see-other"], ["stay"]]);
  });

  test("networks do the action whose output is the largest, and see ways as two numbers", () => {
    const actions = Array.from({ length: tensors.outputs }, (_, k) =>
      tensors.decode(
        Float32Array.from({ length: tensors.outputs }, (_output, i) => (i === k ? 1 : 0)),
        0,
        1,
      ),
    );
    expect(actions.toSorted((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    const into = new Float32Array(tensors.inputs);
    tensors.encode([-2, 0.5, 1, 0.25, 0, 0, 0, 0, 0.5, 0, -3, 0.75], into, 0, 1);
    expect([...into]).toEqual([0, -1, 0.5, 1, 0, 0.25, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 1, 0.75]);
  });

  test("what networks see and do has names that say what it is", () => {
    const { inputs, outputs } = tensors.names as {
      readonly inputs: readonly string[];
      readonly outputs: readonly string[];
    };
    const shown = (observation: readonly number[]): readonly string[] => {
      const into = new Float32Array(tensors.inputs);
      tensors.encode(observation, into, 0, 1);
      return inputs.filter((_, i) => into[i] !== 0);
    };
    const parameters = scenario.agent.parameters.map(({ name }) => name);
    const called = parameters.map((_, i) => shown(parameters.map((_parameter, k) => (k === i ? 1 : 0))));
    expect(called.map(([name]) => name)).toEqual(
      parameters.map((name) => (name === "last" ? "lastEast" : name.replace("Way", "East"))),
    );
    expect(shown(parameters.map((name) => (name.endsWith("Way") ? 2 : 0)))).toEqual([
      "foodNorth",
      "mateNorth",
      "callNorth",
    ]);
    expect([2, 3, -3].flatMap((last) => shown(parameters.map((name) => (name === "last" ? last : 0))))).toEqual([
      "lastNorth",
      "lastGave",
      "lastCalled",
    ]);
    const done = outputs.map((_, k) =>
      tensors.decode(
        Float32Array.from(outputs, (_name, i) => (i === k ? 1 : 0)),
        0,
        1,
      ),
    );
    expect(Object.fromEntries(outputs.map((name, k) => [name, done[k]]))).toEqual({
      stay: 0,
      east: 1,
      west: -1,
      north: 2,
      south: -2,
      give: 3,
      call: -3,
    });
  });

  test("are drawn with letters for agents, what they do, and who has how much", () => {
    const state = begun([55, 0, 1]);
    world().step(state, [call, give, stay]);
    const lines = scenario.draw!(state, 60, 20, ["agent", "sharer", "cheat"]);
    const text = lines.join("\n");
    expect(text).toMatch(/A!.*\n/);
    expect(text).toContain("B+C ");
    expect(text).toMatch(/A agent +6\.0/);
    expect(text).toMatch(/C cheat +8\.0/);
  });
});
