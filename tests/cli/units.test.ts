import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "../../src/cli/csv.ts";
import { lineDiff } from "../../src/text/line-diff.ts";
import { table } from "../../src/cli/output.ts";
import { duration, number, percent } from "../../src/text/figures.ts";
import { secondsFlag } from "../../src/cli/flags.ts";
import { misfitOf } from "../../src/cli/schema.ts";
import { standings } from "../../src/view/comparison.ts";

describe("a comparison of programs", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });

  test("holds both texts, each in its order", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = lineDiff(before, after);
        expect(diff.filter(({ sign }) => sign !== "+").map(({ text }) => text)).toEqual(before);
        expect(diff.filter(({ sign }) => sign !== "-").map(({ text }) => text)).toEqual(after);
      }),
    );
  });

  test("of a text with itself shows no change", () => {
    fc.assert(fc.property(lines, (text) => lineDiff(text, text).every(({ sign }) => sign === " ")));
  });
});

describe("comma-separated values", () => {
  test("hold no formula that a spreadsheet would run", () => {
    for (const formula of ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", " =1"]) {
      expect(csvLine([formula]).replace(/^"/, "")).toMatch(/^'/);
    }
    expect(csvLine([-2, "plain"])).toBe("-2,plain\n");
  });

  test("keep commas, quotes and line ends inside their cell", () => {
    expect(csvLine(['a"b', "c,d", "e\nf", 1])).toBe('"a""b","c,d","e\nf",1\n');
  });
});

describe("figures for people", () => {
  test("have five digits, and a dash where there are none", () => {
    expect([0.0412345678, 1234567, 0, -1.5].map(number)).toEqual(["0.041235", "1234600", "0", "-1.5"]);
    expect([undefined, Number.NaN, Infinity].map(number)).toEqual(["-", "-", "-"]);
    expect([percent(1, 3), percent(0, 0)]).toEqual(["33.3%", "-"]);
  });

  test("of time have their two largest units, and are read back as they are written", () => {
    expect([3.25, 59, 90, 3600, 5430].map(duration)).toEqual(["3.3s", "59s", "1m30s", "1h00m", "1h30m"]);
    const read = ["90", "90s", "1.5m", "2h", "4m30s", "1h00m"].map((text) => secondsFlag("--budget-time", text));
    expect(read).toEqual([90, 90, 90, 7200, 270, 3600]);
    for (const text of ["", "0", "30s4m", "1h30", "5d"])
      expect(() => secondsFlag("--budget-time", text)).toThrow("a time above 0");
  });

  test("stand in columns", () => {
    const text = table(
      [
        { a: "x", b: 1 },
        { a: "yyy", b: 100 },
      ],
      [
        { title: "name", cell: ({ a }) => a },
        { title: "n", right: true, cell: ({ b }) => String(b) },
      ],
    );
    expect(text.split("\n")).toEqual(["name    n", "x       1", "yyy   100"]);
  });
});

describe("standings", () => {
  const scored = (...scores: number[]) =>
    ({ status: "scored", scores: scores.map((score) => [score]), measures: [] }) as const;

  test("compare the first agent with each other one, case by case", () => {
    const [own, other] = standings([
      ["mine", scored(1, 2, 3)],
      ["other", scored(2, 3, 4)],
    ]);
    expect(own).toMatchObject({ mean: 2 });
    expect(own!.interval!.low).toBeLessThan(2);
    expect(other).toMatchObject({ mean: 3, difference: { estimate: -1, low: -1, high: -1 } });
  });

  test("show a failure as such, never as a number", () => {
    const failed = { status: "failed", fault: { kind: "refused", message: "no\u001b[31m" } } as const;
    expect(
      standings([
        ["mine", failed],
        ["other", scored(1)],
      ]),
    ).toEqual([
      { name: "mine", status: "failed", fault: "refused: no[31m" },
      { name: "other", status: "scored", mean: 1 },
    ]);
  });
});

test("a schema finds every place that does not fit and names it", () => {
  const schema = {
    type: "object",
    properties: { list: { type: "array", items: { type: "integer", minimum: 1, maximum: 9 } } },
    additionalProperties: false,
  } as const;
  expect(misfitOf({ list: [1, 9] }, schema)).toBeUndefined();
  expect(misfitOf({ list: [1, 10] }, schema)).toMatchObject({
    path: "list[1]",
    message: "Expected `list[1]` to be a whole number from 1 to 9, got `10`",
  });
  expect(misfitOf({ lsit: [] }, schema)).toMatchObject({
    path: "lsit",
    hint: "Did you mean `list`? Known here are list.",
  });
  expect(misfitOf(JSON.parse('{"__proto__": 1}'), schema)).toMatchObject({ path: "__proto__" });
});
