import type { Member } from "../archives/member.ts";
import type { GenerationFinished } from "../events/event.ts";
import type { CampaignSpec } from "../events/spec.ts";
import { bestOf } from "../events/state.ts";
import { withoutKept } from "./archive.ts";
import type { Columns } from "./variant-columns.ts";

/** What is known of the islands when a generation is placed. */
export interface Placing {
  readonly spec: Pick<CampaignSpec, "islands" | "population">;
  /** Who lived before, and who lives now. */
  readonly before: readonly Member[];
  readonly after: readonly Member[];
  readonly born: Pick<Columns, "generation" | "island">;
}

const namedMax = 3;

/** Who came from other islands in a generation, in words: islands that began anew, or all of them, and migrants. */
export function movesOf(event: GenerationFinished, placing: Placing): string[] {
  const { before, after, spec } = placing;
  if (after.length === 1 && withoutKept(after, spec).length === 0 && withoutKept(before, spec).length > 0) {
    return [`nobody better for long: the search begins anew, #${after[0]!.id} is kept`];
  }
  if (spec.islands.count === 1) return [];
  const arrivals = arrivalsOf(event, placing);
  const begun = begunAnew(event, placing);
  const migrated = [...arrivals].filter(([island]) => !begun.has(island));
  return [
    ...[...begun].map(([island, ids]) => `island ${island} starts anew from ${named(ids)}`),
    ...(migrated.length === 0 ? [] : [migrationText(migrated)]),
  ];
}

type Groups = ReadonlyMap<number, readonly number[]>;

/** By island, those who came to live there and were not born there in this generation. */
function arrivalsOf({ generation, entered }: GenerationFinished, { born, before }: Placing): Groups {
  const guests = entered.filter(([id, island]) => born.generation[id]! < generation || born.island[id] !== island);
  if (guests.length === 0) return new Map();
  // A member whose cell changes enters again; it did not move.
  const residents = new Set(before.map(({ id, island }) => `${id}@${island}`));
  return grouped(guests.filter(([id, island]) => !residents.has(`${id}@${island}`)));
}

/**
 * By island, those who it began anew from. The event does not name such islands, but they are told by what they look
 * like: nobody lived there, or the best was old; and all who live there now, few, live elsewhere too.
 */
function begunAnew(event: GenerationFinished, { spec, before, after }: Placing): Groups {
  const { count, migrants, resetAfter } = spec.islands;
  // Who begins anew may get migrants at once; on islands that are hardly larger they prove nothing.
  const most = spec.population / count > 2 * migrants ? 2 * migrants : migrants;
  const sizes = new Uint32Array(count);
  for (const { island } of after) sizes[island]!++;
  const changed = new Set([...event.entered, ...event.left].map(([, island]) => island));
  const few = [...changed].filter((island) => sizes[island]! > 0 && sizes[island]! <= most);
  const begun = few.filter((island) => {
    const best = bestOf(before.filter((member) => member.island === island));
    if (best === undefined) return true;
    return resetAfter > 0 && event.generation - best.generation > resetAfter;
  });
  if (begun.length === 0) return new Map();
  const homes = new Map<number, number>();
  for (const { id } of after) homes.set(id, (homes.get(id) ?? 0) + 1);
  const residents = grouped(after.filter(({ island }) => begun.includes(island)).map(({ id, island }) => [id, island]));
  return new Map([...residents].filter(([, ids]) => ids.every((id) => homes.get(id)! > 1)));
}

function grouped(places: readonly (readonly [id: number, island: number, ...rest: readonly number[]])[]): Groups {
  const groups = new Map<number, number[]>();
  for (const [id, island] of places) groups.set(island, [...(groups.get(island) ?? []), id]);
  return new Map([...groups].toSorted(([a], [b]) => a - b));
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
