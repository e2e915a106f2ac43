// Campaigns of networks without a log that end when a goal is reached: what the benchmarks of emitters share.
import { assemble } from "../src/campaign/assemble.ts";
import { defaultSpec } from "../src/campaign/default-spec.ts";
import { run } from "../src/campaign/run.ts";
import type { Backend, Batch } from "../src/evaluation/backend.ts";
import type { CampaignSpec } from "../src/events/spec.ts";
import type { Event } from "../src/events/event.ts";
import { createFold, type State } from "../src/events/state.ts";
import type { Genome } from "../src/genome/genome.ts";
import { loadScenario } from "../src/scenario/load.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

/** What is searched, and for how long. */
export interface Task {
  readonly world: string;
  /** Other than the defaults of the kind and its emitter; `network` is merged. */
  readonly settings: Settings;
  readonly seed: number;
  /** Evaluations at most. */
  readonly budget: number;
  readonly backend: Backend;
}

export type Settings = Partial<Omit<CampaignSpec, "network">> & {
  readonly network?: Partial<CampaignSpec["network"]>;
};

/** What came of it. */
export interface Search {
  /** Evaluations until the goal was reached, that one included; absent where it was not. */
  readonly evaluations?: number;
  /** The best mean score over the training cases. */
  readonly best: number;
  readonly seconds: number;
}

/** Asked between two generations, whose births are so many; true where the goal is reached. */
export type Asked = (state: State) => Promise<boolean>;

/** Searches until some variant solves the world as the world itself says, or else until `asked` answers true. */
export async function search({ world, settings, seed, budget, backend }: Task, asked?: Asked): Promise<Search> {
  const scenario = await loadScenario(world, {});
  const base = defaultSpec(scenario, world, {}, { kind: "network", ...settings });
  const network = { ...base.network!, ...settings.network };
  const spec: CampaignSpec = { ...base, ...settings, network, engine: "kernel", seed, budget: { evaluations: budget } };
  const campaign = assemble(spec, scenario);
  const fold = createFold(spec, scenario.objectives[0], nameOnly, campaign.emitter.memory);
  const stop = new AbortController();
  const begun = performance.now();
  const scores = scoresOf(scenario);
  let best: number | undefined;
  let evaluations: number | undefined;

  function subscriber(event: Event): void {
    const { births } = fold.state;
    if (event.type === "variant-evaluated" && "scores" in event.outcome) {
      const score = scores.mean(event.outcome.scores as readonly (readonly number[])[]);
      if (best === undefined || scores.isBetter(score, best)) best = score;
      if (asked === undefined && evaluations === undefined && scores.isSolution(score)) {
        evaluations = event.id + 1;
        stop.abort();
      }
    }
    if (event.type === "generation-finished" && births >= budget) stop.abort();
  }

  const watched: Backend = {
    ...backend,
    async *evaluate(batch: Batch) {
      if (asked !== undefined && fold.state.generation >= 0 && (await asked(fold.state))) {
        evaluations ??= fold.state.births;
        stop.abort();
      }
      yield* backend.evaluate(batch);
    },
  };
  await run(campaign, { ...silent, backend: watched, signal: stop.signal, subscriber }, fold, []);
  return {
    ...(evaluations === undefined ? {} : { evaluations }),
    best: best ?? Number.NaN,
    seconds: (performance.now() - begun) / 1000,
  };
}

const silent = {
  journal: { store: () => {}, append: () => {}, commit: () => {} },
  clock: () => performance.now(),
  now: () => "",
};

function nameOnly(hash: string, kind: string): Genome {
  return { kind, hash, bytes: "" };
}

function scoresOf({ objectives: [{ direction }], solved, name }: Scenario) {
  const isBetter = (a: number, b: number): boolean => (direction === "maximize" ? a > b : a < b);
  return {
    isBetter,
    mean: (rows: readonly (readonly number[])[]) => rows.reduce((sum, [score]) => sum + score!, 0) / rows.length,
    isSolution(score: number) {
      if (solved === undefined) throw new Error(`${name} does not say when it is solved`);
      return !isBetter(solved.value, score);
    },
  };
}

/** The median, the middle one of an odd number; undefined counts as more than any number, and may be the median. */
export function median(values: readonly (number | undefined)[]): number {
  const sorted = values.map((value) => value ?? Infinity).toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
