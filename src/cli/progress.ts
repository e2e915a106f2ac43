import type { Budget } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import type { Objective } from "../scenario/scenario.ts";
import { oriented } from "../scenario/scenario.ts";
import { mean, median } from "../std/statistics.ts";

/** How far a campaign is, in figures for people. */
export interface Progress {
  readonly generation: number;
  /** The best member's mean training score, in the scenario's own direction. */
  readonly best?: { readonly id: number; readonly score: number; readonly size: number };
  /** The median member's. */
  readonly median?: number;
  readonly evaluations: number;
  readonly reused: number;
  readonly failed: number;
  /** Evaluations a second, those included that were taken from equal programs; over the last half minute. */
  readonly rate: number;
  /** Seconds until the limit that comes first, if any has a known time. */
  readonly left?: { readonly seconds: number; readonly limit: "evals" | "gens" | "time" };
}

interface Sample {
  readonly at: number;
  readonly evaluations: number;
  readonly generation: number;
}

const windowMs = 30_000;
/** Before this the rate says more about the start than about the campaign. */
const settleMs = 4000;

/** Follows a campaign; `at` is in milliseconds since any moment. */
export function createProgress(objective: Objective): (state: State, at: number) => Progress {
  let samples: Sample[] = [];
  let begun: number | undefined;
  return (state, at) => {
    const evaluations = state.evaluations + state.reused;
    begun ??= at;
    samples = [
      ...samples.filter((sample) => at - sample.at <= windowMs),
      { at, evaluations, generation: state.generation },
    ];
    const first = samples[0]!;
    const seconds = Math.max(1e-3, (at - first.at) / 1000);
    const rate = samples.length < 2 ? 0 : (evaluations - first.evaluations) / seconds;
    const generationRate = samples.length < 2 ? 0 : (state.generation - first.generation) / seconds;
    const left = at - begun < settleMs ? undefined : timeLeft(state, rate, generationRate);
    const { best, members } = state;
    return {
      generation: state.generation,
      ...(best === undefined ? {} : { best: { id: best.id, score: scoreOf(objective, best.cases), size: best.size } }),
      ...(members.length === 0 ? {} : { median: median(members.map(({ cases }) => scoreOf(objective, cases))) }),
      evaluations,
      reused: state.reused,
      failed: failures(state),
      rate,
      ...(left === undefined ? {} : { left }),
    };
  };
}

/** The mean of a member's oriented case scores, in the objective's own direction. */
export function scoreOf(objective: Objective, cases: readonly number[]): number {
  return oriented(objective, mean(cases));
}

/** How many evaluations ended in a fault. */
export function failures({ faults }: State): number {
  return Object.values(faults).reduce((sum, count) => sum + count, 0);
}

function timeLeft({ spec, ...state }: State, rate: number, generationRate: number): Progress["left"] {
  const { evaluations, generations, seconds }: Budget = spec.budget;
  const limits = [
    { limit: "evals", seconds: ((evaluations ?? Infinity) - state.evaluations - state.reused) / rate },
    { limit: "gens", seconds: ((generations ?? Infinity) - state.generation - 1) / generationRate },
    { limit: "time", seconds: (seconds ?? Infinity) - state.elapsedMs / 1000 },
  ] as const;
  const next = limits.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  return Number.isFinite(next.seconds) ? { ...next, seconds: Math.max(0, next.seconds) } : undefined;
}
