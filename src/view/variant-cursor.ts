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

/** What the columns name by a number. */
export interface Tables {
  /** A fault, by its row in the table of faults. */
  readonly faultRow: (row: number) => FaultRow;
  /** The kind of genomes that an island breeds. */
  readonly kindOf: (island: number) => string;
}

/** A cursor over the columns. */
export function createCursor(columns: Columns, tables: Tables): Cursor {
  const entries = Object.entries(readersOf(columns, tables));
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

function readersOf(columns: Columns, { faultRow, kindOf }: Tables): Readers {
  const faultOf = (id: number): FaultRow | undefined => {
    const row = columns.fault[id]!;
    return row === 0 ? undefined : faultRow(row - 1);
  };
  const ifDrafted = <T>(id: number, read: () => T): T | undefined => (columns.draft[id] === 0 ? undefined : read());
  return {
    id: (id) => id,
    generation: (id) => columns.generation[id]!,
    island: (id) => columns.island[id]!,
    kind: (id) => kindOf(columns.island[id]!),
    operator: (id) => columns.operators.nameOf(columns.operator[id]!),
    draft: (id) => ifDrafted(id, () => columns.operators.nameOf(columns.draft[id]! - 1)),
    model: (id) => ifDrafted(id, () => columns.models.nameOf(columns.model[id]! - 1)),
    calls: (id) => ifDrafted(id, () => columns.calls[id]!),
    usd: (id) => ifDrafted(id, () => columns.usd[id]!),
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
