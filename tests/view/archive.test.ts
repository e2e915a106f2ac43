import { describe, expect, test } from "vitest";
import { byMerit } from "../../src/archives/merit.ts";
import { binRange, gridOf, islandRows, leaders, residents } from "../../src/view/archive.ts";
import { campaignOf, sorts } from "../simulation/worlds.ts";
import { logOf, viewing } from "./viewing.ts";

async function viewOf(name: string): Promise<ReturnType<typeof viewing>> {
  const campaign = sorts[name]!(6);
  return viewing(campaign, await logOf(campaign));
}

describe("the grid of a view", () => {
  test("has each member in the cell that its measures fall into, the best of several on top", async () => {
    for (const name of ["a grid", "islands of grids"]) {
      const view = await viewOf(name);
      const grid = gridOf(view)!;
      const members = residents(view);
      expect(members.length).toBeGreaterThan(2);
      let holders = 0;
      grid.cells.forEach((cell, place) => {
        if (cell === undefined) return;
        holders += cell.holders;
        const [column, line] = [place % grid.columns, Math.floor(place / grid.columns)];
        for (const [axis, bin] of [
          [grid.x, column],
          [grid.y!, line],
        ] as const) {
          const [from, to] = binRange(axis, bin);
          const value = cell.best.measures[axis.measure]!;
          expect(value).toBeGreaterThanOrEqual(from);
          expect(value).toBeLessThanOrEqual(to);
        }
        expect(cell.best).toEqual(members.find(({ niche }) => niche === cell.best.niche));
      });
      expect(holders).toBe(members.length);
      expect(grid.held).toBe(new Set(members.map(({ niche }) => niche)).size);
      expect(grid.held).toBe(view.generations.at(-1)!.cells);
      expect(grid.capacity).toBe(grid.columns * grid.rows);
    }
  });

  test("can be turned, and shows one island alone", async () => {
    const view = await viewOf("a grid");
    const [grid, turned] = [gridOf(view)!, gridOf(view, { x: 1, y: 0 })!];
    expect([turned.columns, turned.rows]).toEqual([grid.rows, grid.columns]);
    for (let x = 0; x < grid.columns; x++) {
      for (let y = 0; y < grid.rows; y++) {
        expect(turned.cells[y + x * turned.columns]).toEqual(grid.cells[x + y * grid.columns]);
      }
    }
    const islands = await viewOf("islands of grids");
    const held = gridOf(islands, { island: 1 })!.cells.flatMap((cell) => cell?.best.island ?? []);
    expect(new Set(held)).toEqual(new Set([1]));
    expect(gridOf(view, { x: 7, y: 7 })).toEqual(grid);
  });

  test("has one line where the archive has one axis, and is none where there is no grid", async () => {
    const campaign = campaignOf({ archive: { name: "map-elites", bins: [1, 5] }, selection: { name: "uniform" } });
    const grid = gridOf(viewing(campaign, await logOf(campaign)))!;
    expect(grid.y).toBeUndefined();
    expect([grid.columns, grid.rows, grid.x.name]).toEqual([5, 1, "long"]);
    expect(gridOf(await viewOf("a ranked population"))).toBeUndefined();
  });
});

describe("the islands of a view", () => {
  test("add up to who lives, each with the best of its own", async () => {
    const view = await viewOf("islands");
    const rows = islandRows(view);
    expect(rows.map(({ island }) => island)).toEqual([0, 1, 2]);
    for (const { island, size, best, stagnation, operator, isGuest } of rows) {
      const living = view.state.members.filter((member) => member.island === island).toSorted(byMerit);
      expect(size).toBe(living.length);
      expect(best!.id).toBe(living[0]!.id);
      expect(stagnation).toBe(view.state.generation - living[0]!.generation);
      expect(operator).toBe(view.variants.row(best!.id)!.operator);
      expect(isGuest).toBe(view.variants.row(best!.id)!.island !== island);
    }
  });

  test("are there before anybody lives", () => {
    const rows = islandRows(viewing(sorts["islands"]!(6), []));
    expect(rows).toEqual([0, 1, 2].map((island) => ({ island, size: 0, diversity: 0 })));
  });

  test("have their leaders, each genome once", async () => {
    const view = await viewOf("islands");
    const first = leaders(view, 5);
    expect(new Set(first.map(({ genome }) => genome)).size).toBe(first.length);
    expect(first[0]!.id).toBe(view.state.best!.id);
    expect(residents(view, 2).every(({ island }) => island === 2)).toBe(true);
  });
});
