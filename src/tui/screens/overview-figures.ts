import { quantile } from "../../std/statistics.ts";
import type { Budget } from "../../events/spec.ts";
import type { Phase } from "../../view/live.ts";
import type { GenerationRow, Model, RunView } from "../../view/model.ts";
import type { Position, TimeLeft } from "../../view/pace.ts";
import { failures, liveRate, positionOf } from "../../view/progress.ts";

/** How far a run is and how fast it goes, out of what its runner says and what its log holds. */
export interface Figures {
  readonly position: Position;
  readonly budget: Budget;
  readonly reused: number;
  readonly failed: number;
  /** Evaluations a second: in the last minute while it runs, else on average; undefined before any is known. */
  readonly rate: number | undefined;
  /** Whether the rate of the last half minute is higher or lower than that of the half before, by over 5 %. */
  readonly trend: "rising" | "falling" | "steady" | undefined;
  readonly left: TimeLeft | undefined;
}

/** The figures of a moment. */
export function figuresOf({ view, live, ticks }: Model): Figures {
  const { state } = view;
  // The runner is ahead of the log that is read, but for a log that was read after its last word.
  const isAhead = live !== undefined && live.evaluations + live.reused >= state.evaluations + state.reused;
  const position = positionOf(isAhead ? live : state);
  const budget = live?.budget ?? state.spec.budget;
  const { evaluations, elapsedMs } = position;
  const average = elapsedMs > 0 && evaluations > 0 ? (1000 * evaluations) / elapsedMs : undefined;
  return {
    position,
    budget,
    reused: isAhead ? live.reused : state.reused,
    failed: isAhead ? live.failed : failures(state),
    rate: live === undefined ? average : (liveRate(ticks) ?? average),
    trend: live === undefined ? undefined : trendOf(ticks),
    left: live === undefined || !expecting.has(live.phase) ? undefined : view.pace.timeLeft(position, budget),
  };
}

/** The phases in which a campaign is on its way to the end of its budget. */
const expecting: ReadonlySet<Phase> = new Set(["running", "pausing", "paused"]);

function trendOf(ticks: Model["ticks"]): Figures["trend"] {
  const half = Math.floor(ticks.length / 2);
  const [before, after] = [liveRate(ticks.slice(0, half + 1)), liveRate(ticks.slice(half))];
  if (half < 10 || before === undefined || after === undefined || before === 0) return undefined;
  if (after > 1.05 * before) return "rising";
  return after < 0.95 * before ? "falling" : "steady";
}

/** The generation under way: how many of its variants have an outcome. */
export interface OpenGeneration {
  readonly generation: number;
  readonly evaluated: number;
  readonly whole: number;
}

/** What is known of the generation that is not finished yet. */
export function openGeneration({ view: { state, generations, facts } }: Model, { position }: Figures): OpenGeneration {
  const last = generations.at(-1);
  const before = last === undefined ? 0 : last.evaluations + last.reused;
  const { births, budget } = state.spec;
  const allowed = Math.max(1, Math.min(births, (budget.evaluations ?? Infinity) - before));
  const again = (facts.scenario.rivals ?? 0) > 0 ? state.members.length : 0;
  const evaluated = Math.max(0, position.evaluations - before);
  return { generation: state.generation + 1, evaluated, whole: Math.max(evaluated, allowed + again) };
}

/** When the best so far came to be the best, and by how much. */
export interface Improvement {
  /** The new best score less the one before, in the scenario's own direction. */
  readonly gain: number;
  readonly generationsAgo: number;
  /** Of running time. */
  readonly secondsAgo: number;
}

/** The latest improvement of the best score; undefined while there was none since the first generation. */
export function latestImprovement({ generations, state }: RunView, elapsedMs: number): Improvement | undefined {
  const best = generations.at(-1)?.best;
  if (best === undefined) return undefined;
  const before = generations.findLastIndex((one) => one.best !== best);
  const [old, fresh] = [generations[before], generations[before + 1]];
  if (old === undefined || fresh === undefined) return undefined;
  return {
    gain: fresh.best - old.best,
    generationsAgo: state.generation - fresh.generation,
    secondsAgo: Math.max(0, elapsedMs - fresh.elapsedMs) / 1000,
  };
}

/** The median and the 95th percentile of the latest evaluations' times in milliseconds, where any was seen. */
export function evaluationTimes({ variants }: RunView): { readonly p50: number; readonly p95: number } | undefined {
  const times: number[] = [];
  for (let id = variants.count - 1; id >= 0 && id >= variants.count - latestMax && times.length < timesMax; id--) {
    const ms = variants.row(id)?.ms;
    if (ms !== undefined) times.push(ms);
  }
  return times.length === 0 ? undefined : { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

const latestMax = 400;
const timesMax = 200;

/** At most `points` rows at even distances of generations or of running time; each is the latest one then known. */
export function sampled(rows: readonly GenerationRow[], axis: "generations" | "time", points: number): GenerationRow[] {
  const of = (row: GenerationRow): number => (axis === "time" ? row.elapsedMs : row.generation);
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined || rows.length <= 2) return [...rows];
  const from = axis === "time" ? 0 : of(first);
  const count = Math.max(2, axis === "time" ? points : Math.min(points, last.generation - first.generation + 1));
  const samples: GenerationRow[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const moment = from + ((of(last) - from) * i) / (count - 1);
    while (at + 1 < rows.length && of(rows[at + 1]!) <= moment + 1e-9) at++;
    samples.push(rows[at]!);
  }
  return samples;
}
