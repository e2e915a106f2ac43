import type { Budget } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import type { Objective } from "../scenario/scenario.ts";
import { median } from "../std/statistics.ts";
import { compact, count, dollars, duration } from "../text/figures.ts";
import type { Live } from "./live.ts";
import { createPace, type Position, type TimeLeft } from "./pace.ts";
import { scoreOf } from "./score.ts";

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
  /** Until the limit that comes first, if any has a known time. */
  readonly left?: TimeLeft;
}

interface Sample {
  readonly at: number;
  readonly evaluations: number;
}

const windowMs = 30_000;

/** Follows a campaign from its state at the end of each generation; `at` is in milliseconds since any moment. */
export function createProgress(objective: Objective): (state: State, at: number) => Progress {
  const pace = createPace();
  let samples: Sample[] = [];
  return (state, at) => {
    const now = positionOf(state);
    const { evaluations } = now;
    pace.add(now);
    samples = [...samples.filter((sample) => at - sample.at <= windowMs), { at, evaluations }];
    const first = samples[0]!;
    const seconds = Math.max(1e-3, (at - first.at) / 1000);
    const left = pace.timeLeft(now, state.spec.budget);
    const { best, members } = state;
    return {
      generation: state.generation,
      ...(best === undefined ? {} : { best: { id: best.id, score: scoreOf(objective, best.cases), size: best.size } }),
      ...(members.length === 0 ? {} : { median: median(members.map(({ cases }) => scoreOf(objective, cases))) }),
      evaluations,
      reused: state.reused,
      failed: failures(state),
      rate: samples.length < 2 ? 0 : (evaluations - first.evaluations) / seconds,
      ...(left === undefined ? {} : { left }),
    };
  };
}

/** Where a campaign is, out of its log or as its runner says. */
export function positionOf({
  evaluations,
  reused,
  generation,
  elapsedMs,
}: Pick<State & Live, "evaluations" | "reused" | "generation" | "elapsedMs">): Position {
  return { evaluations: evaluations + reused, generation, elapsedMs };
}

/** How many evaluations ended in a fault. */
export function failures({ faults }: Pick<State, "faults">): number {
  return faults.crashed + faults.exhausted + faults["bad-action"] + faults.refused;
}

/** How much of one limit of a budget is used. */
export interface BudgetShare {
  readonly limit: TimeLeft["limit"];
  /** Evaluations, generations or seconds. */
  readonly used: number;
  readonly whole: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** The limits that a budget sets, in this order: evaluations, generations, time. */
export function budgetShares({ evaluations, generation, elapsedMs }: Position, budget: Budget): BudgetShare[] {
  const limits = [
    ["evals", evaluations, budget.evaluations],
    ["gens", generation + 1, budget.generations],
    ["time", elapsedMs / 1000, budget.seconds],
  ] as const;
  return limits.flatMap(([limit, used, whole]) =>
    whole === undefined ? [] : [{ limit, used, whole, share: whole > 0 ? Math.min(1, used / whole) : 1 }],
  );
}

/** Evaluations a second of running time between the first and the last of some ticks; undefined where too few. */
export function liveRate(ticks: readonly Live[]): number | undefined {
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (first === undefined || last === undefined || last.elapsedMs <= first.elapsedMs) return undefined;
  const made = positionOf(last).evaluations - positionOf(first).evaluations;
  return made < 0 ? undefined : (1000 * made) / (last.elapsedMs - first.elapsedMs);
}

/** A budget in words. */
export function budgetText({ evaluations, generations, seconds, target, usd, tokens }: Budget): string {
  const limits = [
    evaluations === undefined ? [] : `${count(evaluations)} evals`,
    generations === undefined ? [] : `${count(generations)} gens`,
    seconds === undefined ? [] : duration(seconds),
    target === undefined ? [] : `${target.over}${target.compare}${target.value}`,
    usd === undefined ? [] : dollars(usd),
    tokens === undefined ? [] : `${compact(tokens)} tokens`,
  ].flat();
  return limits.length === 0 ? "none" : limits.join("/");
}

/** Time left in words, with its range where that is not a point and the limit that it is until. */
export function timeLeftText({ seconds, low, high, limit }: TimeLeft): string {
  const spread = (high - low) / 2;
  return `${duration(seconds)}${spread < 1 || spread < seconds / 100 ? "" : `±${duration(spread)}`} (${limit})`;
}
