import type { Fault } from "../evaluation/evaluation.ts";
import { oneLine } from "../text/sanitize.ts";
import type { FaultRow } from "./model.ts";

/** Failures by kind and message. */
export interface FaultTable {
  /** The most frequent first. */
  rows(): readonly FaultRow[];
  /** 1 more than the number of the row that a fault belongs to. */
  add(fault: Fault): number;
  count(row: number, id: number, generation: number): void;
  row(row: number): FaultRow;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const rowsMax = 200;
/** Different texts may read the same once they are safe to print; so many are remembered. */
const textsMax = 2000;

/** An empty table; it keeps 200 different messages, the rest are others of their kind. */
export function createFaults(): FaultTable {
  const rows: Mutable<FaultRow>[] = [];
  const texts = new Map<string, number>();
  const shown = new Map<string, number>();

  function rowOf(kind: string, message: string): number {
    const key = `${kind} ${message}`;
    const found = shown.get(key);
    if (found !== undefined) return found;
    shown.set(key, rows.length);
    return rows.push({ kind, message, count: 0, id: -1, generation: -1 }) - 1;
  }

  function place({ kind, message }: Fault): number {
    const safe = oneLine(kind, 40);
    const line = oneLine(message);
    const isNew = !shown.has(`${safe} ${line}`);
    return rowOf(safe, isNew && rows.length >= rowsMax ? "other messages" : line);
  }

  return {
    rows: () => rows.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count || b.id - a.id),
    add(fault) {
      const text = `${fault.kind} ${fault.message}`;
      const known = texts.get(text);
      if (known !== undefined) return known + 1;
      const row = place(fault);
      if (texts.size < textsMax) texts.set(text, row);
      return row + 1;
    },
    count(number, id, generation) {
      const row = rows[number]!;
      row.count++;
      row.id = id;
      row.generation = generation;
    },
    row: (number) => rows[number]!,
  };
}
