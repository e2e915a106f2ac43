import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event, ModelAsked } from "../../src/events/event.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import { createCallBook } from "../../src/view/calls.ts";
import { creditsOf } from "../../src/view/credit.ts";
import { parseFilter } from "../../src/view/filter.ts";
import type { RunView } from "../../src/view/model.ts";
import { asksModels, cachedShare, moneyOf, spentText, troubleOf, usageText } from "../../src/view/money.ts";
import { budgetText } from "../../src/view/progress.ts";
import { replyText } from "../../src/view/reply-text.ts";
import { campaignOf } from "../simulation/worlds.ts";
import { specWithModels, type Weather, withCalls } from "./model-campaign.ts";
import { logOf, rowsOf, shown, viewing } from "./viewing.ts";

const offline = campaignOf({ seed: 3, population: 20, births: 20, budget: { generations: 12 } });
const log = await logOf(offline);
const campaign = { ...offline, spec: specWithModels(offline.spec) };

function viewIn(weather: Weather, usd = 5): RunView {
  return viewing(campaign, withCalls(log, weather, usd));
}

function callsIn(events: readonly Event[]): readonly ModelAsked[] {
  return events.filter((event) => event.type === "model-asked");
}

const weathers = fc.record({
  failing: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
  silentFrom: fc.integer({ min: 1, max: 14 }),
});

describe("the view of a campaign that asks language models", () => {
  test("gives each call to the variant that it was made for, and none of the money twice", () => {
    fc.assert(
      fc.property(weathers, (weather) => {
        const events = withCalls(log, weather);
        const view = viewing(campaign, events);
        const calls = callsIn(events);
        const born = calls.filter(({ role }) => role !== "scratchpad");
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        expect(sum(rowsOf(view).map(({ calls: many = 0 }) => many))).toBe(born.length);
        expect(sum(rowsOf(view).map(({ usd = 0 }) => usd))).toBeCloseTo(sum(born.map(({ usd }) => usd)), 9);
        expect(view.generations.at(-1)!.usd).toBeCloseTo(sum(calls.map(({ usd }) => usd)), 9);
        expect(
          rowsOf(view)
            .flatMap(({ id }) => view.calls.of(id))
            .map(({ call }) => call),
        ).toEqual(born.map(({ call }) => call));
        expect(sum(Object.values(view.calls.results))).toBe(calls.length);
      }),
      { numRuns: 15 },
    );
  });

  test("is the same whenever it was looked at", () => {
    const events = withCalls(log, { failing: [4] });
    const view = viewing(campaign, []);
    for (const event of events) {
      view.apply(event);
      shown(view);
    }
    expect(shown(view)).toEqual(shown(viewing(campaign, events)));
  });

  test("tells the model and the operator that were to write a variant, whether or not they did", () => {
    const view = viewIn({ failing: [4] });
    const rows = rowsOf(view);
    const events = withCalls(log, { failing: [4] });
    for (const event of events) {
      if (event.type !== "variant-born") continue;
      expect(rows[event.id]).toMatchObject({
        operator: event.operator,
        draft: event.draft?.operator,
        model: event.draft?.model,
      });
      expect(rows[event.id]!.usd === undefined).toBe(event.draft === undefined);
    }
    const written = rows.filter(parseFilter("op~llm model~claude usd>0 calls>=1"));
    expect(written.length).toBe(rows.filter(({ draft, operator }) => draft !== undefined && draft === operator).length);
    expect(rows.filter(parseFilter("/claude-deep")).length).toBe(
      rows.filter(({ model }) => model === "claude-deep-1").length,
    );
    const [dearest] = view.variants.find({ where: () => true, sort: "usd", reverse: false, from: 0, limit: 1 }).ids;
    expect(rows[dearest!]!.usd).toBe(Math.max(...rows.map(({ usd = 0 }) => usd)));
  });

  test("credits each operator with what its calls cost", () => {
    const credits = creditsOf(viewIn({}).state);
    const drafted = credits.filter(({ drafts }) => drafts > 0);
    expect(credits.slice(0, drafted.length)).toEqual(drafted);
    for (const { births, drafts, childrenPerDraft, usd, improved, usdPerImprovement } of drafted) {
      expect(childrenPerDraft).toBe(births / drafts);
      expect(usdPerImprovement).toBe(improved === 0 ? undefined : usd / improved);
    }
    expect(
      credits.slice(drafted.length).every(({ usd, childrenPerDraft }) => usd === 0 && childrenPerDraft === undefined),
    ).toBe(true);
  });

  test("names what keeps models from answering, and what can be done, until they answer again", () => {
    const events = withCalls(log, { failing: [4] });
    const view = viewing(campaign, []);
    const { budget } = campaign.spec;
    const seen = new Set<string>();
    for (const event of events) {
      view.apply(event);
      const trouble = troubleOf(view, budget);
      expect(trouble === undefined).toBe(view.state.spending.failing === 0);
      if (trouble !== undefined) seen.add([trouble.text, trouble.effect].filter(Boolean).join("; "));
    }
    expect([...seen][0]).toBe("the last call failed: overloaded: the provider had no room for 4 tries (req_0123)");
    expect([...seen][2]).toMatch(
      /^the last 3 calls failed: .*; models are asked only now and then, offline operators go on$/,
    );
    expect(view.calls.faults).toEqual([{ name: "overloaded", count: 8, why: expect.stringMatching(/^overloaded/) }]);
    expect(view.calls.fault).toBeUndefined();
  });

  test("says that the budget is used up once models are asked for none of their children, where there is a budget", () => {
    const view = viewIn({ silentFrom: 6 }, 0.5);
    expect(troubleOf(view, { usd: 0.5 })).toMatchObject({ name: "budget", text: expect.stringContaining("of $0.50") });
    expect(troubleOf(view, {})).toBeUndefined();
    expect(troubleOf(viewIn({}), { usd: 0.5 })).toBeUndefined();
  });

  test("writes a line when calls begin to fail, when models are left alone and when they answer again, and no more", () => {
    const lines = viewIn({ failing: [4], silentFrom: 9 }).lines.map(({ level, text }) => `${level}: ${text}`);
    const about = lines.filter((line) => /language model|budget for models/.test(line));
    expect(about).toEqual([
      expect.stringMatching(/^warn: a call of a language model failed: overloaded/),
      expect.stringMatching(/^error: 3 calls of language models in a row failed: overloaded.*now and then$/),
      "info: language models answer again, after 8 failed calls",
      expect.stringMatching(/^warn: the budget for models is used up .* offline operators go on$/),
    ]);
    expect(lines.filter((line) => /^info: lesson [123] of 3 after \d+ evals: /.test(line))).toHaveLength(3);
  });

  test("lists no lessons twice where nothing came of asking for new ones", () => {
    const events = withCalls(log).flatMap((event): readonly Event[] =>
      event.type === "lessons-learnt" ? [event, event] : [event],
    );
    const view = viewing(campaign, events);
    expect(view.calls.lessons).toHaveLength(1);
    expect(view.lines.filter(({ text }) => text.startsWith("lesson "))).toHaveLength(3);
    const none = events.map((event) => (event.type === "lessons-learnt" ? { ...event, lessons: [] } : event));
    expect(viewing(campaign, none).calls.lessons).toEqual([]);
  });

  test("keeps a bounded part of a log that never ends", () => {
    const book = createCallBook();
    const { state } = viewIn({});
    const { usage } = state.spending;
    const call = { type: "model-asked", generation: 1, call: "0", role: "edit", model: "m", usage, usd: 1 } as const;
    const draft = { operator: "llm-edit", model: "m" };
    const born = { type: "variant-born", generation: 1, genome: "0", size: 1, parents: [], island: 0, draft } as const;
    for (let id = 0; id < 10_000; id++) {
      book.apply(
        {
          ...call,
          result: "failed",
          why: `fault-${"abcdefghij"[id % 10]}${"abcdefghij"[Math.floor(id / 10) % 10]}: no`,
        },
        state,
      );
      book.apply({ ...born, id, operator: "llm-edit" }, state);
      book.apply({ type: "lessons-learnt", generation: id, lessons: [`lesson ${id}`] }, state);
    }
    const kept = Array.from({ length: 10_000 }, (_, id) => book.of(id).length);
    expect(kept.indexOf(1)).toBe(10_000 - 8192);
    expect(kept.lastIndexOf(0)).toBe(10_000 - 8192 - 1);
    expect(book.lessons).toHaveLength(50);
    expect(book.lessons.at(-1)!.texts).toEqual(["lesson 9999"]);
    expect(book.faults).toHaveLength(51);
    expect(book.faults[0]).toMatchObject({ name: "other", count: 5000 });
  });

  test("holds no text that could steer a terminal", () => {
    const evil = "\u001b[2J\u202e\u0000";
    const events = withCalls(log, { failing: [4] }).map((event): Event => {
      if (event.type === "lessons-learnt") return { ...event, lessons: [`a${evil}`] };
      return event.type === "model-asked"
        ? { ...event, model: `m${evil}`, call: evil, why: `overloaded${evil}` }
        : event;
    });
    const view = viewing(campaign, events);
    const { calls } = view;
    const texts = [calls.lessons, calls.faults, rowsOf(view).map(({ id }) => calls.of(id)), view.lines];
    expect(texts.flatMap((part) => stringsIn(part)).join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

/** All texts in plain data, but for their white space. */
function stringsIn(data: unknown): readonly string[] {
  if (typeof data === "string") return [data];
  return typeof data === "object" && data !== null ? Object.values(data).flatMap(stringsIn) : [];
}

describe("the money of a campaign", () => {
  test("is told with its rate and with how long it lasts, by whichever limit comes first", () => {
    const view = viewIn({});
    const { usd, tokens } = view.state.spending;
    const last = view.generations.at(-1)!;
    const perSecond = (1000 * last.usd) / last.elapsedMs;
    const money = moneyOf(view, { usd: 2 * usd });
    expect(money).toMatchObject({ usd, tokens, calls: view.state.spending.calls });
    expect(money.usdPerHour).toBeCloseTo(3600 * perSecond, 6);
    expect(money.secondsLeft).toBeCloseTo(usd / perSecond, 6);
    expect(moneyOf(view, { usd: 2 * usd, tokens: 1.5 * tokens }).secondsLeft).toBeCloseTo((0.5 * usd) / perSecond, 6);
    expect(moneyOf(view, { usd: usd / 2 }).secondsLeft).toBe(0);
    expect(moneyOf(view, {})).not.toHaveProperty("secondsLeft");
    expect(moneyOf(viewing(campaign, []), { usd: 1 })).toEqual({ usd: 0, tokens: 0, calls: 0 });
  });

  test("knows no rate but that of the last ten minutes", () => {
    const view = viewIn({});
    const rows = view.generations.map((row, i) => ({ ...row, elapsedMs: 300_000 * (i + 1), usd: i < 10 ? 0 : i - 9 }));
    expect(moneyOf({ ...view, generations: rows }, {}).usdPerHour).toBeCloseTo(12, 9);
  });

  test("reads as amounts out of amounts", () => {
    expect(spentText({ usd: 0.42, tokens: 34_100 }, { usd: 5 })).toBe("$0.42 of $5.00");
    expect(spentText({ usd: 0.42, tokens: 34_100 }, { tokens: 50_000 })).toBe("$0.42, 34.1k of 50.0k tokens");
    expect(usageText({ input: 1000, cacheWrite: 0, cacheRead: 3000, output: 500 })).toBe(
      "4,000 in (75.0% cached), 500 out",
    );
    expect(cachedShare({ input: 0, cacheWrite: 0, cacheRead: 0, output: 9 })).toBeUndefined();
    expect(budgetText({ generations: 3, usd: 0.5, tokens: 2_000_000 })).toBe("3 gens/$0.50/2.0M tokens");
  });

  test("is no matter of a campaign that asks no models", () => {
    const spec: CampaignSpec = offline.spec;
    expect(asksModels({ spec })).toBe(false);
    expect(troubleOf(viewing(offline, log), { usd: 1 })).toBeUndefined();
  });
});

describe("a reply", () => {
  test("in JSON reads as names and values, texts of several lines as such", () => {
    expect(replyText('{"why":"so","edits":[{"find":"a","replace":"b\\n  c\\n"}],"n":1,"none":null}')).toBe(
      "why: so\nedits:\n  -\n    find: a\n    replace:\n      b\n        c\nn: 1\nnone: null",
    );
  });

  test("of any other kind is shown as it is", () => {
    for (const text of ["no JSON {", '"text"', "3", ""]) expect(replyText(text)).toBe(text);
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof replyText(JSON.stringify(value)) === "string"));
  });
});
