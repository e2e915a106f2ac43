import type { Member } from "../archives/member.ts";
import { byMerit } from "../archives/merit.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { Measure, Objective } from "../scenario/scenario.ts";
import { median } from "../std/statistics.ts";
import type { RunView } from "./model.ts";
import { scoreOf } from "./score.ts";

/** A member of an archive in figures. */
export interface Resident {
  readonly id: number;
  /** Mean training score, in the scenario's own direction. */
  readonly score: number;
  readonly fitness: number;
  readonly size: number;
  readonly generation: number;
  readonly island: number;
  readonly niche: number;
  readonly children: number;
  readonly measures: readonly number[];
  /** The genome's hash. */
  readonly genome: string;
}

/** All but the one that is kept on an island of its own, after the others, when a search begins anew. */
export function withoutKept<T extends { readonly island: number }>(
  some: readonly T[],
  spec: Pick<CampaignSpec, "islands">,
): readonly T[] {
  return some.filter(({ island }) => island < spec.islands.count);
}

/** Who lives, best first; on one island, or on all. */
export function residents({ state, facts }: RunView, island?: number): readonly Resident[] {
  const all = sorted.get(state.members) ?? sortedResidents(state.members, facts.scenario.objectives[0]);
  sorted.set(state.members, all);
  return island === undefined ? all : all.filter((one) => one.island === island);
}

/** A screen asks several times a second, and members change once a generation. */
const sorted = new WeakMap<readonly Member[], readonly Resident[]>();

function sortedResidents(members: readonly Member[], objective: Objective): readonly Resident[] {
  return members.toSorted(byMerit).map((member): Resident => {
    const { id, fitness, size, generation, island, niche, children, measures, genome, cases } = member;
    const score = scoreOf(objective, cases);
    return { id, score, fitness, size, generation, island, niche, children, measures, genome: genome.hash };
  });
}

/** The best of those who live, each genome once: at most `max`. */
export function leaders(view: RunView, max: number): readonly Resident[] {
  const seen = new Set<string>();
  const first: Resident[] = [];
  for (const one of residents(view)) {
    if (first.length >= max) break;
    if (!seen.has(one.genome)) first.push(one);
    seen.add(one.genome);
  }
  return first;
}

/** One axis of a grid. */
export interface Axis extends Measure {
  /** The place of its measure in the scenario, from 0. */
  readonly measure: number;
  readonly bins: number;
}

/** A cell of a grid as it is shown. */
export interface GridCell {
  /** Who holds it: the best of all whose measures fall there. */
  readonly best: Resident;
  /** How many hold it: more than one where the grid has more axes than are shown, or on several islands. */
  readonly holders: number;
}

/** The grid of a MAP-Elites archive, seen along one or two of its axes. */
export interface Grid {
  /** All axes that have more than one bin, or the first where none has. */
  readonly axes: readonly Axis[];
  /** From left to right. */
  readonly x: Axis;
  /** From bottom to top; absent where the grid has one axis. */
  readonly y: Axis | undefined;
  readonly columns: number;
  readonly rows: number;
  /** Row by row, the lowest values of both axes first. */
  readonly cells: readonly (GridCell | undefined)[];
  /** Cells of the whole grid that are held on any of the islands shown, and how many there are. */
  readonly held: number;
  readonly capacity: number;
}

/** What part of a grid is shown: measures by their places, and an island. */
export interface GridChoice {
  readonly x?: number;
  readonly y?: number;
  readonly island?: number;
}

/** The grid of those who live; undefined where the archive has none. Unknown axes give way to the first ones. */
export function gridOf(view: RunView, choice: GridChoice = {}): Grid | undefined {
  const { archive } = view.state.spec;
  const measures = view.facts.scenario.measures ?? [];
  if (archive.name !== "map-elites" || measures.length === 0) return undefined;
  const all = measures.map((measure, i): Axis => ({ ...measure, measure: i, bins: archive.bins[i] ?? 1 }));
  const wide = all.filter(({ bins }) => bins > 1);
  const axes = wide.length > 0 ? wide : all.slice(0, 1);
  const x =
    axes.find(({ measure }) => measure === choice.x) ?? axes.find(({ measure }) => measure !== choice.y) ?? axes[0]!;
  const others = axes.filter((axis) => axis !== x);
  const y = others.find(({ measure }) => measure === choice.y) ?? others[0];
  const [columns, rows] = [x.bins, y?.bins ?? 1];
  const cells: (GridCell | undefined)[] = Array.from({ length: columns * rows });
  const living = residents(view, choice.island);
  for (const one of living) {
    const place = binOf(one.niche, all, x) + columns * (y === undefined ? 0 : binOf(one.niche, all, y));
    const cell = cells[place];
    // They come best first.
    cells[place] = { best: cell?.best ?? one, holders: (cell?.holders ?? 0) + 1 };
  }
  const capacity = all.reduce((product, { bins }) => product * bins, 1);
  return { axes, x, y, columns, rows, cells, held: new Set(living.map(({ niche }) => niche)).size, capacity };
}

/** Which bin of an axis a cell's number means: the last axis varies fastest. */
function binOf(niche: number, all: readonly Axis[], axis: Axis): number {
  const faster = all.slice(axis.measure + 1).reduce((product, { bins }) => product * bins, 1);
  return Math.floor(niche / faster) % axis.bins;
}

/** The values that a bin of an axis spans. */
export function binRange({ range: [from, to], bins }: Axis, bin: number): readonly [from: number, to: number] {
  return [from + ((to - from) * bin) / bins, from + ((to - from) * (bin + 1)) / bins];
}

/** One island in figures. */
export interface IslandRow {
  readonly island: number;
  /** How many live there. */
  readonly size: number;
  /** Absent where nobody lives there. */
  readonly best?: Resident;
  /** The median score. */
  readonly median?: number;
  /** Distinct genomes among those who live there, as a share. */
  readonly diversity: number;
  /** Generations since its best was born. */
  readonly stagnation?: number;
  /** The operator that made its best. */
  readonly operator?: string;
  /** Whether its best was born on another island. */
  readonly isGuest?: boolean;
  /** The first parent of its best. */
  readonly parent?: number;
}

/** All islands in order; one row where there is one population. */
export function islandRows(view: RunView): readonly IslandRow[] {
  const { state, variants } = view;
  const populations = Array.from({ length: state.spec.islands.count }, (): Resident[] => []);
  for (const one of residents(view)) populations[one.island]?.push(one);
  return populations.map((living, island): IslandRow => {
    const best = living[0];
    const genomes = new Set(living.map(({ genome }) => genome)).size;
    const row = { island, size: living.length, diversity: living.length === 0 ? 0 : genomes / living.length };
    if (best === undefined) return row;
    const born = variants.row(best.id);
    const parent = born?.parents[0];
    return {
      ...row,
      best,
      median: median(living.map(({ score }) => score)),
      stagnation: state.generation - best.generation,
      operator: born?.operator ?? "",
      isGuest: born !== undefined && born.island !== island,
      ...(parent === undefined ? {} : { parent }),
    };
  });
}
