import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bar, createPicture, inLine } from "../../src/scenario/picture.ts";
import { widthOf } from "../../src/text/width.ts";

describe("A picture", () => {
  test("holds texts where they were written, cut at its edges", () => {
    const picture = createPicture(6, 3);
    picture.write(1, 0, "ab");
    picture.write(4, 1, "left out");
    picture.write(-2, 2, "..right");
    picture.write(0, 9, "nowhere");
    expect(picture.lines()).toEqual([" ab", "    le", "right"]);
  });

  test("draws lines in dots, which texts hide", () => {
    const picture = createPicture(4, 1);
    picture.line([0, 3], [7, 0]);
    expect(picture.lines()[0]).toMatch(/^[\u2801-\u28ff]{4}$/);
    picture.write(1, 0, "x");
    expect(picture.lines()[0]).toMatch(/^[\u2801-\u28ff]x[\u2801-\u28ff]{2}$/);
    const corner = createPicture(1, 1);
    corner.dot(0, 0);
    corner.dot(1, 3);
    expect(corner.lines()).toEqual(["⢁"]);
  });

  test("is never larger than asked, whatever is drawn", () => {
    const place = fc.double({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.tuple(place, place, place, place, fc.string({ unit: "grapheme-ascii" })), { maxLength: 5 }),
        (columns, rows, drawn) => {
          const picture = createPicture(columns, rows);
          for (const [x0, y0, x1, y1, text] of drawn) {
            picture.line([x0, y0], [x1, y1]);
            picture.dot(x0, y1);
            picture.write(x0, y0, text);
          }
          const lines = picture.lines();
          expect(lines).toHaveLength(rows);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: 100 },
    );
  });
});

test("A bar is as long as its share, in eighths of a cell", () => {
  expect([0, 0.5, 1, 2, -1, Number.NaN].map((share) => bar(share, 5))).toEqual(["", "██▌", "█████", "█████", "", ""]);
  expect(bar(1 / 16, 2)).toBe("▏");
});

test("Texts stand in one line as far as they fit", () => {
  expect(inLine(["one", "two", "three"], 11)).toBe("one   two");
  expect(inLine(["too long"], 3)).toBe("too");
  expect(inLine([], 3)).toBe("");
});
