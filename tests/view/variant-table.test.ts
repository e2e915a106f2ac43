import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oriented } from "../../src/scenario/scenario.ts";
import { parseFilter } from "../../src/view/filter.ts";
import type { SortKey, VariantRow } from "../../src/view/model.ts";
import { everything } from "../../src/view/variant-table.ts";
import { campaignOf } from "../simulation/worlds.ts";
import { logOf, rowsOf, viewing } from "./viewing.ts";

const campaign = campaignOf({ seed: 9, population: 40, births: 60, budget: { generations: 30 } });
const view = viewing(campaign, await logOf(campaign));
const rows = rowsOf(view);
const objective = campaign.scenario.objectives[0];

const filters = ["", "state=scored", "alive", "op~mutation size<20", "gen>=25", "score<5 gain>0", "id=-1"];
const sorts: readonly SortKey[] = ["score", "gain", "generation", "size", "children", "ms", "id"];

/** Best first, newest first, smallest first; whoever has no such value comes last. */
function naive(where: (row: VariantRow) => boolean, sort: SortKey, reverse: boolean): number[] {
  const key = (row: VariantRow, by: SortKey): number => {
    const value = by === "score" && row.score !== undefined ? oriented(objective, row.score) : row[by];
    const isRising = by === "size" || by === "id";
    return value === undefined ? Infinity : isRising ? value : -value;
  };
  const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
  return rows
    .filter(where)
    .toSorted((a, b) => {
      const [one, other] = [key(a, sort), key(b, sort)];
      const turned = reverse && one !== Infinity && other !== Infinity ? compare(other, one) : compare(one, other);
      return turned || compare(key(a, "score"), key(b, "score")) || a.size - b.size || a.id - b.id;
    })
    .map(({ id }) => id);
}

describe("the table of variants", () => {
  test("finds what a plain filter and a plain sort find, through any window", () => {
    expect(rows.length).toBe(1800);
    const windows = fc.record({ from: fc.nat(2000), limit: fc.nat(2000) });
    fc.assert(
      fc.property(
        fc.constantFrom(...filters),
        fc.constantFrom(...sorts),
        fc.boolean(),
        fc.array(windows, { minLength: 1, maxLength: 4 }),
        (filter, sort, reverse, all) => {
          const where = parseFilter(filter);
          const wanted = naive(where, sort, reverse);
          for (const { from, limit } of all) {
            const found = view.variants.find({ where, sort, reverse, from, limit });
            expect(found).toEqual({ ids: wanted.slice(from, from + limit), total: wanted.length });
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test("finds anew when something has changed since it was asked", async () => {
    const log = await logOf(campaign);
    const live = viewing(campaign, log.slice(0, 400));
    const query = { where: everything, sort: "id", reverse: true, from: 0, limit: 3 } as const;
    const before = live.variants.find(query);
    expect(live.variants.find(query)).toEqual(before);
    for (const event of log.slice(400)) live.apply(event);
    expect(live.variants.find(query)).toEqual({ ids: [1799, 1798, 1797], total: 1800 });
  });

  test("lets a filter look at other variants", () => {
    const where = (row: VariantRow): boolean =>
      row.parents.some((id) => view.variants.row(id)!.operator === row.operator);
    const wanted = rows.filter((row) => row.parents.some((id) => rows[id]!.operator === row.operator));
    const found = view.variants.find({ where, sort: "id", reverse: false, from: 0, limit: 5000 });
    expect(found.ids).toEqual(wanted.map(({ id }) => id));
    expect(found.total).toBeGreaterThan(0);
  });

  test("gives rows that stay as they were", () => {
    const row = view.variants.row(5);
    const copy = structuredClone(row);
    view.variants.row(6);
    expect(row).toEqual(copy);
    expect(view.variants.parents(5)).toEqual(row!.parents);
    expect(view.variants.alive(5)).toBe(row!.alive);
    expect(view.variants.parents(99_999)).toEqual([]);
  });

  test("keeps all parents, however many there are", () => {
    const small = viewing(campaign, []);
    const family = [[], [0], [1, 0], [2, 1, 0], [3, 3]];
    family.forEach((parents, id) => {
      const born = {
        type: "variant-born",
        id,
        generation: 0,
        genome: `g${id}`,
        size: 1,
        operator: "x",
        island: 0,
      } as const;
      small.apply({ ...born, parents });
    });
    expect(rowsOf(small).map(({ parents }) => parents)).toEqual(family);
    expect(rowsOf(small).map(({ children }) => children)).toEqual([3, 2, 1, 1, 0]);
    expect(small.variants.children(0, 9)).toEqual([1, 2, 3]);
    expect(small.variants.children(3, 9)).toEqual([4]);
  });
});
