import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fault, FaultKind, Outcome } from "../../src/evaluation/evaluation.ts";
import type { Placement } from "../../src/archives/archive.ts";
import type { Member } from "../../src/archives/member.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import type { Random } from "../../src/std/random.ts";
import { play } from "../simulation/play.ts";
import type { Event } from "../../src/events/event.ts";
import { oriented } from "../../src/scenario/scenario.ts";
import { createRunView } from "../../src/view/run-view.ts";
import { failures } from "../../src/view/progress.ts";
import { scoreOf } from "../../src/view/score.ts";
import { campaignOf, sorts } from "../simulation/worlds.ts";
import { logOf, rowsOf, shown, viewing } from "./viewing.ts";

const names = Object.keys(sorts);
const campaigns = Object.fromEntries(names.map((name) => [name, sorts[name]!(5)]));
const logs = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await logOf(campaigns[name]!)] as const)),
);

function failing(fault: Fault): Outcome {
  return { status: "failed", fault };
}

/** A random source that notes what is forked off it under a name. */
function hearing(random: Random, name: string, heard: string[], when: string): Random {
  return {
    ...random,
    fork(...path) {
      if (path[0] === name) heard.push(`${when}: ${path[1]}`);
      return random.fork(...path);
    },
  };
}

describe.each(names)("the view of %s", (name) => {
  const campaign = campaigns[name]!;
  const log = logs[name]!;
  const objective = campaign.scenario.objectives[0];

  test("is the same live, however the log came in and whenever it was looked at, as replayed at once", () => {
    const whole = shown(viewing(campaign, log));
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 20 }), (pieces) => {
        const view = viewing(campaign, []);
        let at = 0;
        for (const length of [...pieces, log.length]) {
          for (const event of log.slice(at, at + length)) view.apply(event);
          at += length;
          shown(view);
        }
        expect(shown(view)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test("agrees with the state that the log folds to, at each event", () => {
    const view = viewing(campaign, []);
    for (const event of log) {
      view.apply(event);
      const { state } = view;
      const rows = rowsOf(view);
      expect(rows.length).toBe(state.births);
      const settled = rows.filter(({ generation }) => generation <= state.generation);
      const living = new Set(state.members.map(({ id }) => id));
      expect(settled.filter(({ alive }) => alive).map(({ id }) => id)).toEqual([...living].toSorted((a, b) => a - b));
      expect(rows.filter(({ status }) => status === "reused").length).toBe(state.reused);
    }
  });

  test("shows the members' own scores, sizes, operators and children", () => {
    const view = viewing(campaign, log);
    for (const member of view.state.members) {
      const row = view.variants.row(member.id)!;
      // A member that failed against new rivals keeps its old scores and has none to show.
      const isUnfit = member.fitness === -Number.MAX_VALUE;
      expect(row.score).toBe(isUnfit ? undefined : scoreOf(objective, member.cases));
      expect(row.status === "failed").toBe(isUnfit);
      expect(row).toMatchObject({ size: member.size, genome: member.genome.hash, generation: member.generation });
    }
    const last = view.generations.at(-1)!;
    expect(last.best).toBe(scoreOf(objective, view.state.best!.cases));
    expect(last).toMatchObject({ generation: view.state.generation, bestId: view.state.best!.id });
    expect(view.events).toBe(log.length);
  });

  test("counts children and gains as their definitions say", () => {
    const view = viewing(campaign, log);
    const rows = rowsOf(view);
    const hasRivals = (campaign.scenario.rivals ?? 0) > 0;
    for (const row of rows) {
      const children = rows.filter(({ parents }) => parents.includes(row.id)).map(({ id }) => id);
      expect(row.children).toBe(children.length);
      expect(view.variants.children(row.id, 3)).toEqual(children.slice(0, 3));
      if (hasRivals || row.score === undefined) continue;
      const scores = row.parents.flatMap((id) => rows[id]!.score ?? []).map((score) => oriented(objective, score));
      const gain = scores.length === 0 ? undefined : oriented(objective, row.score) - Math.max(...scores);
      expect(row.gain).toEqual(gain === undefined ? undefined : Math.fround(gain));
    }
  });

  test("counts failures by kind as the state does", () => {
    const view = viewing(campaign, log);
    const { faults, state } = view;
    const total = faults.reduce((sum, { count }) => sum + count, 0);
    const isAlone = (campaign.scenario.rivals ?? 0) === 0;
    // Members that fail against new rivals are failures too, but no births.
    expect(total - failures(state)).toBeGreaterThanOrEqual(0);
    expect(isAlone && total > failures(state)).toBe(false);
    for (const { kind, count } of faults) expect(count).toBeGreaterThanOrEqual(state.faults[kind as FaultKind]);
    const ids = faults.map(({ id }) => view.variants.row(id)!.fault);
    expect(ids).toEqual(faults.map(({ kind }) => kind));
  });
});

describe("a view", () => {
  const campaign = campaigns["a ranked population"]!;
  const log = logs["a ranked population"]!;

  test("holds what was judged on test cases until the campaign goes on", () => {
    const view = viewing(campaign, log);
    expect([...view.test.keys()]).toEqual([view.state.finished!.champion, "echo"]);
    const more: Event = { type: "budget-changed", budget: { generations: 9 } };
    view.apply(more);
    view.apply({
      type: "generation-finished",
      generation: view.state.generation + 1,
      entered: [],
      left: [],
      observed: { t: "later", ms: 1 },
    });
    expect(view.test.size).toBe(0);
    expect(view.lines.at(-1)!.text).toBe("the budget is now 9 gens");
  });

  test("knows a variant that is not evaluated yet as running", () => {
    const view = viewing(campaign, log.slice(0, log.findIndex(({ type }) => type === "variant-born") + 1));
    expect(view.variants.row(0)).toMatchObject({ status: "running", alive: false, score: undefined });
    expect([view.variants.row(1), view.variants.row(-1), view.variants.row(0.5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("shows no text that could steer a terminal", () => {
    const evil = "a\u001b[2Jb\u202ec\r\nd\u0000";
    const view = viewing(
      campaign,
      log.map((event): Event => {
        if (event.type === "variant-born") return { ...event, operator: evil };
        if (event.type === "agent-judged")
          return { ...event, agent: evil, outcome: failing({ kind: "crashed", message: evil }) };
        if (event.type !== "variant-evaluated" || event.outcome.status !== "failed") return event;
        return { ...event, outcome: failing({ kind: "crashed", message: evil.repeat(100) }) };
      }),
    );
    expect(view.faults).toHaveLength(1);
    expect(view.test.size).toBe(1);
    const text = JSON.stringify([view.faults, view.lines, rowsOf(view), [...view.test]]);
    expect(text).not.toMatch(/\\u001b|\\u0000|\\r|\\n|\u202e/);
    expect(view.variants.row(0)!.operator).toBe("a[2Jbc d");
  });

  test("keeps two hundred messages of failures apart, and counts the rest as others of their kind", () => {
    const kinds = ["crashed", "refused"] as const;
    const view = createRunView(
      { id: "", select: "", folder: "", version: "", scenario: campaign.scenario },
      campaign.spec,
    );
    for (let id = 0; id < 1000; id++) {
      const fault = { kind: kinds[id % 2]!, message: `number ${id}` };
      const born = {
        type: "variant-born",
        id,
        generation: 0,
        genome: `g${id}`,
        size: 1,
        parents: [],
        island: 0,
      } as const;
      view.apply({ ...born, operator: "x" });
      view.apply({ type: "variant-evaluated", id, generation: 0, outcome: failing(fault) });
    }
    expect(view.faults).toHaveLength(202);
    expect(view.faults.slice(0, 2)).toEqual([
      { kind: "refused", message: "other messages", count: 400, id: 999, generation: 0 },
      { kind: "crashed", message: "other messages", count: 400, id: 998, generation: 0 },
    ]);
    expect(view.variants.row(3)).toMatchObject({ fault: "refused", message: "number 3", genome: "g3" });
  });
});

describe("the generations of a view", () => {
  const campaign = campaignOf({ islands: { count: 2, migrateEvery: 1, migrants: 1, resetAfter: 0 } });

  test("are thinned evenly in a long run, and end with the latest", () => {
    const view = viewing(campaign, []);
    for (let generation = 0; generation < 10_000; generation++) {
      const observed = { t: "then", ms: 10 };
      view.apply({ type: "generation-finished", generation, entered: [], left: [], observed });
      if (generation % 777 !== 0) continue;
      expect(view.generations.at(-1)!.generation).toBe(generation);
    }
    const numbers = view.generations.map(({ generation }) => generation);
    expect(numbers.length).toBeGreaterThan(2000);
    expect(numbers.length).toBeLessThanOrEqual(4096);
    expect(numbers.slice(0, -1)).toEqual(numbers.slice(0, -1).map((_, i) => i * 4));
    expect(numbers.at(-1)).toBe(9999);
    expect(view.generations.at(-1)).toMatchObject({ elapsedMs: 100_000, living: 0, best: Number.NaN, bestId: -1 });
  });

  test("of a grid count held cells and quality, which never falls", () => {
    const view = viewing(campaigns["a grid"]!, logs["a grid"]!);
    for (const { cells, living, diversity } of view.generations) {
      expect(cells).toBe(living);
      expect(diversity).toBeGreaterThan(0);
      expect(diversity).toBeLessThanOrEqual(1);
    }
    const cells = view.generations.map((row) => row.cells);
    expect(cells).toEqual(cells.toSorted((a, b) => a - b));
    for (const { quartiles } of view.generations) expect(quartiles).toEqual([...quartiles].toSorted((a, b) => a - b));
  });
});

describe("the lines of a view", () => {
  test("tell the start, each new best, the generations and the end", () => {
    const campaign = campaigns["a ranked population"]!;
    const { lines, state } = viewing(campaign, logs["a ranked population"]!);
    const texts = lines.map(({ text }) => text);
    expect(texts[0]).toBe("guessing started with seed 5, budget 4 gens");
    expect(texts.some((text) => /^best \S+: #\d+ by \S+, size \d+$/.test(text))).toBe(true);
    expect(texts.some((text) => text.startsWith("gen 0: 8 evals, "))).toBe(true);
    expect(texts.at(-1)).toBe(`the generations of its budget are done; the champion is #${state.finished!.champion}`);
    expect(lines.at(-1)!.id).toBe(state.finished!.champion);
  });

  test("tell who migrated, and nothing of the kind where there is one population", async () => {
    const campaign = campaignOf({
      population: 30,
      islands: { count: 3, migrateEvery: 2, migrants: 2, resetAfter: 1000 },
    });
    const texts = viewing(campaign, await logOf(campaign)).lines.map(({ text }) => text);
    expect(texts.some((text) => /^\d+ migrated: #\d+ #\d+ to island \d, /.test(text))).toBe(true);
    expect(texts.some((text) => text.includes("anew"))).toBe(false);
    const single = viewing(campaigns["a ranked population"]!, logs["a ranked population"]!);
    expect(single.lines.some(({ text }) => /migrated|anew/.test(text))).toBe(false);
  });

  test.each<[string, CampaignSpec["archive"]]>([
    ["ranked", { name: "ranked", elites: 1, replacement: "generational" }],
    ["grid", { name: "map-elites", bins: [4, 4] }],
  ])("tell which %s islands began anew, as the archive drew donors for them", async (_, archive) => {
    const islands = { count: 3, migrateEvery: 4, migrants: 2, resetAfter: 3 };
    const size = { population: 60, births: 60, budget: { generations: 25 } };
    const seeds = [0, 1, 2, 3, 4];
    const told: string[] = [];
    const drawn: string[] = [];
    for (const seed of seeds) {
      const campaign = campaignOf({ seed, ...size, archive, islands });
      const place = (placement: Placement): readonly Member[] =>
        campaign.archive.place({
          ...placement,
          random: hearing(placement.random, "donor", drawn, `${seed}, ${placement.generation}`),
        });
      const { events } = await play({ ...campaign, archive: { ...campaign.archive, place } });
      const view = viewing(campaign, []);
      for (const event of events) {
        const before = view.lines.length;
        view.apply(event);
        for (const { text } of view.lines.slice(before)) {
          const island = /^island (\d) starts anew/.exec(text)?.[1];
          if (event.type === "generation-finished" && island !== undefined)
            told.push(`${seed}, ${event.generation}: ${island}`);
        }
      }
    }
    expect(drawn.length).toBeGreaterThan(5);
    const real = new Set(drawn);
    expect(told.filter((one) => !real.has(one))).toEqual([]);
    // One that looks like any other island is not told of.
    expect(new Set(told).size).toBeGreaterThanOrEqual(0.8 * real.size);
  });

  test("tell when the search begins anew, and who is kept", async () => {
    for (const count of [1, 2]) {
      const islands = { count, migrateEvery: 0, migrants: 1, resetAfter: 0, restartAfter: 4 };
      const campaign = campaignOf({ population: 31, births: 30, islands, budget: { generations: 30 } });
      const texts = viewing(campaign, await logOf(campaign)).lines.map(({ text }) => text);
      expect(texts.some((text) => /^nobody better for long: the search begins anew, #\d+ is kept$/.test(text))).toBe(
        true,
      );
      expect(texts.some((text) => text.includes("migrated"))).toBe(false);
    }
  });

  test("warn once when more than half of the evaluations fail, and only when enough are known", () => {
    const campaign = campaignOf({ births: 100 });
    const view = viewing(campaign, []);
    for (let generation = 0; generation < 5; generation++) {
      for (let id = 100 * generation; id < 100 * generation + 100; id++) {
        const born = { type: "variant-born", id, generation, genome: `g${id}`, size: 1, parents: [] } as const;
        view.apply({ ...born, operator: "x", island: 0 });
        const fault = { kind: "crashed", message: "It failed." } as const;
        view.apply({ type: "variant-evaluated", id, generation, outcome: failing(fault) });
      }
      const observed = { t: "then", ms: 10 };
      view.apply({ type: "generation-finished", generation, entered: [], left: [], observed });
      const warnings = view.lines.filter(({ level }) => level === "warn");
      expect(warnings.map(({ text }) => text)).toEqual(
        generation < 1 ? [] : ["100.0% of the evaluations failed so far"],
      );
    }
  });
});
