import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstIds, type KeyOf, sortIds } from "../../src/view/order.ts";

const keys = fc.oneof(
  fc.constantFrom(0, -0, 1, 2, Number.NaN, 1e300, -1e300, 5e-324, -5e-324, 0.1, 0.2),
  fc.double({ noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
);
const tables = fc.array(fc.tuple(keys, keys), { minLength: 0, maxLength: 600 });

function naive(rows: readonly (readonly [number, number])[], ids: readonly number[]): number[] {
  const orderable = (value: number): number => (Number.isNaN(value) ? Infinity : value);
  return ids.toSorted((a, b) => {
    for (const i of [0, 1] as const) {
      const [one, other] = [orderable(rows[a]![i]), orderable(rows[b]![i])];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  });
}

function keysOf(rows: readonly (readonly [number, number])[]): KeyOf[] {
  return [(id) => rows[id]![0], (id) => rows[id]![1]];
}

describe("ids", () => {
  test("are sorted by several keys, the equal ones staying in their order and NaN coming last", () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const ids = rows.map((_, id) => id);
        expect([...sortIds(Uint32Array.from(ids), keysOf(rows))]).toEqual(naive(rows, ids));
      }),
      { numRuns: 300 },
    );
  });

  test("are found from the front without sorting them all", () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3 }), (some, wanted, step) => {
        // Many enough that the buffer runs over several times.
        const rows = Array.from({ length: 12 }, () => some).flat();
        const passes = (id: number): boolean => id % step === 0;
        const ids = rows.flatMap((_, id) => (passes(id) ? [id] : []));
        const found = firstIds(rows.length, passes, keysOf(rows), wanted);
        expect([...found.ids]).toEqual(naive(rows, ids).slice(0, wanted));
        expect(found.total).toBe(ids.length);
      }),
      { numRuns: 60 },
    );
  });
});
