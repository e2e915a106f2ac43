import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ancestorsOf,
  descendantsOf,
  forksOf,
  improvements,
  lineOf,
  operatorsOf,
  stepsOf,
} from "../../src/view/lineage.ts";
import { campaignOf } from "../simulation/worlds.ts";
import { logOf, rowsOf, viewing } from "./viewing.ts";

const campaign = campaignOf({ seed: 4, population: 20, births: 20, budget: { generations: 15 } });
const view = viewing(campaign, await logOf(campaign));
const { variants } = view;
const rows = rowsOf(view);
const ids = fc.integer({ min: 0, max: rows.length - 1 });

function naiveAncestors(id: number, found = new Set<number>()): Set<number> {
  found.add(id);
  for (const parent of rows[id]!.parents) if (!found.has(parent)) naiveAncestors(parent, found);
  return found;
}

function naiveDescendants(id: number): number[] {
  return rows.map((row) => row.id).filter((one) => one !== id && naiveAncestors(one).has(id));
}

describe("a lineage", () => {
  test("goes from first parent to first parent, oldest first, back to one that has none", () => {
    fc.assert(
      fc.property(ids, (id) => {
        const line = lineOf(variants, id);
        expect(line.at(-1)).toBe(id);
        expect(rows[line[0]!]!.parents).toEqual([]);
        line.slice(1).forEach((one, i) => expect(rows[one]!.parents[0]).toBe(line[i]));
        expect(lineOf(variants, id, 2)).toEqual(line.slice(-2));
      }),
    );
  });

  test("holds all ancestors, the youngest first", () => {
    fc.assert(
      fc.property(ids, (id) => {
        const all = [...naiveAncestors(id)].toSorted((a, b) => b - a);
        expect(ancestorsOf(variants, id)).toEqual({ ids: all, total: all.length });
        expect(ancestorsOf(variants, id, 3)).toEqual({ ids: all.slice(0, 3), total: all.length });
      }),
    );
  });

  test("holds all descendants, or as many as are asked for", () => {
    fc.assert(
      fc.property(ids, (id) => {
        const all = naiveDescendants(id);
        expect(descendantsOf(variants, id, 1000)).toEqual(all);
        const some = descendantsOf(variants, id, 3);
        expect(some).toHaveLength(Math.min(3, all.length));
        for (const one of some) expect(all).toContain(one);
      }),
      { numRuns: 30 },
    );
  });

  test("improves step by step: each is better than all before it", () => {
    const best = view.state.best!.id;
    const steps = improvements(variants, best, "minimize");
    const scores = steps.map(({ row }) => row.score!);
    expect(steps.length).toBeGreaterThan(1);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(scores.length);
    expect(
      Math.min(...stepsOf(variants, lineOf(variants, best), "minimize").map(({ row }) => row.score ?? Infinity)),
    ).toBe(scores.at(-1));
    expect(steps[0]!.progress).toBeUndefined();
    steps.slice(1).forEach(({ progress }, i) => expect(progress).toBeCloseTo(scores[i]! - scores[i + 1]!));
  });

  test("counts what each operator did on the way", () => {
    const steps = stepsOf(variants, lineOf(variants, view.state.best!.id), "minimize");
    const records = operatorsOf(steps);
    expect(records.reduce((sum, record) => sum + record.steps, 0)).toBe(steps.length);
    expect(records.reduce((sum, { improved }) => sum + improved, 0)).toBe(
      steps.filter(({ progress }) => progress !== undefined).length,
    );
  });

  test("forks where other children lead to members that live", () => {
    const living = new Set(rows.filter(({ alive }) => alive).map(({ id }) => id));
    const leads = (id: number): boolean => [id, ...naiveDescendants(id)].some((one) => living.has(one));
    const line = lineOf(variants, view.state.best!.id);
    const wanted = line.flatMap((id, i) => {
      const branches = variants.children(id, 1000).filter((child) => child !== line[i + 1] && leads(child));
      return branches.length === 0 ? [] : [{ id, branches }];
    });
    expect(forksOf(variants, line)).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(0);
  });

  test("of a variant that does not exist is empty", () => {
    expect(lineOf(variants, 99_999)).toEqual([]);
    expect(ancestorsOf(variants, 99_999)).toEqual({ ids: [], total: 0 });
    expect(descendantsOf(variants, 99_999, 5)).toEqual([]);
  });
});
