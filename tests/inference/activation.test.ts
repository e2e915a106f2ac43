import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { activate } from "../../src/inference/activation.ts";
import { activations } from "../../src/testing/brains.ts";

/** Single-precision numbers from the smallest to far beyond saturation, evenly by their bits, and their opposites. */
const grid = Array.from({ length: 200_000 }, (_, i) => new Float32Array(Uint32Array.of(1 + i * 5_500).buffer)[0]!);
const line = Array.from({ length: 40_001 }, (_, i) => Math.fround((i - 20_000) / 1_000));
const singles = fc.float({ noNaN: true });

describe("tanh", () => {
  test("is within 3.6e-7 of the hyperbolic tangent", () => {
    expect(Math.max(...line, ...grid.slice(-1))).toBeGreaterThan(10);
    const worst = [...grid, ...line].reduce((sum, x) => Math.max(sum, Math.abs(activate("tanh", x) - Math.tanh(x))), 0);
    expect(worst).toBeGreaterThan(1e-8);
    expect(worst).toBeLessThanOrEqual(3.6e-7);
  });

  test("is odd, and never beyond 1", () => {
    for (const x of grid) {
      expect(Object.is(activate("tanh", -x), -activate("tanh", x)) && Math.abs(activate("tanh", x)) <= 1).toBe(true);
    }
    expect(activate("tanh", -0)).toBe(-0);
  });

  test("is exactly 1 from 7.95 on, and for infinity", () => {
    const saturated = fc.float({ min: Math.fround(7.95), noNaN: true });
    fc.assert(fc.property(saturated, (x) => activate("tanh", x) === 1 && activate("tanh", -x) === -1));
    expect([activate("tanh", Infinity), activate("tanh", -Infinity)]).toEqual([1, -1]);
  });
});

describe("sigmoid", () => {
  test("is within 2.4e-7 of the logistic function, and exactly 0 and 1 at the ends", () => {
    const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
    const worst = line.reduce((sum, x) => Math.max(sum, Math.abs(activate("sigmoid", x) - logistic(x))), 0);
    expect(worst).toBeGreaterThan(1e-8);
    expect(worst).toBeLessThanOrEqual(2.4e-7);
    expect([-Infinity, -16, 16, Infinity].map((x) => activate("sigmoid", x))).toEqual([0, 0, 1, 1]);
    expect(activate("sigmoid", 0)).toBe(0.5);
  });
});

describe("every activation", () => {
  test.each(activations)("%s never falls by more than rounding where its argument grows", (activation) => {
    fc.assert(
      fc.property(singles, singles, (a, b) => {
        const [low, high] = [activate(activation, Math.min(a, b)), activate(activation, Math.max(a, b))];
        expect(high).toBeGreaterThanOrEqual(low - 2.5e-7);
      }),
    );
    const values = line.map((x) => activate(activation, x));
    expect(values.findIndex((value, i) => i > 0 && value < values[i - 1]! - 2.5e-7)).toBe(-1);
  });

  test.each(activations)("%s gives a single-precision number, and keeps what is not a number", (activation) => {
    fc.assert(
      fc.property(singles, (x) => {
        const value = activate(activation, x);
        expect(Object.is(Math.fround(value), value)).toBe(true);
      }),
    );
    expect(activate(activation, NaN)).toBeNaN();
  });
});
