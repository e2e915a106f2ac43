import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
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
      if (row.status === "failed") expect(member.fitness).toBe(-Number.MAX_VALUE);
      else expect(row.score).toBe(scoreOf(objective, member.cases));
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
    const { faults, state } = viewing(campaign, log);
    const total = faults.reduce((sum, { count }) => sum + count, 0);
    // Members that fail against new rivals are failures too, but no births.
    if ((campaign.scenario.rivals ?? 0) > 0) expect(total).toBeGreaterThanOrEqual(failures(state));
    else {
      expect(total).toBe(failures(state));
      const byKind = Object.fromEntries(faults.map(({ kind, count }) => [kind, count]));
      expect({ crashed: 0, exhausted: 0, "bad-action": 0, refused: 0, ...byKind }).toEqual(state.faults);
    }
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
          return { ...event, agent: evil, outcome: { status: "failed", fault: { kind: "crashed", message: evil } } };
        if (event.type !== "variant-evaluated" || event.outcome.status !== "failed") return event;
        return { ...event, outcome: { status: "failed", fault: { kind: "crashed", message: evil.repeat(100) } } };
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
    const view = createRunView({ id: "", folder: "", version: "", scenario: campaign.scenario }, campaign.spec);
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
      view.apply({ type: "variant-evaluated", id, generation: 0, outcome: { status: "failed", fault } });
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

  test("tell who migrated and which islands began anew", async () => {
    const islands = { count: 3, migrateEvery: 2, migrants: 2, resetAfter: 2 };
    const campaign = campaignOf({ seed: 3, population: 12, islands, budget: { generations: 12 } });
    const texts = viewing(campaign, await logOf(campaign)).lines.map(({ text }) => text);
    expect(texts.some((text) => /^\d+ migrated: #\d+( #\d+)? to island \d/.test(text))).toBe(true);
    expect(texts.some((text) => /^island \d starts anew from #\d+/.test(text))).toBe(true);
    const single = viewing(campaigns["a ranked population"]!, logs["a ranked population"]!);
    expect(single.lines.some(({ text }) => /migrated|anew/.test(text))).toBe(false);
  });

  test("warn once when more than half of the evaluations fail, and only when enough are known", () => {
    const campaign = campaignOf({ births: 100 });
    const view = viewing(campaign, []);
    for (let generation = 0; generation < 5; generation++) {
      for (let id = 100 * generation; id < 100 * generation + 100; id++) {
        const born = { type: "variant-born", id, generation, genome: `g${id}`, size: 1, parents: [] } as const;
        view.apply({ ...born, operator: "x", island: 0 });
        const fault = { kind: "crashed", message: "It failed." } as const;
        view.apply({ type: "variant-evaluated", id, generation, outcome: { status: "failed", fault } });
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
