import type { VariantRow, VariantTable } from "./model.ts";

/** One step of a line of descent. */
export interface LineageStep {
  readonly row: VariantRow;
  /** Whether its score is better than all scores before it in the line; the first one with a score is. */
  readonly improved: boolean;
  /** What its score gained on the best before it in the line; absent at the first and where it improved nothing. */
  readonly progress?: number;
}

/** How an operator did along a line of descent. */
export interface LineageOperator {
  readonly operator: string;
  readonly steps: number;
  readonly improved: number;
}

/** Which way is better. */
type Direction = "minimize" | "maximize";

/** The first parents of a variant, oldest first and itself last; of long lines the latest `max`. */
export function lineOf(table: VariantTable, id: number, max = Infinity): readonly number[] {
  const line: number[] = [];
  for (let one: number | undefined = id; one !== undefined && line.length < max;) {
    const row = table.row(one);
    if (row === undefined) break;
    line.push(one);
    one = olderThan(row.parents[0], one);
  }
  return line.toReversed();
}

/** Parents always have smaller numbers; a log that says otherwise must not lead in a circle. */
function olderThan(parent: number | undefined, id: number): number | undefined {
  return parent !== undefined && parent < id ? parent : undefined;
}

/** A variant and all it descends from, the youngest first: at most `max` of them, and how many there are. */
export function ancestorsOf(
  table: VariantTable,
  id: number,
  max = Infinity,
): { readonly ids: readonly number[]; readonly total: number } {
  const isFamily = new Uint8Array(Math.min(id + 1, table.count));
  if (id < isFamily.length) isFamily[id] = 1;
  const ids: number[] = [];
  let total = 0;
  // Parents always have smaller numbers.
  for (let one = isFamily.length - 1; one >= 0; one--) {
    if (isFamily[one] === 0) continue;
    if (++total <= max) ids.push(one);
    for (const parent of table.parents(one)) isFamily[parent] = 1;
  }
  return { ids, total };
}

/** Those who descend from a variant, in order of birth, without itself: at most `max`. */
export function descendantsOf(table: VariantTable, id: number, max: number): readonly number[] {
  const family = new Set<number>();
  const queue = [id];
  for (let at = 0; at < queue.length && family.size < max; at++) {
    for (const child of table.children(queue[at]!, max)) {
      if (family.has(child)) continue;
      family.add(child);
      queue.push(child);
    }
  }
  return [...family].toSorted((a, b) => a - b).slice(0, max);
}

/** The steps of a line, oldest first, each compared with what came before it. */
export function stepsOf(table: VariantTable, line: readonly number[], direction: Direction): readonly LineageStep[] {
  const sign = direction === "maximize" ? 1 : -1;
  let best: number | undefined;
  return line.flatMap((id): LineageStep[] => {
    const row = table.row(id);
    if (row === undefined) return [];
    const gain = row.score === undefined ? undefined : sign * row.score - (best ?? -Infinity);
    if (gain === undefined || !(gain > 0)) return [{ row, improved: false }];
    const isFirst = best === undefined;
    best = sign * row.score!;
    return [isFirst ? { row, improved: true } : { row, improved: true, progress: gain }];
  });
}

/** The steps of a variant's line where the score got better, oldest first: the first one, and each that beat all before it. */
export function improvements(table: VariantTable, id: number, direction: Direction): readonly LineageStep[] {
  return stepsOf(table, lineOf(table, id), direction).filter(({ improved }) => improved);
}

/** The operators that made a line, the most frequent first. The one at its beginning had nothing to improve. */
export function operatorsOf(steps: readonly LineageStep[]): readonly LineageOperator[] {
  const records = new Map<string, { steps: number; improved: number }>();
  for (const { row, progress } of steps) {
    const record = records.get(row.operator) ?? { steps: 0, improved: 0 };
    record.steps++;
    if (progress !== undefined) record.improved++;
    records.set(row.operator, record);
  }
  return [...records]
    .map(([operator, record]) => ({ operator, ...record }))
    .toSorted((a, b) => b.steps - a.steps || (a.operator < b.operator ? -1 : 1));
}

/** A place in a line where another branch that still has living members begins. */
export interface Fork {
  /** The member of the line. */
  readonly id: number;
  /** Its other children with living descendants, or alive themselves. */
  readonly branches: readonly number[];
}

/** Where other living branches leave a line, oldest first; living are those of the table, seen through any parent. */
export function forksOf(table: VariantTable, line: readonly number[], max = 100): readonly Fork[] {
  const lives = livingBranches(table);
  return line
    .flatMap((id, i): Fork[] => {
      const branches = table
        .children(id, table.row(id)?.children ?? 0)
        .filter((child) => child !== line[i + 1] && lives[child] === 1);
      return branches.length === 0 ? [] : [{ id, branches }];
    })
    .slice(-max);
}

/** By id, 1 for whoever lives or has living descendants. */
function livingBranches(table: VariantTable): Uint8Array {
  const lives = new Uint8Array(table.count);
  for (let id = table.count - 1; id >= 0; id--) {
    if (table.alive(id)) lives[id] = 1;
    if (lives[id] === 1) for (const parent of table.parents(id)) lives[parent] = 1;
  }
  return lives;
}
