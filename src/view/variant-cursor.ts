import type { FaultRow, VariantRow } from "./model.ts";
import { type Columns, genomeHash, parentsOf, statuses } from "./variant-columns.ts";

/** A row that reads the columns when it is asked: one object goes over all variants. */
export interface Cursor {
  /** Goes to a variant; the row is the same object each time. */
  move(id: number): VariantRow;
  /** The row as it is now, for keeps. */
  copy(): VariantRow;
}

type Readers = { readonly [K in keyof VariantRow]-?: (id: number) => VariantRow[K] };

/** A cursor over the columns; a fault is named by its row in the table of faults. */
export function createCursor(columns: Columns, faultRow: (row: number) => FaultRow): Cursor {
  const entries = Object.entries(readersOf(columns, faultRow));
  let at = 0;
  const row = {} as VariantRow;
  for (const [name, read] of entries) Object.defineProperty(row, name, { get: () => read(at) });
  return {
    move(id) {
      at = id;
      return row;
    },
    copy: () => Object.fromEntries(entries.map(([name, read]) => [name, read(at)])) as unknown as VariantRow,
  };
}

function readersOf(columns: Columns, faultRow: (row: number) => FaultRow): Readers {
  const faultOf = (id: number): FaultRow | undefined => {
    const row = columns.fault[id]!;
    return row === 0 ? undefined : faultRow(row - 1);
  };
  return {
    id: (id) => id,
    generation: (id) => columns.generation[id]!,
    island: (id) => columns.island[id]!,
    operator: (id) => columns.operators.nameOf(columns.operator[id]!),
    parents: (id) => parentsOf(columns, id),
    size: (id) => columns.size[id]!,
    genome: (id) => genomeHash(columns, id),
    status: (id) => statuses[columns.status[id]!]!,
    score: (id) => known(columns.score[id]!),
    interval: (id) => known(columns.interval[id]!),
    gain: (id) => known(columns.gain[id]!),
    fault: (id) => faultOf(id)?.kind,
    message: (id) => faultOf(id)?.message,
    from: (id) => (columns.from[id]! < 0 ? undefined : columns.from[id]!),
    children: (id) => columns.children[id]!,
    alive: (id) => columns.alive[id] === 1,
    ms: (id) => known(columns.ms[id]!),
  };
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
