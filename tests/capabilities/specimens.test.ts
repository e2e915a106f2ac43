import { describe, expect, test } from "vitest";
import { shadowSpec } from "../../src/capabilities/shadow.ts";
import { type Chapter, createPicker, type Pick } from "../../src/capabilities/specimens.ts";
import type { Event } from "../../src/events/event.ts";
import { UserError } from "../../src/std/errors.ts";
import { play, type Played } from "../simulation/play.ts";
import { campaignOf } from "../simulation/worlds.ts";

const campaign = campaignOf({ population: 40, births: 40, budget: { generations: 12 } });

function picked({ events, genomes }: Played, limit?: number): readonly Pick[] {
  const objective = campaign.scenario.objectives[0];
  const genomeOf = (hash: string) => genomes.get(hash)!;
  const picker = createPicker({ spec: campaign.spec, objective, genomeOf, ...(limit === undefined ? {} : { limit }) });
  for (const chapter of chaptersIn(events)) picker.add(chapter);
  return picker.picks();
}

function chaptersIn(events: readonly Event[]): readonly Chapter[] {
  return events.flatMap((finished): readonly Chapter[] => {
    if (finished.type !== "generation-finished") return [];
    const own = events.filter((event) => "generation" in event && event.generation === finished.generation);
    const births = own.filter((event) => event.type === "variant-born");
    return [{ firstParents: births.map(({ parents: [first] }) => first), finished, events: () => own }];
  });
}

describe("specimens", () => {
  test("are the best newcomers of each generation that came to live, and a few others, with their genomes", async () => {
    const played = await play(campaign);
    const picks = picked(played);
    const elites = new Map<number, number>();
    for (const { generation } of picks) elites.set(generation, (elites.get(generation) ?? 0) + 1);
    expect([...elites.keys()]).toEqual(Array.from({ length: 12 }, (_, generation) => generation));
    for (const count of elites.values()) expect(count).toBeLessThanOrEqual(4 + 4);
    const best = played.state.best!;
    expect(picks.find(({ id }) => id === best.id)).toMatchObject({ genome: best.genome, fitness: best.fitness });
  });

  test("descend from founders by first parents", async () => {
    const played = await play(campaign);
    const parents = new Map(
      played.events.flatMap((one) => (one.type === "variant-born" ? [[one.id, one.parents]] : [])),
    );
    for (const { id, root } of picked(played)) {
      let at = id;
      while (parents.get(at)!.length > 0) at = parents.get(at)![0]!;
      expect(root).toBe(at);
    }
  });

  test("are at most so many, spread over generations, and over some of them where there are more", async () => {
    const played = await play(campaign);
    const spread = picked(played, 24).map(({ generation }) => generation);
    expect(spread.length).toBeLessThanOrEqual(24);
    expect(new Set(spread).size).toBe(12);
    const few = picked(played, 5);
    expect(few.length).toBeLessThanOrEqual(5);
    expect(few.length).toBeGreaterThan(1);
    const all = new Set(picked(played).map(({ id }) => id));
    for (const { id } of few) expect(all.has(id)).toBe(true);
  });
});

describe("the shadow of a campaign", () => {
  test("is the campaign without selection, which breeds with the best and the worst alike", async () => {
    const spec = shadowSpec({ ...campaign.spec, selection: { name: "tournament", size: 7 }, parsimony: 0.1 });
    expect(spec).toMatchObject({ population: 40, births: 40, operators: campaign.spec.operators, parsimony: 0 });
    const gain = async (changes: typeof spec): Promise<number> => {
      const { state } = await play(campaignOf(changes));
      const fitness = state.members.map((member) => member.fitness);
      return fitness.reduce((sum, one) => sum + one, 0) / fitness.length;
    };
    expect((await gain(campaign.spec)) - (await gain(spec))).toBeGreaterThan(0.2);
    const { state, events } = await play(campaignOf(spec));
    const newest = events.flatMap((one) => (one.type === "generation-finished" ? [one.entered] : [])).at(-1)!;
    expect(newest.length).toBeGreaterThan(30);
    expect(state.members.every((member) => member.generation >= 9)).toBe(true);
  });

  test("ends for no score, and costs nothing", () => {
    const target = { over: "mean", compare: ">=", value: 1 } as const;
    expect(shadowSpec({ ...campaign.spec, budget: { evaluations: 100, target, usd: 1 } }).budget).toEqual({
      evaluations: 100,
    });
  });

  test("is refused where the emitter is the selection", () => {
    const emitter = { name: "open-es", sigma: 1, rate: 1 } as const;
    expect(() => shadowSpec({ ...campaign.spec, emitter })).toThrow(UserError);
  });
});
