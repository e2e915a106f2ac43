import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ddmin } from "../../src/capabilities/ddmin.ts";

const items = Array.from({ length: 24 }, (_, i) => i);

describe("Delta debugging", () => {
  test("keeps exactly what is needed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(items), async (needed) => {
        const kept = await ddmin(items, async (lists) =>
          lists.map((list) => needed.every((item) => list.includes(item))),
        );
        expect(kept).toEqual(needed);
      }),
    );
  });

  test("ends with a list from which no single item can be left out, whatever is asked of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.func(fc.boolean()), async (chance) => {
        const holds = (list: readonly number[]) => list.length === items.length || chance(list.join());
        const kept = await ddmin(items, async (lists) => lists.map(holds));
        expect(holds(kept)).toBe(true);
        for (const item of kept) expect(holds(kept.filter((other) => other !== item))).toBe(false);
      }),
    );
  });

  test("asks about few lists where little is needed", async () => {
    let asked = 0;
    await ddmin(items, async (lists) => {
      asked += lists.length;
      return lists.map((list) => list.includes(17));
    });
    expect(asked).toBeLessThan(20);
  });
});
