import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bar, binned, heatMap, histogram, legend, lineChart, sparkline } from "../../src/text/chart.ts";
import { rowWidth } from "../../src/text/layout.ts";
import { ascii, unicode } from "../../src/text/symbols.ts";
import { widthOf } from "../../src/text/width.ts";
import { textOf } from "./laws.ts";

const anySymbols = fc.constantFrom(unicode, ascii);
const anyValues = fc.array(fc.oneof(fc.double(), fc.double({ min: -1, max: 1 }), fc.constant(0)), { maxLength: 60 });
const anySize = fc.record({ columns: fc.integer({ min: 0, max: 70 }), rows: fc.integer({ min: 0, max: 15 }) });

describe("a line chart", () => {
  test("has the rows asked for and none too wide, whatever the values are", () => {
    fc.assert(
      fc.property(fc.array(anyValues, { maxLength: 4 }), anySize, anySymbols, fc.boolean(), (all, size, symbols, x) => {
        const series = all.map((values) => ({ values, style: "series-1" as const }));
        const rows = lineChart(series, { size, symbols, ...(x ? { axis: { ends: ["gen 0", "gen 41"] } } : {}) });
        expect(rows.length).toBe(size.rows);
        for (const line of rows) expect(rowWidth(line)).toBeLessThanOrEqual(size.columns);
      }),
      { numRuns: 300 },
    );
  });

  test("draws what rises from the lower left to the upper right", () => {
    const values = Array.from({ length: 30 }, (_, i) => i);
    const options = { size: { columns: 22, rows: 5 }, axis: { ends: ["gen 0", "gen 29"] } as const };
    expect(textOf(lineChart([{ values, style: "series-1" }], { ...options, symbols: ascii }))).toMatchInlineSnapshot(`
      [
        "29+                ***",
        "  |         ********  ",
        "  |   *******         ",
        " 0+****               ",
        "   gen 0        gen 29",
      ]
    `);
    expect(textOf(lineChart([{ values, style: "series-1" }], { ...options, symbols: unicode }))).toMatchInlineSnapshot(`
      [
        "29┤              ⢀⣀⡤⠖⠚",
        "  │         ⢀⣠⠤⠖⠚⠉    ",
        "  │    ⢀⣠⠤⠖⠋⠉         ",
        " 0┤⣠⠤⠖⠋⠉              ",
        "   gen 0        gen 29",
      ]
    `);
  });

  test("shows a value that never changes, and one alone", () => {
    const size = { columns: 20, rows: 5 };
    for (const values of [[0.5], [3, 3, 3], [0, 0]]) {
      const text = textOf(lineChart([{ values, style: "series-1" }], { size, symbols: ascii })).join("");
      expect(text).toContain("*");
    }
  });

  test("leaves gaps where values are missing", () => {
    const values = [1, 2, Number.NaN, Number.NaN, Number.NaN, 2, 1];
    const rows = textOf(lineChart([{ values, style: "series-1" }], { size: { columns: 30, rows: 6 }, symbols: ascii }));
    expect(rows.every((line) => line.slice(14, 20).trim() === "")).toBe(true);
  });

  test("tells lines apart without colour", () => {
    const flat = (value: number) => Array.from({ length: 40 }, () => value);
    const series = [
      { values: flat(1), style: "series-1" as const, label: "best" },
      { values: flat(0), style: "series-2" as const, label: "median" },
    ];
    for (const symbols of [unicode, ascii]) {
      const rows = textOf(lineChart(series, { size: { columns: 40, rows: 5 }, symbols }));
      expect(rows.at(0)!.slice(5)).not.toBe(rows.at(-1)!.slice(5));
    }
    expect(textOf([legend(series, unicode)])).toEqual(["─ best  ┄ median  "]);
  });
});

describe("a bar", () => {
  test("has exactly its width for any share", () => {
    fc.assert(
      fc.property(fc.double(), fc.integer({ min: 0, max: 40 }), anySymbols, (share, columns, symbols) => {
        expect(widthOf(bar(share, columns, symbols))).toBe(columns);
      }),
    );
    expect(bar(0.5, 8, unicode)).toBe("████░░░░");
    expect(bar(0.207, 20, unicode)).toBe("████▏░░░░░░░░░░░░░░░");
    expect(bar(0.5, 8, ascii)).toBe("####----");
  });
});

describe("a sparkline", () => {
  test("is never wider than asked and shows gaps", () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 0, max: 30 }), anySymbols, (values, columns, symbols) => {
        expect(widthOf(sparkline(values, columns, symbols))).toBe(Math.min(columns, values.length));
      }),
    );
    expect(sparkline([0, 1, 2, Number.NaN, 7], 10, unicode)).toBe("▁▂▃ █");
    expect(sparkline([1, 1], 10, unicode)).toBe("▄▄");
    expect(sparkline([0, -Number.MIN_VALUE], 10, unicode)).toBe("▄▄");
    const same = Array.from({ length: 200 }, () => 193);
    expect(sparkline(same, 30, unicode)).toBe("▄".repeat(30));
    expect(sparkline([0, 0, 7, 7], 2, unicode)).toBe("▁█");
  });
});

describe("a heat map", () => {
  const anyCells = fc.array(fc.array(fc.option(fc.double(), { nil: undefined }), { maxLength: 30 }), { maxLength: 30 });

  test("fits into its room, however many cells there are", () => {
    fc.assert(
      fc.property(anyCells, anySize, anySymbols, (cells, size, symbols) => {
        const rows = heatMap(cells, { size, symbols, cursor: { row: 1, column: 1 } });
        expect(rows.length).toBeLessThanOrEqual(size.rows);
        for (const line of rows) expect(rowWidth(line)).toBeLessThanOrEqual(size.columns);
      }),
    );
  });

  test("tells cold from hot, empty and marked without colour", () => {
    const cells = [
      [undefined, 0, 0.3],
      [0.6, 0.8, 1],
    ];
    const size = { columns: 6, rows: 2 };
    expect(textOf(heatMap(cells, { size, symbols: unicode, cursor: { row: 1, column: 0 } }))).toEqual([
      "· ░░▒▒",
      "[]████",
    ]);
    expect(textOf(heatMap(cells, { size: { columns: 5, rows: 2 }, symbols: ascii }))).toEqual([".-+", "###"]);
  });

  test("shows the best of the cells that share a place", () => {
    const cells = [[0, undefined, 1, 0]];
    expect(textOf(heatMap(cells, { size: { columns: 2, rows: 1 }, symbols: ascii }))).toEqual(["-#"]);
  });
});

describe("a histogram", () => {
  test("counts each finite value once", () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 1, max: 20 }), (values, bins) => {
        const { counts } = binned(values, bins);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(values.filter(Number.isFinite).length);
      }),
      // The two least numbers that are apart: half of what is between them is nothing.
      { examples: [[[1.5e-323, 2e-323], 1]] },
    );
  });

  test("draws bars from the ground up, the longest to the top", () => {
    expect(textOf(histogram([1, 4, 0, 2], { columns: 8, rows: 2 }, unicode))).toEqual(["  ██    ", "▄▄██  ██"]);
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 40 }), anySize, (counts, size) => {
        const rows = histogram(counts, size, unicode);
        expect(rows.length).toBe(size.rows);
        for (const line of rows) expect(rowWidth(line)).toBeLessThanOrEqual(size.columns);
      }),
    );
  });
});
