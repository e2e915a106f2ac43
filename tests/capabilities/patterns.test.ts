import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { behavioursOf } from "../../src/capabilities/behaviours.ts";
import { hasBit } from "../../src/capabilities/bits.ts";
import { gapMax, lengthMax, type Pattern } from "../../src/capabilities/pattern.ts";
import { frequentPatterns } from "../../src/capabilities/patterns.ts";
import { shows } from "../../src/capabilities/shows.ts";
import type { Trace } from "../../src/capabilities/trace.ts";

interface Variant {
  readonly traces: readonly Trace[];
}

function variantOf(rows: readonly (readonly number[])[]): Variant {
  return { traces: rows.map((tokens, i) => ({ case: String(i), tokens: Uint16Array.from(tokens) })) };
}

/** The patterns that so many variants show, each with those who show it. */
function found(variants: readonly Variant[], supportMin: number) {
  const behaviours = behavioursOf(variants);
  const weights = new Int32Array(behaviours.count);
  for (const behaviour of behaviours.of) weights[behaviour]!++;
  const { patterns, supportMin: raised } = frequentPatterns({ behaviours, weights, supportMin });
  const rows = patterns.map(({ pattern, behaviours: shown }) => ({
    pattern,
    shown: variants.map((_, i) => hasBit(shown, behaviours.of[i]!)),
  }));
  return { rows, raised };
}

const row = fc.array(fc.nat(7), { minLength: 1, maxLength: 70 });
const variant = fc.array(row, { minLength: 1, maxLength: 3 }).map(variantOf);

describe("frequent patterns", () => {
  test("are shown by exactly those of whose traces half contain them, whatever the length of traces", () => {
    fc.assert(
      fc.property(fc.array(variant, { minLength: 1, maxLength: 4 }), (variants) => {
        for (const { pattern, shown } of found(variants, 2).rows) {
          expect(shown).toEqual(variants.map(({ traces }) => shows(pattern, traces)));
          expect(shown.filter(Boolean).length).toBeGreaterThanOrEqual(2);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("leave none out: each is there, or a longer one or one with gaps that the same variants show", () => {
    const short = fc.array(fc.nat(2), { minLength: 1, maxLength: 9 }).map((tokens) => variantOf([tokens]));
    const tokens = fc.array(fc.nat(2), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(short, { minLength: 2, maxLength: 4 }),
        tokens,
        fc.constantFrom(0, gapMax),
        (variants, sought, gap) => {
          const pattern: Pattern = { tokens: sought, gap };
          const shown = variants.map(({ traces }) => shows(pattern, traces));
          fc.pre(shown.filter(Boolean).length >= 2);
          const alike = found(variants, 2).rows.filter((one) => String(one.shown) === String(shown));
          expect(alike.some((one) => one.pattern.tokens.join().includes(sought.join()))).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("are the longest of those that the same variants show, from three tokens on", () => {
    const variants = Array.from({ length: 3 }, () => variantOf([[0, 1, 2, 3, 4]]));
    const unbroken = found(variants, 3).rows.map(({ pattern }) => pattern);
    expect(unbroken).toContainEqual({ tokens: [0, 1, 2, 3, 4] });
    expect(unbroken).not.toContainEqual({ tokens: [0, 1, 2] });
    expect(unbroken).toContainEqual({ tokens: [0] });
    expect(unbroken).toContainEqual({ tokens: [0, 1] });
  });

  test("have at most eight tokens", () => {
    const long = variantOf([Array.from({ length: 40 }, (_, i) => i % 11)]);
    const lengths = found([long, long], 2).rows.map(({ pattern }) => pattern.tokens.length);
    expect(Math.max(...lengths)).toBe(lengthMax);
  });

  test("need more support where there are too many, which is said; short ones are never given up", () => {
    const rows = Array.from({ length: 20 }, (_row, i) =>
      Array.from({ length: 60 }, (_token, at) => (at * (i + 2) + at * at) % 9),
    );
    const { rows: patterns, raised } = found(
      rows.map((one) => variantOf([one])),
      2,
    );
    expect(raised).toBeGreaterThan(2);
    const long = patterns.filter(({ pattern }) => pattern.gap === undefined && pattern.tokens.length > 2);
    for (const { shown } of long) expect(shown.filter(Boolean).length).toBeGreaterThanOrEqual(raised);
    expect(patterns.filter(({ pattern }) => pattern.tokens.length === 1).length).toBe(9);
  });
});
