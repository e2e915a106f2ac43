import { median } from "../std/statistics.ts";
import { type Resident, residents, withoutKept } from "./archive.ts";
import type { RunView } from "./model.ts";

/** A species in figures: those of an archive of species who share a niche. */
export interface SpeciesRow {
  /** Its number: the id of the variant that founded it. */
  readonly species: number;
  readonly members: readonly Resident[];
  /** The best of its members. */
  readonly best: Resident;
  /** The median score. */
  readonly median: number;
  /** The median size, in the unit of the genomes' kind. */
  readonly size: number;
  /** Generations since its founder was born. */
  readonly age: number;
  /** Generations since its best was born. */
  readonly stagnation: number;
}

/**
 * All species that live, the one with the best member first; none where the archive has no species. Who is kept apart when a
 * search begins anew is of none.
 */
export function speciesRows(view: RunView): readonly SpeciesRow[] {
  const { state, variants } = view;
  if (state.spec.archive.name !== "species") return [];
  const groups = Map.groupBy(withoutKept(residents(view), state.spec), placeOf);
  return [...groups.values()].map((members): SpeciesRow => {
    const best = members[0]!;
    return {
      species: best.niche,
      members,
      best,
      median: median(members.map(({ score }) => score)),
      size: median(members.map(({ size }) => size)),
      age: state.generation - (variants.row(best.niche)?.generation ?? best.generation),
      stagnation: state.generation - best.generation,
    };
  });
}

/** Species of different islands are never the same. */
function placeOf({ island, niche }: Resident): string {
  return `${island}:${niche}`;
}
