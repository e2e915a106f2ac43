import { describe, expect, test } from "vitest";
import type { Event } from "../../src/events/event.ts";
import { speciesRows } from "../../src/view/species.ts";
import { hasStandings, standingOf } from "../../src/view/standing.ts";
import { sorts } from "../simulation/worlds.ts";
import { logOf, rowsOf, viewing } from "./viewing.ts";

const viewOf = async (name: string) => {
  const campaign = sorts[name]!(6);
  return viewing(campaign, await logOf(campaign));
};

describe("the species of a view", () => {
  test("add up to who lives, and are named and dated by their founders", async () => {
    const view = await viewOf("networks that grow");
    const rows = speciesRows(view);
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.length).toBe(view.generations.at(-1)!.species);
    const ids = rows.flatMap(({ members }) => members.map(({ id }) => id));
    expect(ids.toSorted((a, b) => a - b)).toEqual(view.state.members.map(({ id }) => id).toSorted((a, b) => a - b));
    expect(rows[0]!.best.id).toBe(view.state.best!.id);
    for (const { species, members, best, age, stagnation } of rows) {
      expect(age).toBe(view.state.generation - view.variants.row(species)!.generation);
      expect(best.fitness).toBe(Math.max(...members.map(({ fitness }) => fitness)));
      expect(stagnation).toBeLessThanOrEqual(age);
    }
  });

  test("leave out the best that is kept when a search begins anew", async () => {
    const campaign = sorts["networks that grow and begin anew"]!(6);
    const events = await logOf(campaign);
    const ends = [...events.entries()]
      .filter(([, { type }]) => type === "generation-finished")
      .map(([place]) => place + 1);
    const views = ends.map((end) => viewing(campaign, events.slice(0, end)));
    const kept = views.filter(({ state }) => state.members.some(({ island }) => island === 1));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.some(({ state }) => state.members.length === 1)).toBe(true);
    for (const view of kept) {
      const rows = speciesRows(view);
      const living = view.state.members.filter(({ island }) => island === 0);
      expect(rows.flatMap(({ members }) => members)).toHaveLength(living.length);
      expect(rows.length).toBe(view.generations.at(-1)!.species);
    }
  });

  test("are none where the archive has none", async () => {
    expect(speciesRows(await viewOf("islands"))).toEqual([]);
  });
});

describe("where a variant stands", () => {
  test("is its species while it lives", async () => {
    const view = await viewOf("networks that grow");
    expect(hasStandings(view.state.spec)).toBe(true);
    const [first] = speciesRows(view);
    const [standing] = standingOf(view, first!.best.id);
    expect(standing!.label).toBe("species");
    expect(standing!.text).toContain(`#${first!.species} of ${first!.members.length} member`);
    const dead = rowsOf(view).find(({ alive }) => !alive)!;
    expect(standingOf(view, dead.id)).toEqual([]);
  });

  test("is how it was drawn, around which mean, where a strategy drew it", async () => {
    const view = await viewOf("OpenAI's strategy");
    const sample = rowsOf(view).findLast(({ operator }) => operator === "sample")!;
    const mean = rowsOf(view).findLast(({ operator, id }) => operator === "mean" && id < sample.id)!;
    expect(standingOf(view, sample.id)[0]!.text).toMatch(new RegExp(`^around the mean #${mean.id} .*sigma 0.3`));
    expect(standingOf(view, mean.id)[0]!.text).toMatch(/^the mean itself, sigma 0.3/);
  });
});

describe("the searches of a view", () => {
  test("are those that the log noted, island by island, with the score of each mean", async () => {
    for (const [name, islands] of [
      ["CMA-ES", [0]],
      ["programs beside networks of a strategy", [1]],
    ] as const) {
      const campaign = sorts[name]!(6);
      const events = await logOf(campaign);
      const view = viewing(campaign, events);
      const noted = events.flatMap((event) => (event.type === "generation-finished" ? [event.observed.searches] : []));
      expect(noted.length).toBeGreaterThan(1);
      expect(view.generations.map(({ searches }) => searches)).toMatchObject(noted);
      for (const { searches, generation } of view.generations) {
        expect(searches.map(({ island }) => island)).toEqual(islands);
        for (const { mean } of searches) {
          if (mean === undefined) continue;
          const born = view.variants.row(mean.id)!;
          expect(born).toMatchObject({ operator: "mean", generation });
          expect(mean.score).toBe(born.score);
        }
      }
    }
  });

  test("are none in a log that has not noted any", async () => {
    const campaign = sorts["CMA-ES"]!(6);
    const events = (await logOf(campaign)).map((event): Event => {
      if (event.type !== "generation-finished") return event;
      const { t, ms } = event.observed;
      return { ...event, observed: { t, ms } };
    });
    expect(viewing(campaign, events).generations.every(({ searches }) => searches.length === 0)).toBe(true);
  });
});
