import { describe, expect, test } from "vitest";
import { jsonDisplay } from "../../src/cli/display-json.ts";
import { plainDisplay } from "../../src/cli/display-plain.ts";
import type { Display } from "../../src/cli/display.ts";
import { eventSchema } from "../../src/cli/event-schema.ts";
import { misfitOf } from "../../src/cli/schema.ts";
import type { Event } from "../../src/events/event.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import { createFold } from "../../src/events/state.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { pricedModels } from "../../src/llm/prices.ts";
import { campaignOf } from "../simulation/worlds.ts";

const { spec, scenario } = campaignOf();
const llm = { models: pricedModels(["claude-opus-5-5"]), births: 2, outputMax: 4096, lessonsEvery: 0, batches: false };
const asked: CampaignSpec = { ...spec, budget: { generations: 9, usd: 2 }, llm };

const call = { generation: 0, call: "a".repeat(64), role: "edit", model: "claude-opus-5-5" } as const;
const usage = { input: 1000, cacheWrite: 0, cacheRead: 500, output: 100 };
const events: readonly Event[] = [
  { type: "model-asked", ...call, usage, usd: 0.1234, result: "used" },
  { type: "model-asked", ...call, usage, usd: 0, result: "failed", why: "overloaded: try later" },
  { type: "generation-finished", generation: 0, entered: [], left: [], observed: { t: "", ms: 1000 } },
];

/** Shows a generation in which these models were asked, and the end after it. */
function shown(
  display: Display,
  campaign: CampaignSpec,
  news = campaign.llm === undefined ? events.slice(2) : events,
): void {
  const fold = createFold(campaign, scenario.objectives[0], (hash) => genomeOf("fake", hash));
  const about = { run: "one", select: "one", folder: "/one", scenario, seed: 1, budget: campaign.budget, version: "0" };
  display.launch({ ...about, how: "new" });
  for (const event of news) {
    fold.apply(event);
    display.event(event, fold.state);
  }
  display.end({ reason: "SIGTERM", exit: 143, state: fold.state, test: new Map() });
}

function plainText(campaign: CampaignSpec): string {
  let text = "";
  const print = (more: string): void => void (text += more);
  shown(plainDisplay({ out: print, err: print, clock: () => 0, now: () => new Date(0) }), campaign);
  return text;
}

function jsonRecords(campaign: CampaignSpec): readonly Readonly<Record<string, unknown>>[] {
  const lines: string[] = [];
  shown(
    jsonDisplay((line) => void lines.push(line)),
    campaign,
  );
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("what language models cost", () => {
  test("is in each line and in the summary, out of what they may cost", () => {
    const text = plainText(asked);
    expect(text).toMatch(/gen 0\/8 .*\$0\.12 of \$2\.00, 2 calls \(1 failed\)\n/);
    expect(text).toContain("\n  models $0.12 of $2.00, 2 calls (1 failed), 3,200 tokens\n");
  });

  test("is followed by a warning where models fall silent, and by word that they answer again", () => {
    const failed: Event = { type: "model-asked", ...call, usage, usd: 0, result: "failed", why: "refused-key: 401" };
    const lines: string[] = [];
    const display = plainDisplay({
      out() {},
      err: (line) => void lines.push(line),
      clock: () => 0,
      now: () => new Date(0),
    });
    const tell = (...news: readonly Event[]): void => shown({ ...display, end() {} }, asked, news);
    tell(events[0]!, failed, events[0]!, failed, failed, events[2]!);
    expect(lines).toEqual([]);
    tell(failed, failed, failed, failed, events[0]!);
    expect(lines).toEqual([
      expect.stringMatching(/error: 3 calls of language models in a row failed: refused-key: 401; they are asked only/),
      expect.stringMatching(/language models answer again/),
    ]);
  });

  test("is in the records of a generation and of the end, which keep to their schema", () => {
    const records = jsonRecords(asked);
    const cost = { cost_usd: 0.1234, tokens: 3200, calls: 2, calls_failed: 1 };
    expect(records).toMatchObject([{ event: "launch" }, { event: "generation", ...cost }, { event: "done", ...cost }]);
    for (const record of records) expect(misfitOf(record, eventSchema)).toBeUndefined();
  });

  test("is nowhere where none are asked", () => {
    expect(plainText(spec)).not.toMatch(/\$|calls|models/);
    expect(JSON.stringify(jsonRecords(spec))).not.toMatch(/cost_usd|calls/);
  });
});
