import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, judgeScaled } from "../../scenarios/symbolic-regression/judge.ts";
import factory from "../../scenarios/symbolic-regression/scenario.ts";
import { targets } from "../../scenarios/symbolic-regression/targets.ts";
import type { Agent, Case, Options, PlayedScenario, Split } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";

function create(options: Options): PlayedScenario {
  return factory.create(options) as PlayedScenario;
}

function cases(options: Options, split: Split): readonly Case[] {
  return create(options).cases(split, randomFromSeed(1));
}

const inputs = (list: readonly Case[]): number[][] => list.map(({ instance }) => instance as number[]);

describe("Symbolic regression", () => {
  test.each([
    ["koza-1", [0.5], 0.9375],
    ["koza-2", [0.5], 0.28125],
    ["koza-3", [0.5], 0.140625],
    ["nguyen-1", [0.5], 0.875],
    ["nguyen-2", [0.5], 0.9375],
    ["nguyen-3", [0.5], 0.96875],
    ["nguyen-4", [0.5], 0.984375],
    ["nguyen-5", [0.5], -0.7828842],
    ["nguyen-6", [0.5], 1.1610643],
    ["nguyen-7", [0.5], 0.6286087],
    ["nguyen-8", [2.25], 1.5],
    ["nguyen-9", [0.5, 0.5], 0.7268295],
    ["nguyen-10", [0.5, 0.5], 0.841471],
    ["nguyen-11", [0.25, 0.5], 0.5],
    ["nguyen-12", [0.5, 0.5], -0.4375],
    ["keijzer-1", [0.25], 0.075],
    ["keijzer-4", [1], -0.1032682],
    ["keijzer-5", [0.5, 2, 0.5], -0.1973684],
    ["keijzer-6", [4], 2.0833333],
    ["keijzer-9", [1], 0.8813736],
    ["keijzer-11", [2, 3], 6.9092974],
    ["keijzer-13", [0.5, 0.5], 2.524413],
    ["keijzer-14", [1, 1], 2],
    ["keijzer-15", [1, 2], 1.2],
    ["vladislavleva-1", [1, 2.5], 0.8333333],
    ["vladislavleva-2", [1], -0.1032682],
    ["vladislavleva-3", [1, 4], 0.1032682],
    ["vladislavleva-4", [3, 3, 3, 3, 4], 1.6666667],
    ["vladislavleva-5", [2, 2, 2], -0.9375],
    ["vladislavleva-6", [0.5, 0.5], 2.524413],
    ["vladislavleva-7", [5, 6], 7.8186051],
    ["vladislavleva-8", [3, 4], 0],
  ])("%s is the function of the literature", (name, x, value) => {
    expect(targets[name]!.value(...x)).toBeCloseTo(value, 4);
  });

  test.each([
    ["nguyen-5", "train", 20],
    ["nguyen-5", "test", 1000],
    ["keijzer-1", "train", 21],
    ["keijzer-1", "test", 2001],
    ["keijzer-4", "train", 201],
    ["keijzer-5", "train", 1000],
    ["keijzer-6", "train", 50],
    ["keijzer-6", "test", 120],
    ["keijzer-10", "test", 10_201],
    ["keijzer-12", "test", 361_201],
    ["vladislavleva-2", "train", 100],
    ["vladislavleva-3", "train", 600],
    ["vladislavleva-3", "test", 5083],
    ["vladislavleva-4", "test", 5000],
    ["vladislavleva-5", "test", 2700],
    ["vladislavleva-6", "test", 93_636],
    ["vladislavleva-8", "test", 1156],
  ] as const)("%s has the %s points of the literature, %i of them", (target, split, count) => {
    expect(cases({ target, pointsMax: 400_000 }, split)).toHaveLength(count);
  });

  test("points are as the literature spaces them", () => {
    expect(
      inputs(cases({ target: "keijzer-1" }, "train"))
        .flat()
        .slice(0, 4),
    ).toEqual([-1, -0.9, -0.8, -0.7]);
    expect(inputs(cases({ target: "vladislavleva-3" }, "train")).slice(0, 7)).toEqual(
      [0.05, 2.05, 4.05, 6.05, 8.05, 10.05, 0.05].map((y, i) => [i < 6 ? 0.05 : 0.15, y]),
    );
    for (const [x, y] of inputs(cases({ target: "nguyen-9" }, "validation"))) {
      expect(x! >= 0 && x! < 1 && y! >= 0 && y! < 1).toBe(true);
    }
  });

  test("a large grid gives different points, as many as asked for", () => {
    const points = inputs(cases({ target: "keijzer-12", pointsMax: 300 }, "test")).map(String);
    expect(new Set(points).size).toBe(300);
  });

  test("a point never holds its expected value, and the play never gets it", () => {
    const scenario = create({ target: "nguyen-7" });
    for (const one of scenario.cases("train", randomFromSeed(1))) {
      expect(one.instance).toHaveLength(1);
      const seen: unknown[] = [];
      const spy: Agent = (...given: unknown[]) => {
        seen.push(...given);
        return 0;
      };
      scenario.play([spy], one.instance as never, randomFromSeed(1));
      expect(seen).toEqual(one.instance);
      expect(seen).not.toContain(one.expected);
    }
  });

  test("the target itself has no error, so all 20 points are hits", () => {
    const errors = cases({ target: "nguyen-4" }, "train").map(
      (one) => judge(targets["nguyen-4"]!.value(...(one.instance as number[])), one).scores[0]!,
    );
    expect(errors.filter((error) => error < 0.01)).toHaveLength(20);
  });

  test("with scaling, any slope and offset of the target is as good as the target", () => {
    const points = cases({ target: "nguyen-4" }, "train");
    const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(scale, fc.boolean(), fc.double({ min: -100, max: 100, noNaN: true }), (size, negative, offset) => {
        const answers = points.map((one) => offset + (negative ? -size : size) * (one.expected as number));
        for (const { scores } of judgeScaled(answers, points)) expect(scores[0]).toBeLessThan(1e-6);
      }),
    );
  });

  test("scaled squared errors are never above those of the mean", () => {
    const points = cases({ target: "keijzer-6" }, "train");
    const squares = (answers: readonly number[]): number =>
      judgeScaled(answers, points).reduce((sum, { scores }) => sum + scores[0]! ** 2, 0);
    const worst = squares(points.map(() => 7));
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 50, maxLength: 50 }),
        (answers) => {
          expect(squares(answers)).toBeLessThanOrEqual(worst * (1 + 1e-9));
        },
      ),
    );
  });
});

describe("A table of one's own", () => {
  const fileOf = (text: string) => ({ path: "mine.csv", text });
  const rows = Array.from({ length: 10 }, (_, i) => `${i},${-i},${10 * i}`).join("\n");

  test("becomes points with the last column as the expected value, dealt in turn to the splits", () => {
    const csv = fileOf(`length,"width",price\r\n${rows}\r\n`);
    const of = (split: Split) => cases({ csv }, split).map(({ instance, expected }) => [instance, expected]);
    expect(of("validation")).toEqual([
      [[3, -3], 30],
      [[8, -8], 80],
    ]);
    expect(of("test")).toEqual([
      [[4, -4], 40],
      [[9, -9], 90],
    ]);
    expect(of("train")).toHaveLength(6);
    const { parameters } = create({ csv }).agent;
    expect(parameters.map(({ name, about }) => [name, about])).toEqual([
      ["x1", "Column `length`."],
      ["x2", "Column `width`."],
    ]);
  });

  test.each([
    ["no header", rows, "line 1: expected column names, got numbers"],
    ["one column", "a\n1\n2", "line 1: expected 2 to 21 column names, got 1"],
    ["a text", `a,b\n1,2\n1,x`, "line 3: expected a number in column 2, got `x`"],
    ["an empty cell", `a,b\n1,`, "line 2: expected a number in column 2, got ``"],
    ["an infinite number", `a,b\n1e999,2`, "line 2: expected a number in column 1, got `1e999`"],
    ["a short row", `a,b\n1,2\n1`, "line 3: expected 2 numbers, got 1"],
    ["few rows", `a,b\n1,2`, "line 2: expected at least 5 rows, got 1"],
  ])("is refused with %s, by its line", (_what, text, message) => {
    expect(() => create({ csv: fileOf(text) })).toThrow(`In the file mine.csv, ${message}`);
  });
});
