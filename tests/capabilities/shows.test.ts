import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gapMax } from "../../src/capabilities/pattern.ts";
import { contains, strengthOf, shows } from "../../src/capabilities/shows.ts";

const trace = (...tokens: number[]) => ({ case: "one", tokens: Uint16Array.from(tokens) });

describe("a pattern", () => {
  test.each([
    [[1], [0, 1], true],
    [[1, 2], [1, 0, 0, 2], true],
    [[1, 2], [1, 0, 0, 0, 2], false],
    [[1, 2], [2, 1], false],
    [[1, 1], [1], false],
    [[1, 2, 3], [1, 1, 0, 0, 2, 3], true],
    [[1, 2, 3], [1, 2, 0, 2, 0, 0, 3], true],
    [[1], [], false],
  ])("%j in %j: %j", (tokens, row, found) => {
    expect(contains({ tokens }, Uint16Array.from(row))).toBe(found);
  });

  test("occurs where some choice of places keeps the gaps, and nowhere else", () => {
    const tokens = fc.array(fc.nat(2), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(tokens, fc.array(fc.nat(2), { maxLength: 12 }), (wanted, row) => {
        const from = (i: number, last: number): boolean =>
          i === wanted.length ||
          row.some((token, at) => token === wanted[i] && at > last && at - last <= gapMax + 1 && from(i + 1, at));
        const anywhere = row.some((token, at) => token === wanted[0] && from(1, at));
        expect(contains({ tokens: wanted }, Uint16Array.from(row))).toBe(anywhere);
      }),
    );
  });

  test("may demand that its tokens follow each other closely", () => {
    expect(contains({ tokens: [1, 2], gap: 0 }, Uint16Array.of(1, 0, 2))).toBe(false);
    expect(contains({ tokens: [1, 2], gap: 0 }, Uint16Array.of(1, 0, 1, 2))).toBe(true);
  });

  test("is shown by an agent when at least half of its traces contain it", () => {
    const pattern = { tokens: [1] };
    expect(shows(pattern, [trace(1), trace(0)])).toBe(true);
    expect(shows(pattern, [trace(1), trace(0), trace(0)])).toBe(false);
    expect(shows(pattern, [])).toBe(false);
    expect(strengthOf(pattern, [trace(1), trace(1), trace(1), trace(2)])).toBe(0.75);
  });
});
