import type { Outcome, Scored } from "../evaluation/evaluation.ts";
import type { VariantBorn, VariantEvaluated } from "../events/event.ts";
import { nothingSpent, type Spent } from "../events/spending.ts";
import type { Member } from "../archives/member.ts";
import type { Objective } from "../scenario/scenario.ts";
import { oriented } from "../scenario/scenario.ts";
import { mean } from "../std/statistics.ts";
import type { FaultTable } from "./fault-table.ts";
import type { Query, SortKey, VariantTable } from "./model.ts";
import { type FirstIds, firstIds, type KeyOf } from "./order.ts";
import { caseScores, halfInterval } from "./score.ts";
import { addBirth, type Columns, createColumns, isParent, parentsOf, statuses } from "./variant-columns.ts";
import { createCursor, type Tables } from "./variant-cursor.ts";

/** The table as the view fills it. */
export interface VariantLedger {
  readonly table: VariantTable;
  readonly columns: Columns;
  /** Tells of a birth, and of what language models cost that were asked for it. */
  born(event: VariantBorn, spent?: Pick<Spent, "calls" | "usd">): void;
  evaluated(event: VariantEvaluated): void;
  /** Who left, and who lives now. */
  settled(left: readonly (readonly [id: number, island: number])[], members: readonly Member[]): void;
}

const [running, scored, failed, reused] = statuses.map((_, number) => number) as [number, number, number, number];

/** An empty table. Failures are counted in the table of faults that it is given. */
export function createVariants(
  objective: Objective,
  faults: FaultTable,
  kindOf: (island: number) => string,
): VariantLedger {
  const columns = createColumns();
  // Answers are remembered until something changes.
  let changes = 0;
  return {
    columns,
    table: createTable(columns, objective, { faultRow: faults.row, kindOf }, () => changes),
    born(event, spent = nothingSpent) {
      changes++;
      addBirth(columns, event, spent);
      columns.status[event.id] = running;
    },
    evaluated({ id, generation, outcome, observed }) {
      changes++;
      const isFirst = columns.status[id] === running;
      if (outcome.status === "reused") takeOver(columns, id, outcome.from);
      else judge(columns, id, outcome as Outcome);
      if (outcome.status === "failed")
        columns.fault[id] = faults.add((outcome as Outcome & { status: "failed" }).fault);
      if (columns.fault[id] !== 0) faults.count(columns.fault[id]! - 1, id, generation);
      if (isFirst) columns.gain[id] = gainOf(columns, id, objective);
      if (observed?.ms !== undefined) columns.ms[id] = observed.ms;
    },
    settled(left, members) {
      changes++;
      for (const [id] of left) columns.alive[id] = 0;
      // Some of those who left one island live on another.
      for (const { id } of members) columns.alive[id] = 1;
    },
  };
}

function judge(columns: Columns, id: number, outcome: Outcome): void {
  columns.fault[id] = 0;
  if (outcome.status === "failed") {
    columns.status[id] = failed;
    columns.score[id] = Number.NaN;
    columns.interval[id] = Number.NaN;
    return;
  }
  const scores = caseScores(outcome satisfies Scored);
  const score = mean(scores);
  columns.status[id] = scored;
  columns.score[id] = score;
  columns.interval[id] = halfInterval(scores, score);
}

function takeOver(columns: Columns, id: number, from: number): void {
  columns.status[id] = reused;
  columns.from[id] = from;
  columns.score[id] = columns.score[from]!;
  columns.interval[id] = columns.interval[from]!;
  columns.fault[id] = columns.fault[from]!;
}

/** NaN where it has no score, or no parent has one. */
function gainOf(columns: Columns, id: number, objective: Objective): number {
  let best = Number.NaN;
  for (const parent of parentsOf(columns, id)) {
    const score = oriented(objective, columns.score[parent]!);
    if (!(score <= best)) best = Number.isNaN(score) ? best : score;
  }
  return oriented(objective, columns.score[id]!) - best;
}

function createTable(columns: Columns, objective: Objective, tables: Tables, changes: () => number): VariantTable {
  const cursor = createCursor(columns, tables);
  const keys = sortKeys(columns, objective);
  const answers = createAnswers(changes);
  return {
    get count() {
      return columns.count;
    },
    row(id) {
      if (!(Number.isInteger(id) && id >= 0 && id < columns.count)) return undefined;
      cursor.move(id);
      return cursor.copy();
    },
    find(query) {
      const from = Math.max(0, query.from);
      const to = from + Math.max(0, query.limit);
      const { ids, total } = answers.find(query, to, (wanted) => {
        // A cursor of its own: the filter may look at other variants.
        const each = createCursor(columns, tables);
        const primary = keys[query.sort];
        const order = [query.reverse ? (id: number) => -primary(id) : primary, keys.score, keys.size];
        const passes = (id: number): boolean => query.where(each.move(id));
        return firstIds(columns.count, passes, order, wanted);
      });
      return { ids: [...ids.subarray(from, to)], total };
    },
    parents: (id) => parentsOf(columns, id),
    alive: (id) => columns.alive[id] === 1,
    children(id, max) {
      const found: number[] = [];
      const wanted = Math.min(max, id < columns.count ? columns.children[id]! : 0);
      for (let one = id + 1; found.length < wanted && one < columns.count; one++) {
        if (isParent(columns, id, one)) found.push(one);
      }
      return found;
    },
  };
}

/** What each column is sorted by, so that the smallest is what people expect first. */
function sortKeys(columns: Columns, objective: Objective): Readonly<Record<SortKey, KeyOf>> {
  return {
    score: (id) => -oriented(objective, columns.score[id]!),
    gain: (id) => -columns.gain[id]!,
    generation: (id) => -columns.generation[id]!,
    size: (id) => columns.size[id]!,
    children: (id) => -columns.children[id]!,
    ms: (id) => -columns.ms[id]!,
    usd: (id) => (columns.draft[id] === 0 ? Number.NaN : -columns.usd[id]!),
    id: (id) => id,
  };
}

interface Answer extends Pick<Query, "where" | "sort" | "reverse">, FirstIds {
  readonly changes: number;
}

interface Answers {
  /** An answer that holds at least so many of the first ids, if there are so many. */
  find(query: Query, wanted: number, make: (wanted: number) => FirstIds): FirstIds;
}

const answersMax = 3;
/** So many ids are found even where fewer are asked for: people scroll. */
const wantedMin = 256;

/** The latest answers, as long as they are true. */
function createAnswers(changes: () => number): Answers {
  let answers: readonly Answer[] = [];
  return {
    find({ where, sort, reverse }, wanted, make) {
      const now = changes();
      const isSame = (one: Answer): boolean => one.where === where && one.sort === sort && one.reverse === reverse;
      answers = answers.filter((answer) => answer.changes === now);
      const known = answers.find(isSame);
      if (known !== undefined && known.ids.length >= Math.min(wanted, known.total)) return known;
      const made = make(Math.max(wantedMin, 2 * wanted));
      const others = answers.filter((answer) => !isSame(answer));
      answers = [{ where, sort, reverse, changes: now, ...made }, ...others].slice(0, answersMax);
      return made;
    },
  };
}

/** All variants, for queries. */
export function everything(): boolean {
  return true;
}
