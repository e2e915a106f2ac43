import type { BehaviourMap } from "../../src/capabilities/behaviour-map.ts";
import { describe, expect, test } from "vitest";
import { kindsOf } from "../../src/events/spec.ts";
import type { Event } from "../../src/events/event.ts";
import { reportPage } from "../../src/report/report.ts";
import { dollars } from "../../src/text/figures.ts";
import { capabilityWith } from "../capabilities/capabilities.ts";
import { specWithModels, withCalls } from "../view/model-campaign.ts";
import { campaignOf, sorts } from "../simulation/worlds.ts";
import { logOf } from "../view/viewing.ts";
import { evil, hostileReport, reporting } from "./reporting.ts";

const campaigns = Object.fromEntries(Object.entries(sorts).map(([name, make]) => [name, make(5)]));
const names = Object.keys(campaigns);
const logs = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await logOf(campaigns[name]!)] as const)),
);
const ids = "result program ran progress lineage operators archive waste resources reproduce".split(" ");

/** What a page is to have: where several kinds evolved and were judged, the bests of these against each other too. */
function sectionsOf(page: string, log: readonly Event[]): readonly string[] {
  const [started] = log as readonly [Extract<Event, { type: "campaign-started" }>];
  const all = ids.flatMap((id) => (id === "archive" && started.spec.llm !== undefined ? ["models", id] : [id]));
  if (kindsOf(started.spec).length < 2) return all;
  expect(page).toMatch(/beats the best|Nobody won|won:|Neither/);
  return [all[0]!, "kinds", ...all.slice(1)];
}

describe.each(names)("the report of %s", (name) => {
  const campaign = campaigns[name]!;
  const log = logs[name]!;
  const page = reportPage(reporting(campaign, log));

  test("is one whole page with all its sections, and the same for the same facts", () => {
    expect(unbalanced(page)).toEqual([]);
    expect([...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id)).toEqual(sectionsOf(page, log));
    expect(reportPage(reporting(campaign, log))).toBe(page);
    expect(page).not.toMatch(/undefined|NaN|\[object|Infinity/);
  });

  test("names nothing outside of itself, and has no script and no style but its own", () => {
    expect(page).not.toMatch(/<script|<iframe|<object|<link(?! rel="icon" href="data:,")|\son\w+=|\sstyle=/i);
    expect(page.match(/(?:href|src)="(?!#)[^"]*"/g)).toEqual(['href="data:,"']);
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page).toMatch(/content="default-src &#39;none&#39;; style-src &#39;sha256-/);
  });

  test("can be made at any moment of the run", () => {
    for (const length of [0, 1, 2, 7, Math.floor(log.length / 2), log.length - 1]) {
      const early = reportPage(reporting(campaign, log.slice(0, length)));
      expect(unbalanced(early)).toEqual([]);
      expect(early).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

test("species and the step size of strategies are in the report of a run that has them, and of no other", () => {
  const pageOf = (name: string): string => reportPage(reporting(campaigns[name]!, logs[name]!));
  for (const [name, heading] of [
    ["networks that grow", "How many species live"],
    ["CMA-ES", "Step size (sigma)"],
    ["programs beside networks of a strategy", "Score of the mean"],
  ] as const) {
    expect(pageOf(name)).toContain(heading);
    expect(pageOf("a ranked population")).not.toContain(heading);
  }
});

describe("the report of a run with capabilities", async () => {
  const campaign = campaigns[names[0]!]!;
  const report = reporting(campaign, logs[names[0]!]!);
  const { id } = report.view.facts;
  const own = capabilityWith({ firstSeen: { ...capabilityWith().firstSeen, run: id } });
  const others = capabilityWith({ name: "performs NOT", pattern: ["NOT"] });

  test("tells those that were first seen in it, with the responsible code marked and the evidence", () => {
    const page = reportPage({ ...report, capabilities: [own, others] });
    expect(unbalanced(page)).toEqual([]);
    expect(page).toContain('<section id="capabilities"');
    expect(page).toContain("performs XOR");
    expect(page).toContain("<mark>a ? !b : b</mark>");
    expect(page).toContain("shown on 20 of 20 seeds");
    expect(page).not.toContain("performs NOT");
  });

  test("maps what was done where it was mined, and says who has learnt what", () => {
    const spot = { generation: 2, at: [0.5, 0.25], kind: 1 } as const;
    const behaviours: BehaviourMap = {
      schema: "lamarck/behaviours@1",
      variants: [
        { ...spot, id: 4 },
        { ...spot, id: 6, novelty: 0.5 },
        { id: 9, generation: 7, at: [-1, 2] },
      ],
      stabilities: [0.9],
      unstable: 0,
      shown: { [own.id]: [6, 4] },
    };
    const page = reportPage({ ...report, capabilities: [own], behaviours });
    expect(unbalanced(page)).toEqual([]);
    expect(page.match(/<circle class="dot/g)).toHaveLength(4);
    expect(page).toContain("2 variants, first #4 in generation 2, of kind 1");
    expect(page).toContain("One kind of behaviour has its number there.");
    expect(page).toMatch(/67 % of the variants\s+show any/);
    const unmined = reportPage({
      ...report,
      capabilities: [],
      behaviours: { ...behaviours, variants: [], stabilities: [] },
    });
    expect(unbalanced(unmined)).toEqual([]);
    expect(unmined).not.toMatch(/undefined|NaN/);
  });

  test("has no such section where all were first seen elsewhere", () => {
    expect(reportPage({ ...report, capabilities: [others] })).not.toContain('id="capabilities"');
  });
});

describe("the report of a campaign that asks language models", async () => {
  const offline = campaignOf({ seed: 5, population: 12, births: 12, budget: { generations: 10 } });
  const campaign = { ...offline, spec: specWithModels(offline.spec) };
  const events = withCalls(await logOf(offline), { failing: [3] });
  const page = reportPage(reporting(campaign, events));

  test("has a section with what was spent on what, what it brought, what was learnt and what failed", () => {
    expect(unbalanced(page)).toEqual([]);
    expect([...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id)).toEqual(
      ids.flatMap((id) => (id === "archive" ? ["models", id] : [id])),
    );
    expect(page).not.toMatch(/undefined|NaN|\[object|Infinity/);
    const calls = events.filter((event) => event.type === "model-asked");
    const usd = calls.reduce((sum, call) => sum + call.usd, 0);
    expect(page).toContain(`${calls.length} calls of language models cost ${dollars(usd)} of $5.00;`);
    expect(page).toMatch(/Money over evaluations[^]*claude-quick-1[^]*scratchpad[^]*What the money brought[^]*llm-/);
    expect(page).toMatch(/Calls without a reply[^]*overloaded[^]*the provider had no room/);
    expect(page).toMatch(/Lessons that models drew[^]*Programs that take the sine/);
  });

  test("tells how to make the log again from the record, and names no command that would ask anew by itself", () => {
    expect(page).toMatch(/calls\.jsonl[^]*lamarck replay one/);
    expect(page).not.toContain("--set");
    expect(page).not.toMatch(/lamarck run [^s]/);
  });

  test("has no room for what models wrote to be obeyed, and is there from the first event on", () => {
    const soiled = events.map((event): Event => {
      if (event.type === "lessons-learnt") return { ...event, lessons: [evil] };
      return event.type === "model-asked" ? { ...event, model: evil, why: `overloaded ${evil}` } : event;
    });
    const hostile = reportPage(reporting(campaign, soiled));
    expect(unbalanced(hostile)).toEqual([]);
    expect(hostile).not.toMatch(/<script|<img/i);
    for (const length of [1, 2, 30])
      expect(unbalanced(reportPage(reporting(campaign, events.slice(0, length))))).toEqual([]);
    expect(reportPage(reporting(campaign, events.slice(0, 2)))).toContain("No language model was asked.");
  });
});

describe("the report of a finished campaign", () => {
  const campaign = campaigns["islands"]!;
  const log = logs["islands"]!;
  const page = reportPage(reporting(campaign, log));
  const finished = log.at(-1) as Extract<Event, { type: "campaign-finished" }>;

  test("tells the champion, the cases, and how the champion stands to each reference", () => {
    expect(page).toContain(`The champion is #${finished.champion}`);
    expect(page).toContain("error on 3 test cases");
    expect(page).toMatch(/<th scope="row"[^>]*>echo<\/th>/);
  });

  test("tells the settings that are not the usual ones, and only these", () => {
    expect(page).toContain("<code>population</code>");
    expect(page).toContain("<code>islands.count</code>");
    expect(page).not.toContain("<code>selection.epsilon</code>");
    expect(page).not.toContain("<code>seed</code>");
  });

  test("says when the champion failed on the test cases, and when nobody was judged", () => {
    const fault = { kind: "crashed", message: "It failed." } as const;
    const failed = log.map((event) =>
      event.type === "agent-judged" && event.agent === finished.champion && event.split === "test"
        ? { ...event, outcome: { status: "failed", fault } as const }
        : event,
    );
    expect(reportPage(reporting(campaign, failed))).toContain("The champion failed on the test cases.");
    expect(reportPage(reporting(campaign, log.slice(0, -5)))).toContain("No champion was judged on the test cases");
  });
});

describe("a report of hostile texts", () => {
  const log = logs["a grid"]!;
  const page = reportPage(hostileReport(campaignOf({ seed: 5, archive: { name: "map-elites", bins: [4, 3] } }), log));

  test("holds each of them as text, and none as markup", () => {
    expect(unbalanced(page)).toEqual([]);
    expect(page.replace(/"[^"]*"/g, '""')).not.toMatch(/<script|<img|<!--|<[^<>]*\son\w+=/i);
    expect(page.match(/<style>/g)).toHaveLength(1);
    const kinds = "name brief agent objective program operator reference message note author asked".split(" ");
    expect(kinds.filter((kind) => !page.includes(`${kind} &lt;/style&gt;&lt;/script&gt;`))).toEqual([]);
  });

  test("shows what cannot be seen", () => {
    expect(page).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(page).toContain("⟨U+202E⟩⟨U+2066⟩gnp.⟨U+0000⟩⟨U+001B⟩[31m");
    expect(evil).toMatch(/\u202e/);
  });
});

/** Tags that are not closed in order; elements without content aside. */
function unbalanced(page: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [tag, end, name = "", rest = ""] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g)) {
    if (rest.endsWith("/") || ["meta", "link", "br"].includes(name)) continue;
    if (end === "") open.push(name);
    else if (open.pop() !== name) wrong.push(tag);
  }
  return [...wrong, ...open];
}
