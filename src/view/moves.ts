import type { Member } from "../archives/member.ts";
import type { GenerationFinished } from "../events/event.ts";
import type { Columns } from "./variant-columns.ts";

/** Who lived before a generation was placed, and after. */
export interface Residents {
  readonly before: readonly Member[];
  readonly after: readonly Member[];
}

const namedMax = 3;

/** Who came from other islands in a generation, in words: islands that began anew, and migrants. */
export function movesOf(
  { generation, entered }: Pick<GenerationFinished, "generation" | "entered">,
  born: Pick<Columns, "generation" | "island">,
  { before, after }: Residents,
): string[] {
  const guests = entered.filter(([id, island]) => born.generation[id]! < generation || born.island[id] !== island);
  if (guests.length === 0) return [];
  // A member whose cell changes enters again; it did not move.
  const residents = new Set(before.map(({ id, island }) => `${id}@${island}`));
  const arrivals = new Map<number, number[]>();
  for (const [id, island] of guests) {
    if (!residents.has(`${id}@${island}`)) arrivals.set(island, [...(arrivals.get(island) ?? []), id]);
  }
  if (arrivals.size === 0) return [];
  const sizes = new Map<number, number>();
  for (const { island } of after) sizes.set(island, (sizes.get(island) ?? 0) + 1);
  // Nobody lives there but those who came.
  const begun = [...arrivals].filter(([island, ids]) => sizes.get(island) === ids.length);
  const migrated = [...arrivals].filter(([island, ids]) => sizes.get(island) !== ids.length);
  return [
    ...begun.map(([island, ids]) => `island ${island} starts anew from ${named(ids)}`),
    ...(migrated.length === 0 ? [] : [migrationText(migrated)]),
  ];
}

function migrationText(migrated: readonly (readonly [island: number, ids: readonly number[]])[]): string {
  const total = migrated.reduce((sum, [, ids]) => sum + ids.length, 0);
  const to = migrated.slice(0, namedMax).map(([island, ids]) => `${named(ids)} to island ${island}`);
  return `${total} migrated: ${to.join(", ")}${migrated.length > namedMax ? " and others" : ""}`;
}

function named(ids: readonly number[]): string {
  const names = ids.slice(0, namedMax).map((id) => `#${id}`);
  return `${names.join(" ")}${ids.length > namedMax ? ` and ${ids.length - namedMax} more` : ""}`;
}
