import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linear, scaleOf, tickText } from "../../src/report/scale.ts";

const number = fc.double({ noNaN: true });

describe("a scale", () => {
  test("has all finite values between its ends, in their order, and its ticks too", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(number, fc.constant(Number.NaN)), { maxLength: 20 }), (values) => {
        const scale = scaleOf(values, 4);
        const finite = values.filter((value) => Number.isFinite(value) && Math.abs(value) < 1e300);
        for (const value of [...finite, ...scale.ticks]) {
          expect(scale.share(value)).toBeGreaterThanOrEqual(-1e-6);
          expect(scale.share(value)).toBeLessThanOrEqual(1 + 1e-6);
        }
        const shares = finite.toSorted((a, b) => a - b).map((value) => scale.share(value));
        expect(shares).toEqual(shares.toSorted((a, b) => a - b));
        expect(scale.ticks.length).toBeLessThan(60);
      }),
    );
  });

  test("goes by logarithms where positive values span powers of ten", () => {
    expect(scaleOf([0.001, 1], 4)).toMatchObject({ kind: "logarithmic", ticks: [0.001, 0.01, 0.1, 1] });
    expect(scaleOf([0, 1000], 4)).toMatchObject({ kind: "linear", ticks: [0, 500, 1000] });
    expect(scaleOf([2, 2], 4).kind).toBe("linear");
  });

  test("has round ticks", () => {
    expect(linear(0, 1, 4).ticks).toEqual([0, 0.5, 1]);
    expect(linear(-3, 27, 5).ticks).toEqual([0, 10, 20]);
    expect([0, 0.05, 12_000, 3_400_000, 1.5e-7].map(tickText)).toEqual(["0", "0.05", "12k", "3400k", "1.5e-7"]);
  });
});
