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
import { play, type Played } from "../simulation/play.ts";
import { specWithModels, withCalls } from "../view/model-campaign.ts";

/** The campaigns that models are made of. */
export const worlds = ["islands", "grid", "plain", "models", "species"] as const;
export type World = (typeof worlds)[number];

/** Milliseconds since 1970 when the campaigns of these models started. */
export const startedAt = Date.UTC(2026, 6, 1, 9, 30, 0);

/** A campaign of a world and what it wrote. */
export function playedOf(world: World): Promise<{ readonly campaign: Campaign; readonly played: Played }> {
  const known = played.get(world);
  if (known !== undefined) return known;
  const playing = playWorld(world);
  played.set(world, playing);
  return playing;
}

const played = new Map<World, ReturnType<typeof playWorld>>();
/** How many generations these campaigns have. */
export const generations = 45;

async function playWorld(world: World): Promise<{ readonly campaign: Campaign; readonly played: Played }> {
  const campaign = campaignOf(world);
  const backend = homeBackend(campaign);
  let ms = 0;
  // The clock goes on each time it is read: once a generation.
  const clock = (): number => (ms += 900);
  const now = (): string => new Date(startedAt + ms).toISOString();
  const { events, ...rest } = await play(campaign, { backend, clock, now });
  const observed = { t: new Date(startedAt).toISOString(), lamarck: "0.1.0", node: "v24.0.0" };
  const started: Event = { type: "campaign-started", spec: campaign.spec, scenarioHash: "0", observed };
  const log = [started, ...events];
  if (world !== "models") return { campaign, played: { ...rest, events: log } };
  const spec = specWithModels(campaign.spec);
  return { campaign: { ...campaign, spec }, played: { ...rest, events: withCalls(log, { failing: [20] }) } };
}

function campaignOf(world: World): Campaign {
  const scenario = world === "plain" ? matching({ direction: "maximize" }) : matching({ direction: "minimize" });
  const changes: Readonly<Record<World, Partial<CampaignSpec>>> = {
    islands: { islands: { count: 4, migrateEvery: 8, migrants: 2, resetAfter: 15 } },
    grid: { archive: { name: "map-elites", bins: [16, 12] }, selection: { name: "uniform" } },
    plain: { parsimony: 0.0005 },
    models: {},
    species: { archive: { name: "species", target: 5 }, selection: { name: "uniform" } },
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
  // oxlint-disable-next-line typescript/no-implied-eval -- the programs of these campaigns are Lamarck's own
  const agent = new Function(genome.bytes.replace("export default", "return"))() as (x: number, y: number) => number;
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
