import type { Campaign } from "../../src/campaign/assemble.ts";
import { assemble } from "../../src/campaign/assemble.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import type { Backend } from "../../src/evaluation/backend.ts";
import type { FaultKind, Outcome } from "../../src/evaluation/evaluation.ts";
import type { Event } from "../../src/events/event.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import type { Genome } from "../../src/genome/genome.ts";
import type { Case, PlayedScenario } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import type { Row, Size } from "../../src/text/row.ts";
import { unicode } from "../../src/text/symbols.ts";
import type { Key, Scene, Screen } from "../../src/tui/screen.ts";
import type { Live, Notice, Phase } from "../../src/view/live.ts";
import type { Model } from "../../src/view/model.ts";
import { createRunView } from "../../src/view/run-view.ts";
import { play, type Played } from "../simulation/play.ts";

/** The campaigns that models are made of. */
export const worlds = ["islands", "grid", "plain"] as const;
export type World = (typeof worlds)[number];

/** The moments that a model can show. */
export const moments = ["opening", "first generation", "running", "judging", "finished", "lost"] as const;
export type Moment = (typeof moments)[number];

/** Milliseconds since 1970 when the campaigns of these models started. */
export const startedAt = Date.UTC(2026, 6, 1, 9, 30, 0);

/** A campaign that was really played, at home and at once, as it looks at a moment. The same model for the same words. */
export async function modelOf(world: World, moment: Moment): Promise<Model> {
  const { campaign, played } = await playedOf(world);
  const events = eventsUntil(played.events, moment);
  return modelFrom(campaign, events, played.genomes, moment);
}

/** The same with texts in it that try to steer the terminal, to be wide or to be endless. */
export async function hostileModelOf(world: World, moment: Moment): Promise<Model> {
  const { campaign, played } = await playedOf(world);
  const events = eventsUntil(played.events, moment).map((event): Event => {
    if (event.type === "variant-born") return { ...event, operator: hostileTexts[event.id % hostileTexts.length]! };
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
  return { ...model, notices: model.notices.map((notice) => ({ ...notice, text: name, author: name, reason: name })) };
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
export function modelFrom(
  { spec, scenario }: Campaign,
  events: readonly Event[],
  genomes: ReadonlyMap<string, Genome>,
  moment: Moment,
): Model {
  const view = createRunView({ id: "r7q2", folder: "/runs/matching-r7q2", version: "0.1.0", scenario }, spec);
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
    genome: (hash) => genomes.get(hash),
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

/** A campaign of a world and what it wrote. */
export function playedOf(world: World): Promise<{ readonly campaign: Campaign; readonly played: Played }> {
  const known = played.get(world);
  if (known !== undefined) return known;
  const playing = playWorld(world);
  played.set(world, playing);
  return playing;
}

const played = new Map<World, ReturnType<typeof playWorld>>();
const generations = 45;

async function playWorld(world: World): Promise<{ readonly campaign: Campaign; readonly played: Played }> {
  const campaign = campaignOf(world);
  const backend = homeBackend(campaign);
  let ms = 0;
  // The clock goes on each time it is read: twice a generation.
  const clock = (): number => (ms += 900);
  const now = (): string => new Date(startedAt + ms).toISOString();
  const { events, ...rest } = await play(campaign, { backend, clock, now });
  const observed = { t: new Date(startedAt).toISOString(), lamarck: "0.1.0", node: "v24.0.0" };
  const started: Event = { type: "campaign-started", spec: campaign.spec, scenarioHash: "0", observed };
  return { campaign, played: { ...rest, events: [started, ...events] } };
}

function campaignOf(world: World): Campaign {
  const scenario = world === "plain" ? matching({ direction: "maximize" }) : matching({ direction: "minimize" });
  const changes: Readonly<Record<World, Partial<CampaignSpec>>> = {
    islands: { islands: { count: 4, migrateEvery: 8, migrants: 2, resetAfter: 15 } },
    grid: { archive: { name: "map-elites", bins: [16, 12] }, selection: { name: "uniform" } },
    plain: { parsimony: 0.0005 },
  };
  const spec: CampaignSpec = {
    ...defaultSpec(scenario, "/scenarios/matching.ts"),
    seed: 7,
    population: 120,
    births: 100,
    primitives: { statements: false },
    budget: { evaluations: 100 * generations, seconds: 60 },
    ...changes[world],
  };
  return assemble(spec, scenario);
}

/** A scenario small enough to be played at home: match a curve of two inputs. */
function matching({ direction }: { readonly direction: "minimize" | "maximize" }): PlayedScenario {
  const target = (x: number, y: number): number => x * x + 0.5 * x * y - y + Math.sin(2 * x);
  return {
    name: "matching",
    brief: "Match a curve of two inputs.",
    agent: {
      name: "f",
      about: "The height of the curve.",
      parameters: [
        { name: "x", type: "number", about: "From -2 to 2." },
        { name: "y", type: "number", about: "From -2 to 2." },
      ],
      returns: "number",
    },
    objectives: [
      { name: direction === "minimize" ? "error" : "worth", direction, about: "How close the heights are." },
    ],
    measures: [
      { name: "slope", range: [-2, 2], about: "How the heights grow with x." },
      { name: "spread", range: [0, 4], about: "How far the heights are apart." },
    ],
    limits: { calls: 1 },
    references: [{ name: "zero", about: "Always 0.", source: "export default function f(x, y) { return 0; }" }],
    cases: (split, random) =>
      Array.from({ length: 12 }, (_, i): Case => {
        const draw = random.fork(split, i);
        const [x, y] = [4 * draw.next() - 2, 4 * draw.next() - 2];
        return { id: `${split}-${i}`, instance: [x, y], expected: target(x, y) };
      }),
    play: (agents, instance: readonly [number, number]) => agents[0]!(...instance) as number,
    judge(answer: number, one) {
      const [x] = one.instance as [number, number];
      const error = Math.min(100, Math.abs(answer - (one.expected as number)));
      return {
        scores: [direction === "minimize" ? error : 1 / (1 + error)],
        measures: [answer * Math.sign(x), answer],
      };
    },
  };
}

/** Plays the scenario in this process: the programs of these campaigns are Lamarck's own and have no loops. */
function homeBackend({ scenario, spec }: Campaign): Backend {
  const world = scenario as PlayedScenario;
  return {
    async *evaluate({ cases, genomes }) {
      const split = "split" in cases ? cases.split : "train";
      const list = world.cases(split, randomFromSeed(spec.seed));
      yield genomes.map((genome) => ({ ...evaluate(world, list, genome), ...observedOf(genome) }));
    },
    lanes: () => [],
    close: async () => {},
  };
}

function evaluate(world: PlayedScenario, list: readonly Case[], genome: Genome): Outcome {
  const unlucky = randomFromSeed(genome.hash).fork("luck");
  if (unlucky.chance(0.03)) return failed("exhausted", "The fuel of 1000000 was used up.", list[0]!.id);
  if (unlucky.chance(0.01)) return failed("crashed", "TypeError: x is not a function", list[1]!.id);
  const agent = new Function(`${genome.bytes.replace("export default", "return")}`)() as (
    x: number,
    y: number,
  ) => number;
  const answers = list.map((one) => world.play([agent], one.instance as never, unlucky) as number);
  const bad = answers.findIndex((answer) => !Number.isFinite(answer));
  if (bad >= 0) return failed("bad-action", `Expected a finite number, got ${answers[bad]}.`, list[bad]!.id);
  const judged = answers.map((answer, i) => world.judge(answer as never, list[i]!));
  const measures = [0, 1].map((m) => judged.reduce((sum, one) => sum + one.measures![m]!, 0) / judged.length);
  return { status: "scored", scores: judged.map(({ scores }) => scores), measures };
}

function failed(kind: FaultKind, message: string, where: string): Outcome {
  return { status: "failed", fault: { kind, case: where, message } };
}

function observedOf(genome: Genome): Pick<Outcome, "observed"> {
  const draw = randomFromSeed(genome.hash).fork("ms");
  return { observed: { ms: Math.round(100 * (2 + 6 * draw.next() ** 4 + (draw.chance(0.02) ? 40 : 0))) / 100 } };
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
    memoryMb: 143.2,
    loopDelayMs: 1.9,
    viewers: 2,
  };
}

/** Lane 2 hangs: it has shown no sign of life for four seconds; lane 3 waits. */
function laneOf(lane: number, isBusy: boolean): Live["lanes"][number] {
  const tasks = [
    { programs: 16, done: 9, sinceMs: 61, quietMs: 3 },
    { programs: 16, done: 2, sinceMs: 24, quietMs: 5 },
    { programs: 2, done: 0, sinceMs: 4120, quietMs: 4100 },
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
