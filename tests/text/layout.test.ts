import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  boxed,
  type Column,
  cutRow,
  insideBox,
  merged,
  padRow,
  restyle,
  rowWidth,
  sideBySide,
  spread,
  tableRows,
  wrapped,
} from "../../src/text/layout.ts";
import { row, span } from "../../src/text/row.ts";
import { ascii, unicode } from "../../src/text/symbols.ts";
import { widthOf } from "../../src/text/width.ts";
import { anyRow, anyText, textOf } from "./laws.ts";

const anySize = fc.record({ columns: fc.integer({ min: 0, max: 60 }), rows: fc.integer({ min: 0, max: 12 }) });

interface Agent {
  readonly id: string;
  readonly score: number;
}
const columns: readonly Column<Agent>[] = [
  { title: "ID", width: 4, widthMax: 12, drop: 0, cell: ({ id }) => id },
  { title: "SCORE", width: 6, align: "right", drop: 1, cell: ({ score }) => span(score.toFixed(3), "good") },
  { title: "AGE", width: 3, align: "right", drop: 3, cell: () => "1m" },
  { title: "LOC", width: 3, drop: 2, cell: () => "41" },
];

describe("rows", () => {
  test("are never wider than asked", () => {
    fc.assert(
      fc.property(anyRow, anyRow, fc.integer({ min: 0, max: 50 }), (left, right, room) => {
        expect(rowWidth(cutRow(left, room))).toBeLessThanOrEqual(room);
        expect(rowWidth(spread(left, right, room))).toBe(room);
        expect(rowWidth(padRow(left, room))).toBe(room);
      }),
      { numRuns: 300 },
    );
  });

  test("show that something was cut off", () => {
    expect(textOf([cutRow(row("abc", span("def", "bad"), "ghi"), 6)])).toEqual(["abcde…"]);
    expect(cutRow(row("abc", span("def", "bad")), 6)).toEqual(row("abc", span("def", "bad")));
    expect(textOf([padRow(row("abc"), 6)])).toEqual(["abc   "]);
  });

  test("keep their text when neighbours of one style are merged or the style is another", () => {
    fc.assert(
      fc.property(anyRow, (line) => {
        expect(textOf([merged(line)])).toEqual(textOf([line]));
        expect(textOf([restyle(line, "dim")])).toEqual(textOf([line]));
        expect(merged(restyle(line, "dim")).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("blocks beside each other", () => {
  test("make rows of one width", () => {
    const blocks = [
      { rows: [row("a"), row("b")], columns: 3 },
      { rows: [row("too long for this")], columns: 5 },
    ];
    expect(textOf(sideBySide(blocks, 2, ascii))).toEqual(["a    too ~", "b         "]);
  });
});

describe("a box", () => {
  test("has exactly its size, whatever is inside", () => {
    fc.assert(
      fc.property(anyRow, fc.array(anyRow, { maxLength: 14 }), anySize, (title, rows, size) => {
        fc.pre(size.columns >= 4 && size.rows >= 2);
        const drawn = boxed(title, rows, size, unicode);
        expect(drawn.length).toBe(size.rows);
        expect(drawn.map(rowWidth)).toEqual(drawn.map(() => size.columns));
      }),
    );
  });

  test("gives way where there is no room for it", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 4 }), anySize, (rows, size) => {
        const drawn = boxed("t", rows, size, unicode);
        expect(drawn.length).toBeLessThanOrEqual(size.rows);
        for (const line of drawn) expect(rowWidth(line)).toBeLessThanOrEqual(size.columns);
      }),
    );
    expect(insideBox({ columns: 3, rows: 1 })).toEqual({ columns: 0, rows: 0 });
  });

  test("looks like one", () => {
    const size = { columns: 14, rows: 3 };
    expect(textOf(boxed("Fitness", [row("0.93")], size, unicode))).toEqual([
      "┌ Fitness ───┐",
      "│ 0.93       │",
      "└────────────┘",
    ]);
    expect(textOf(boxed("", [], { columns: 5, rows: 2 }, ascii))).toEqual(["+  -+", "+---+"]);
  });
});

describe("a table", () => {
  const agents = [
    { id: "#00001", score: 0.5 },
    { id: "漢字漢字漢字漢字", score: 123_456.789 },
  ];

  test("leaves columns out in their declared order until the rest fits", () => {
    const header = (room: number): string => textOf(tableRows(columns, [], { columns: room }))[0]!.trimEnd();
    expect([40, 22, 17, 12, 5, 2].map(header)).toEqual([
      "ID             SCORE  AGE  LOC",
      "ID     SCORE  AGE  LOC",
      "ID     SCORE  LOC",
      "ID     SCORE",
      "ID",
      "I…",
    ]);
  });

  test("has rows that line up and are never wider than asked", () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), fc.integer({ min: 0, max: 50 }), (ids, room) => {
        const rows = tableRows(
          columns,
          ids.map((id) => ({ id, score: 1 })),
          { columns: room, selected: 0 },
        );
        expect(rows.length).toBe(ids.length + 1);
        for (const line of rows) expect(rowWidth(line)).toBeLessThanOrEqual(room);
      }),
    );
    expect(textOf(tableRows(columns, agents, { columns: 24, symbols: ascii }))).toEqual([
      "ID       SCORE  AGE  LOC",
      "#00001   0.500   1m  41 ",
      "漢字~   12345~   1m  41 ",
    ]);
  });

  test("shows the selected row in one style over its whole width", () => {
    const [, first, second] = tableRows(columns, agents, { columns: 40, selected: 1 });
    expect(new Set(second!.map(({ style }) => style))).toEqual(new Set(["selected"]));
    expect(rowWidth(second!)).toBe(40);
    expect(first!.some(({ style }) => style === "good")).toBe(true);
  });
});

describe("wrapped text", () => {
  test("is broken between words and never wider than asked", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, room) => {
        for (const line of wrapped(text, room)) expect(widthOf(line)).toBeLessThanOrEqual(room);
      }),
    );
    expect(wrapped("the  quick brown fox", 10)).toEqual(["the quick", "brown fox"]);
  });
});
