import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distance, type Points, pointsOf } from "../../src/std/points.ts";
import { principalComponents } from "../../src/std/principal.ts";

const some = fc.integer({ min: 1, max: 5 }).chain((dimensions) => {
  const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
  return fc.array(fc.array(coordinate, { minLength: dimensions, maxLength: dimensions }), {
    minLength: 2,
    maxLength: 20,
  });
});

function variances({ count, dimensions, values }: Points): readonly number[] {
  return Array.from({ length: dimensions }, (_, k) => {
    const column = Array.from({ length: count }, (_none, i) => values[i * dimensions + k]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / count;
    return column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  });
}

describe("principal components", () => {
  test("keep all distances where all are kept", () => {
    fc.assert(
      fc.property(some, (rows) => {
        const points = pointsOf(rows);
        const turned = principalComponents(points, 5);
        for (let i = 1; i < points.count; i++) {
          expect(Math.abs(distance(turned, 0, i) - distance(points, 0, i))).toBeLessThan(0.01);
        }
      }),
    );
  });

  test("come with the largest variance first, and no more than are asked for", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 4 }), (rows, most) => {
        const turned = principalComponents(pointsOf(rows), most);
        expect(turned.dimensions).toBeLessThanOrEqual(most);
        const sizes = variances(turned);
        for (let k = 1; k < sizes.length; k++) expect(sizes[k]!).toBeLessThanOrEqual(sizes[k - 1]! * (1 + 1e-9));
      }),
    );
  });

  test("of points on a line are their places along it", () => {
    const turned = principalComponents(
      pointsOf([
        [1, 2],
        [2, 4],
        [4, 8],
      ]),
      2,
    );
    expect(turned.dimensions).toBe(1);
    for (const [i, place] of [-4, -1, 5].entries())
      expect(turned.values[i]).toBeCloseTo((place / 3) * Math.sqrt(5), 12);
  });

  test("of points that are all the same are one that is 0", () => {
    expect(
      principalComponents(
        pointsOf([
          [3, 4],
          [3, 4],
        ]),
        2,
      ),
    ).toEqual({ count: 2, dimensions: 1, values: new Float64Array(2) });
  });
});
