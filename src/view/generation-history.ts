import type { Member } from "../archives/member.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import type { Objective } from "../scenario/scenario.ts";
import { oriented } from "../scenario/scenario.ts";
import { withoutKept } from "./archive.ts";
import type { GenerationRow, SearchRow } from "./model.ts";
import { failures } from "./progress.ts";
import { scoreOf } from "./score.ts";

/** The generations of a run in figures. */
export interface GenerationHistory {
  /** Notes the generation that the state ends with, and how strategies stood in it. */
  add(state: State, searches: readonly SearchRow[]): void;
  rows(): readonly GenerationRow[];
}

/** What a row is made of. The members are never changed, only replaced, so that the row can be made later. */
interface Snapshot {
  readonly state: Omit<State, "members">;
  readonly failed: number;
  readonly searches: readonly SearchRow[];
  readonly members: readonly Member[];
  /** The worst fitness of all that ever lived. */
  readonly worst: number;
}

const rowsMax = 4096;

/** Keeps every generation at first, then every second, every fourth and so on; and always the latest. */
export function createGenerations(objective: Objective): GenerationHistory {
  let kept: GenerationRow[] = [];
  let every = 1;
  let latest: Snapshot | undefined;
  let answer: readonly GenerationRow[] | undefined;
  let worst = Infinity;
  let previous: readonly Member[] = [];
  return {
    add(state, searches) {
      worst = Math.min(worst, worstOf(state.members, previous));
      previous = state.members;
      latest = { state: { ...state }, failed: failures(state), searches, members: state.members, worst };
      answer = undefined;
      if (state.generation % every !== 0) return;
      kept.push(rowOf(latest, objective));
      latest = undefined;
      if (kept.length < rowsMax) return;
      every *= 2;
      kept = kept.filter(({ generation }) => generation % every === 0);
    },
    rows() {
      answer ??= latest === undefined ? [...kept] : [...kept, rowOf(latest, objective)];
      return answer;
    },
  };
}

/** A member whose evaluation against new rivals failed has no fitness worth the name. */
const failedFitness = -Number.MAX_VALUE;

/** Of those who are new: members that stayed are the same objects, at the front. */
function worstOf(members: readonly Member[], previous: readonly Member[]): number {
  let worst = Infinity;
  for (let i = 0; i < members.length; i++) {
    if (members[i] === previous[i]) continue;
    const { fitness } = members[i]!;
    if (fitness < worst && fitness > failedFitness) worst = fitness;
  }
  return worst;
}

function rowOf({ state, failed, searches, members, worst }: Snapshot, objective: Objective): GenerationRow {
  const { best, spec } = state;
  const fair = members.filter(({ fitness }) => fitness > failedFitness);
  const scores = Float64Array.from(fair, ({ fitness, size }) =>
    oriented(objective, fitness + spec.parsimony * size),
  ).sort();
  const sizes = Float64Array.from(members, ({ size }) => size).sort();
  const cells = cellsOf(members, spec.archive.name === "map-elites");
  return {
    generation: state.generation,
    elapsedMs: state.elapsedMs,
    evaluations: state.evaluations,
    reused: state.reused,
    failed,
    best: best === undefined ? Number.NaN : scoreOf(objective, best.cases),
    quartiles: [quantileOf(scores, 0.25), quantileOf(scores, 0.5), quantileOf(scores, 0.75)],
    bestId: best?.id ?? -1,
    living: members.length,
    cells: cells.length,
    species: speciesOf(members, spec),
    searches,
    qd: cells.reduce((sum, fitness) => sum + Math.max(0, fitness - worst), 0),
    diversity: members.length === 0 ? 0 : new Set(members.map(({ genome }) => genome.hash)).size / members.length,
    sizeMedian: quantileOf(sizes, 0.5),
    usd: state.spending.usd,
  };
}

/** The best fitness in each cell of the grid, over all islands; without a grid, everybody's. */
function cellsOf(members: readonly Member[], isGrid: boolean): readonly number[] {
  if (!isGrid) return members.map(({ fitness }) => fitness);
  const best = new Map<number, number>();
  for (const { niche, fitness } of members) best.set(niche, Math.max(fitness, best.get(niche) ?? -Infinity));
  return [...best.values()];
}

function speciesOf(members: readonly Member[], spec: CampaignSpec): number {
  return spec.archive.name === "species" ? new Set(withoutKept(members, spec).map(({ niche }) => niche)).size : 0;
}

/** By linear interpolation between sorted values; NaN where there are none. */
function quantileOf(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low === high ? low : low + (high - low) * (at - Math.floor(at));
}
