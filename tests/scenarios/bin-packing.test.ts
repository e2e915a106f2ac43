import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import factory from "../../scenarios/bin-packing/scenario.ts";
import { judge, lowerBound } from "../../scenarios/bin-packing/judge.ts";
import { legacyRandom } from "../../scenarios/bin-packing/mt19937.ts";
import { type Packing, play } from "../../scenarios/bin-packing/play.ts";
import type { Agent, Case, Options, PlayedScenario } from "../../src/scenario/scenario.ts";
import { sha256 } from "../../src/std/hash.ts";
import { randomFromSeed } from "../../src/std/random.ts";

const firstFit: Agent = () => 0;
const bestFit: Agent = (_item: number, space: number) => -space;

function create(options: Options): PlayedScenario {
  return factory.create(options) as PlayedScenario;
}

function testCases(instances: string): readonly Case[] {
  return create({ instances }).cases("test", randomFromSeed(1));
}

/** Excess in percent as it was published: the total of bins over the total of lower bounds. */
function published(agent: Agent, instances: string): string {
  let bins = 0;
  let bound = 0;
  for (const { instance } of testCases(instances)) {
    bins += 1 + Math.max(...play([agent], instance as Packing));
    bound += lowerBound(instance as Packing);
  }
  return (100 * (bins / bound - 1)).toFixed(2);
}

/** The definition, bin by bin. */
function playSlowly(priority: Agent, { capacity, items }: Packing): number[] {
  const spaces = items.map(() => capacity);
  return items.map((item) => {
    const count = (space: number): number =>
      space > 0 && space < capacity ? spaces.filter((s) => s === space).length : 0;
    const ranks = spaces.map((space) => {
      if (space < item) return undefined;
      const rank: number = priority(item, space, space - item, count(space), count(space - item), capacity);
      return Number.isNaN(rank) ? -Infinity : rank;
    });
    const best = Math.max(...ranks.filter((rank) => rank !== undefined));
    const bin = ranks.indexOf(best);
    spaces[bin]! -= item;
    return bin;
  });
}

const packings: fc.Arbitrary<Packing> = fc.integer({ min: 1, max: 30 }).chain((capacity) =>
  fc.record({
    capacity: fc.constant(capacity),
    items: fc.array(fc.integer({ min: 1, max: capacity }), { minLength: 1 }),
  }),
);

describe("Bin packing", () => {
  test.each([
    ["or3", "5.74", "5.37"],
    ["weibull-5k", "4.23", "3.98"],
  ])("first fit and best fit reach their published excess on %s", (instances, first, best) => {
    expect(published(firstFit, instances)).toBe(first);
    expect(published(bestFit, instances)).toBe(best);
  });

  test("the fixed fresh set of 400 instances is the one that best fit packs with an excess of 5.14 %", () => {
    expect(testCases("u500-777")).toHaveLength(400);
    expect(published(bestFit, "u500-777")).toBe("5.14");
  });

  test("the Weibull set of NumPy's seed 2024 is made again bit for bit", () => {
    const items = testCases("weibull-2024").map(({ instance }) => (instance as Packing).items);
    expect(items.map(({ length }) => length)).toEqual([5000, 5000, 5000, 5000, 5000]);
    expect(sha256(JSON.stringify(items)).slice(0, 16)).toBe("64d1f7e9402c288b");
  });

  test("a score is the share of bins beyond the lower bound", () => {
    const one = { id: "a", instance: { capacity: 10, items: [6, 6, 4] } };
    expect(judge([0, 1, 0], one)).toEqual({ scores: [0], measures: [0.5, expect.closeTo(1 / 30 + 1 / 30 + 1 / 30)] });
    expect(judge([0, 1, 2], one).scores).toEqual([0.5]);
  });

  test("packing by classes of bins gives what packing bin by bin gives", () => {
    const agents: Agent[] = [
      firstFit,
      bestFit,
      (_item: number, space: number) => space,
      (item: number, space: number) => (item * 7 + space * 13) % 5,
      (_item: number, _space: number, _gap: number, twins: number, heirs: number) => heirs - twins,
      (item: number, space: number) => ((item + space) % 2 === 0 ? NaN : -Infinity),
    ];
    fc.assert(
      fc.property(packings, fc.constantFrom(...agents), (packing, agent) => {
        expect(play([agent], packing)).toEqual(playSlowly(agent, packing));
      }),
    );
  });

  test("any packing that is played is legal", () => {
    fc.assert(
      fc.property(packings, fc.func(fc.double()), (packing, agent) => {
        const { scores, measures } = judge(play([agent], packing), { id: "a", instance: packing });
        expect(scores[0]).toBeGreaterThanOrEqual(0);
        for (const measure of measures!) expect(measure >= 0 && measure <= 1).toBe(true);
      }),
    );
  });

  test.each([
    ["an item too much", [0, 0, 1, 1], "not one bin"],
    ["an item too few", [0, 0], "not one bin"],
    ["a bin over its capacity", [0, 0, 0], "does not fit"],
    ["a bin that skips one", [0, 2, 1], "in no bin"],
    ["a negative bin", [-1, 0, 0], "in no bin"],
    ["a broken bin", [0, 0.5, 1], "in no bin"],
    ["a bin that is a text", [0, "1", 1], "in no bin"],
    ["a hole", Array.from({ length: 3 }), "in no bin"],
    ["no list", { length: 3, 0: 0, 1: 1, 2: 0 }, "not one bin"],
  ])("the judge refuses %s", (_what, answer, message) => {
    const one = { id: "a", instance: { capacity: 10, items: [6, 6, 4] } };
    expect(() => judge(answer, one)).toThrow(message);
  });

  test("training, validation and test instances differ, and differ by seed", () => {
    const scenario = create({});
    const items = (["train", "validation", "test"] as const).map((split) =>
      scenario.cases(split, randomFromSeed(1)).map(({ instance }) => JSON.stringify(instance)),
    );
    expect(items.map(({ length }) => length)).toEqual([48, 60, 200]);
    expect(new Set(items.flat()).size).toBe(308);
    expect(scenario.cases("train", randomFromSeed(2))).not.toEqual(scenario.cases("train", randomFromSeed(1)));
  });

  test("settings change the number of items and of training instances", () => {
    const cases = create({ instances: "weibull", items: 40, trainCases: 3 }).cases("train", randomFromSeed(1));
    expect(cases.map(({ instance }) => (instance as Packing).items.length)).toEqual([40, 40, 40]);
  });
});

describe("A file of one's own instances", () => {
  const packing = { capacity: 10, items: [1, 2] };
  const fileOf = (data: unknown) => ({
    path: "mine.json",
    text: typeof data === "string" ? data : JSON.stringify(data),
  });
  const names = (data: unknown) => {
    const scenario = create({ file: fileOf(data) });
    return (["train", "validation", "test"] as const).map((split) =>
      scenario.cases(split, randomFromSeed(1)).map(({ id }) => id),
    );
  };

  test("is dealt in turn to the splits", () => {
    const set = Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, packing]));
    expect(names({ set })).toEqual([["set/a", "set/b", "set/c", "set/f"], ["set/d"], ["set/e"]]);
  });

  test("keeps to the splits that it names", () => {
    const data = { test: { a: packing }, train: { a: packing }, validation: { a: packing } };
    expect(names(data)).toEqual([["train/a"], ["validation/a"], ["test/a"]]);
  });

  test.each([
    ["no JSON", "{", "expected JSON"],
    ["a list", [], "expected an object of sets"],
    ["a set that is a list", { s: [] }, "expected `s` to be an object of instances"],
    ["too few instances", { s: { a: packing } }, "expected at least 5 instances, got 1"],
    ["an instance that is a number", { s: { a: 1 } }, "expected `s.a` to be an object"],
    ["no capacity", { s: { a: { items: [1] } } }, "expected `s.a.capacity` to be a whole number from 1 to 10000"],
    ["no items", { s: { a: { capacity: 5, items: [] } } }, "expected `s.a.items` to be a list of 1 to 100000 sizes"],
    [
      "too large an item",
      { s: { a: { capacity: 5, items: [1, 6] } } },
      "expected `s.a.items[1]` to be a whole number from 1 to 5",
    ],
  ])("is refused with %s", (_what, data, message) => {
    expect(() => create({ file: fileOf(data) })).toThrow(`In the file mine.json: ${message}`);
  });
});

describe("NumPy's legacy streams", () => {
  test("give the uniform numbers of RandomState(42)", () => {
    const stream = legacyRandom(42);
    expect([stream.next(), stream.next(), stream.next()]).toEqual([
      0.3745401188473625, 0.9507143064099162, 0.7319939418114051,
    ]);
  });

  test("give the whole numbers of randint, also for the largest seed and for one choice", () => {
    const draw = (seed: number, low: number, high: number, count: number): number[] => {
      const stream = legacyRandom(seed);
      return Array.from({ length: count }, () => stream.randint(low, high));
    };
    expect(draw(777, 20, 101, 8)).toEqual([67, 79, 58, 69, 91, 49, 59, 66]);
    expect(draw(4294967295, 0, 1000, 6)).toEqual([419, 290, 12, 71, 948, 576]);
    expect(draw(0, 5, 6, 2)).toEqual([5, 5]);
  });

  test("go on after 624 words as NumPy does", () => {
    const stream = legacyRandom(9);
    const numbers = Array.from({ length: 700 }, () => stream.next());
    expect(numbers.slice(-2)).toEqual([0.7724774804910679, 0.5083761441292591]);
  });
});
