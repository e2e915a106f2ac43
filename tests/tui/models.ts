import type { Campaign } from "../../src/campaign/assemble.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import type { Event } from "../../src/events/event.ts";
import type { Genome } from "../../src/genome/genome.ts";
import type { Row, Size } from "../../src/text/row.ts";
import { unicode } from "../../src/text/symbols.ts";
import type { Key, Scene, Screen } from "../../src/tui/screen.ts";
import type { Live, Notice, Phase } from "../../src/view/live.ts";
import type { Exchange } from "../../src/view/calls.ts";
import type { Model } from "../../src/view/model.ts";
import { createRunView } from "../../src/view/run-view.ts";
import { exchangeOf } from "../view/model-campaign.ts";
import { generations, playedOf, startedAt, type World } from "./campaigns.ts";

export { startedAt, type World, worlds } from "./campaigns.ts";

/** The moments that a model can show. */
export const moments = ["opening", "first generation", "running", "judging", "finished", "lost"] as const;
export type Moment = (typeof moments)[number];

/**
 * A campaign that was really played, at home and at once, as it looks at a moment. The same words give the same model,
 * which is not to be changed.
 */
export function modelOf(world: World, moment: Moment): Promise<Model> {
  const known = models.get(`${world} ${moment}`);
  const model = known ?? makeModel(world, moment);
  models.set(`${world} ${moment}`, model);
  return model;
}

const models = new Map<string, Promise<Model>>();

async function makeModel(world: World, moment: Moment): Promise<Model> {
  const { campaign, played } = await playedOf(world);
  return modelFrom(campaign, eventsUntil(played.events, moment), played.genomes, moment);
}

/** The same with texts in it that try to steer the terminal, to be wide or to be endless. */
export async function hostileModelOf(world: World, moment: Moment): Promise<Model> {
  const { campaign, played } = await playedOf(world);
  const events = eventsUntil(played.events, moment).map((event): Event => {
    if (event.type === "variant-born") {
      const operator = hostileTexts[event.id % hostileTexts.length]!;
      return {
        ...event,
        operator,
        ...(event.draft === undefined ? {} : { draft: { operator, model: hostileTexts[0] } }),
      };
    }
    if (event.type === "model-asked")
      return { ...event, model: hostileTexts[0], why: hostileTexts[event.usage.input % 5]! };
    if (event.type === "lessons-learnt") return { ...event, lessons: hostileTexts };
    if (event.type !== "variant-evaluated") return event;
    const outcome = event.outcome as Outcome;
    if (outcome.status !== "failed") return event;
    const message = hostileTexts[event.id % hostileTexts.length]!;
    const failure: Outcome = { ...outcome, fault: { ...outcome.fault, message } };
    return { ...event, outcome: failure };
  });
  const [name] = hostileTexts;
  const { scenario } = campaign;
  const objectives = [{ ...scenario.objectives[0], name }] as const;
  const measures = scenario.measures!.map((measure, i) => ({ ...measure, name: hostileTexts[i + 1]! }));
  const genomes = new Map([...played.genomes].map(([hash, genome]) => [hash, { ...genome, bytes: hostileProgram }]));
  const model = modelFrom(
    { ...campaign, scenario: { ...scenario, name, objectives, measures } },
    events,
    genomes,
    moment,
  );
  const exchange = (): Exchange => ({
    ...exchangeOf("0"),
    prompt: hostileTexts.join("\n"),
    system: hostileTexts.join(" "),
    reply: { status: "replied", text: JSON.stringify(hostileTexts) },
  });
  return {
    ...model,
    exchange,
    notices: model.notices.map((notice) => ({ ...notice, text: name, author: name, reason: name })),
  };
}

/** Texts as evolved code, language models and file systems may bring them. */
export const hostileTexts = [
  "\u001b[2J\u001b[31mred\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007\r\n\ttab\u0000\u009b31m",
  "\u202egnp.exe\u202c \u200b\u2066 \u{e0041}",
  "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 👩‍👩‍👧‍👦👩🏽‍🚀🇨🇭 e\u0301\u0301\u0301",
  `endless ${"x".repeat(4000)}`,
  "\ud800 half",
] as const;

const hostileProgram = `export default function f(x, y) { return "${hostileTexts.join("; ")}"; }`;

/** The model of any events of a campaign. */
function modelFrom(
  { spec, scenario }: Campaign,
  events: readonly Event[],
  genomes: ReadonlyMap<string, Genome>,
  moment: Moment,
): Model {
  const view = createRunView(
    { id: "r7q2", select: "r7q2", folder: "/runs/matching-r7q2", version: "0.1.0", scenario },
    spec,
  );
  for (const event of events) view.apply(event);
  const isLive = moment !== "finished" && moment !== "lost";
  const live = isLive ? liveOf(view, moment) : undefined;
  return {
    view,
    live,
    ticks: live === undefined ? [] : ticksOf(live),
    notices: isLive && moment !== "opening" ? notices : [],
    link: linkOf(moment),
    episode: { state: "none" },
    capabilities: [],
    genome: (hash) => genomes.get(hash),
    exchange: exchangeOf,
  };
}

/** A scene in which nothing is selected. */
export function sceneOf(model: Model, size: Size, changes: Partial<Scene> = {}): Scene {
  const now = startedAt + Math.round(model.live?.elapsedMs ?? model.view.state.elapsedMs) + 400;
  return {
    size,
    model,
    symbols: unicode,
    selected: undefined,
    pinned: new Set(),
    filter: "",
    now,
    zoneMinutes: 0,
    clock: 0,
    ...changes,
  };
}

/** Rows as lines of text. */
export function textOf(rows: readonly Row[]): string[] {
  return rows.map((one) => one.map(({ text }) => text).join(""));
}

/** The state of a screen after some keys, and what was asked of the application meanwhile. */
export function pressed<S>(
  screen: Screen<S>,
  scene: Scene,
  keys: readonly Key[],
  from: S = screen.start,
): { readonly state: S; readonly acts: readonly unknown[] } {
  let state = from;
  const acts: unknown[] = [];
  for (const key of keys) {
    const step = screen.press(key, scene, state);
    if (step?.state !== undefined) state = step.state;
    if (step?.act !== undefined) acts.push(step.act);
  }
  return { state, acts };
}

function eventsUntil(events: readonly Event[], moment: Moment): readonly Event[] {
  const ends = (generation: number): number =>
    events.findIndex((event) => event.type === "generation-finished" && event.generation === generation) + 1;
  switch (moment) {
    case "opening":
      return events.slice(0, 1);
    case "first generation":
      return events
        .slice(0, ends(0))
        .filter((event, i, all) => event.type === "variant-born" || i < all.length / 2 + 42);
    case "running":
    case "lost": {
      const from = ends(40);
      const open = events.slice(from, ends(41));
      const born = open.filter(({ type }) => type === "variant-born").length;
      return [...events.slice(0, from), ...open.slice(0, born + 62)];
    }
    case "judging":
      return events.slice(0, ends(generations - 1));
    case "finished":
      return events;
    default:
      return moment satisfies never;
  }
}

function linkOf(moment: Moment): Model["link"] {
  if (moment === "finished") return { state: "idle" };
  const lost = { since: "09:31:12", reason: "the runner's process 17146 is gone" };
  return moment === "lost" ? { state: "lost", ...lost } : { state: "live" };
}

function liveOf({ state, events }: Model["view"], moment: Moment): Live {
  const phases: Partial<Record<Moment, Phase>> = { opening: "starting", judging: "judging" };
  const elapsedMs = state.elapsedMs + (moment === "opening" ? 300 : 700);
  const isBusy = moment === "running" || moment === "first generation";
  return {
    t: new Date(startedAt + elapsedMs).toISOString(),
    phase: phases[moment] ?? "running",
    written: { events, bytes: 310 * events },
    generation: state.generation,
    births: state.births,
    evaluations: state.evaluations,
    reused: state.reused,
    failed: Object.values(state.faults).reduce((sum, count) => sum + count, 0),
    elapsedMs,
    budget: state.spec.budget,
    jobs: 4,
    flying: isBusy ? 34 : 0,
    lanes: moment === "opening" ? [] : Array.from({ length: 4 }, (_, lane) => laneOf(lane, isBusy)),
    ...(state.spec.llm === undefined ? {} : { author: authorAt(moment) }),
    memoryMb: 143.2,
    loopDelayMs: 1.9,
    viewers: 2,
  };
}

function authorAt(moment: Moment): NonNullable<Live["author"]> {
  const isBusy = moment === "running" || moment === "first generation";
  const counts = { recorded: 12, asked: 431, limited: 3, overloaded: 41 };
  return { inFlight: isBusy ? 4 : 0, queued: isBusy ? 2 : 0, ...counts, ...(isBusy ? { retryMs: 12_400 } : {}) };
}

/** Lane 2 hangs: it has shown no sign of life for four seconds; lane 3 waits. */
function laneOf(lane: number, isBusy: boolean): Live["lanes"][number] {
  const tasks = [
    { agents: 16, done: 9, sinceMs: 61, quietMs: 3 },
    { agents: 16, done: 2, sinceMs: 24, quietMs: 5 },
    { agents: 2, done: 0, sinceMs: 4120, quietMs: 4100 },
  ];
  const task = isBusy ? tasks[lane] : undefined;
  const evaluations = 1000 + 7 * lane;
  const known = { lane, pid: 4100 + lane, evaluations, restarts: lane === 2 ? 1 : 0, rssMb: 78.25 + lane };
  return task === undefined ? known : { ...known, task };
}

/** The last minute, two ticks a second; the rate falls a little. */
function ticksOf(live: Live): Live[] {
  return Array.from({ length: 120 }, (_, i) => {
    const ago = 119 - i;
    const elapsedMs = live.elapsedMs - 500 * ago;
    const evaluations = Math.round(live.evaluations - 55 * ago - 0.08 * ago * ago);
    const lanes = live.lanes.map((lane) => ({ ...lane, evaluations: Math.max(0, lane.evaluations - 14 * ago) }));
    return { ...live, t: new Date(startedAt + elapsedMs).toISOString(), elapsedMs, evaluations, lanes };
  }).filter((tick) => tick.elapsedMs >= 0 && tick.evaluations >= 0);
}

const notices: readonly Notice[] = [
  { seq: 0, t: new Date(startedAt + 300).toISOString(), level: "info", text: "4 lanes are ready" },
  {
    seq: 1,
    t: new Date(startedAt + 21_000).toISOString(),
    level: "warn",
    text: "lane 2 did not answer for 5s and was started again",
  },
  {
    seq: 2,
    t: new Date(startedAt + 30_000).toISOString(),
    level: "info",
    text: "note: looks real",
    author: "jk@gpu-03:pts/4",
    reason: "for the meeting",
  },
];
