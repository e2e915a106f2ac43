import type { VariantBorn } from "../events/event.ts";
import type { Spent } from "../events/spending.ts";
import { oneLine } from "../text/sanitize.ts";
import { createNames, type Names } from "./names.ts";
import type { VariantStatus } from "./model.ts";

/** What is known of all variants, one array a column, indexed by id. Absent numbers are NaN, absent ids -1. */
export interface Columns {
  count: number;
  generation: Int32Array;
  island: Uint16Array;
  operator: Uint16Array;
  /** 1 more than the number of the operator and of the model that were to write it; 0 where none was. */
  draft: Uint16Array;
  model: Uint16Array;
  calls: Uint16Array;
  usd: Float64Array;
  size: Int32Array;
  /** The first two parents; of the few variants with more, the others are in `moreParents`. */
  parent: Int32Array;
  parent2: Int32Array;
  /** 32 bytes a variant. */
  genome: Uint8Array;
  status: Uint8Array;
  alive: Uint8Array;
  /** 1 more than the number of its fault's row. */
  fault: Uint16Array;
  score: Float64Array;
  interval: Float32Array;
  gain: Float32Array;
  ms: Float32Array;
  from: Int32Array;
  children: Uint32Array;
  readonly moreParents: Map<number, readonly number[]>;
  /** Hashes that are not 64 hexadecimal digits. */
  readonly oddGenomes: Map<number, string>;
  readonly operators: Names;
  readonly models: Names;
}

/** The statuses by their numbers in the column. */
export const statuses: readonly VariantStatus[] = ["running", "scored", "failed", "reused"];

const hashBytes = 32;

/** Columns for so many variants at first; they grow. */
export function createColumns(capacity = 1024): Columns {
  return {
    count: 0,
    generation: new Int32Array(capacity),
    island: new Uint16Array(capacity),
    operator: new Uint16Array(capacity),
    draft: new Uint16Array(capacity),
    model: new Uint16Array(capacity),
    calls: new Uint16Array(capacity),
    usd: new Float64Array(capacity),
    size: new Int32Array(capacity),
    parent: new Int32Array(capacity),
    parent2: new Int32Array(capacity),
    genome: new Uint8Array(capacity * hashBytes),
    status: new Uint8Array(capacity),
    alive: new Uint8Array(capacity),
    fault: new Uint16Array(capacity),
    score: new Float64Array(capacity),
    interval: new Float32Array(capacity),
    gain: new Float32Array(capacity),
    ms: new Float32Array(capacity),
    from: new Int32Array(capacity),
    children: new Uint32Array(capacity),
    moreParents: new Map(),
    oddGenomes: new Map(),
    operators: createNames(),
    models: createNames(),
  };
}

/** Makes room for half as many again. */
function grow(columns: Columns): void {
  const capacity = Math.ceil(columns.generation.length * 1.5);
  const larger = createColumns(capacity);
  for (const [name, column] of Object.entries(larger)) {
    if (!ArrayBuffer.isView(column)) continue;
    const key = name as keyof Columns;
    (column as Uint8Array).set(columns[key] as Uint8Array);
    (columns as unknown as Record<string, unknown>)[key] = column;
  }
}

/** Adds a variant and what was spent on it; ids come in order. */
export function addBirth(columns: Columns, born: VariantBorn, spent: Pick<Spent, "calls" | "usd">): void {
  const { id, parents, draft } = born;
  if (id >= columns.generation.length) grow(columns);
  columns.count = id + 1;
  columns.generation[id] = born.generation;
  columns.island[id] = born.island;
  columns.operator[id] = columns.operators.numberOf(born.operator);
  if (draft !== undefined) {
    columns.draft[id] = 1 + columns.operators.numberOf(draft.operator);
    columns.model[id] = 1 + columns.models.numberOf(draft.model);
    columns.calls[id] = spent.calls;
    columns.usd[id] = spent.usd;
  }
  columns.size[id] = born.size;
  columns.parent[id] = parents[0] ?? -1;
  columns.parent2[id] = parents[1] ?? -1;
  if (parents.length > 2) columns.moreParents.set(id, parents);
  if (!writeHash(columns.genome, id * hashBytes, born.genome)) columns.oddGenomes.set(id, oneLine(born.genome));
  columns.score[id] = Number.NaN;
  columns.interval[id] = Number.NaN;
  columns.gain[id] = Number.NaN;
  columns.ms[id] = Number.NaN;
  columns.from[id] = -1;
  for (let i = 0; i < parents.length; i++) if (parents.indexOf(parents[i]!) === i) columns.children[parents[i]!]!++;
}

const digits = new Int8Array(128).fill(-1);
for (let value = 0; value < 16; value++) digits[value.toString(16).charCodeAt(0)] = value;

/** Whether the text is a hash in hexadecimal digits; then its bytes are in the column. */
function writeHash(column: Uint8Array, at: number, text: string): boolean {
  if (text.length !== 2 * hashBytes) return false;
  let wrong = 0;
  for (let i = 0; i < hashBytes; i++) {
    const high = digits[text.charCodeAt(2 * i)] ?? -1;
    const low = digits[text.charCodeAt(2 * i + 1)] ?? -1;
    wrong |= high | low;
    column[at + i] = (high << 4) | low;
  }
  return wrong >= 0;
}

const bytesAsText = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, "0"));

/** The hash of a variant's genome. */
export function genomeHash({ genome, oddGenomes }: Columns, id: number): string {
  const odd = oddGenomes.get(id);
  if (odd !== undefined) return odd;
  let text = "";
  for (let at = id * hashBytes; at < (id + 1) * hashBytes; at++) text += bytesAsText[genome[at]!]!;
  return text;
}

/** The parents of a variant, in the order of its birth. */
export function parentsOf({ count, parent, parent2, moreParents }: Columns, id: number): readonly number[] {
  const first = id < count ? (parent[id] ?? -1) : -1;
  if (first < 0) return [];
  const second = parent2[id]!;
  return second < 0 ? [first] : (moreParents.get(id) ?? [first, second]);
}

/** Whether this is a parent of that variant. */
export function isParent({ parent, parent2, moreParents }: Columns, candidate: number, id: number): boolean {
  if (parent[id] === candidate || parent2[id] === candidate) return true;
  return moreParents.size > 0 && moreParents.get(id)?.includes(candidate) === true;
}
