import { meanOperator } from "../emitters/points.ts";
import type { VariantBorn } from "../events/event.ts";
import type { State } from "../events/state.ts";
import type { SearchRow, VariantTable } from "./model.ts";

/** Puts the means of strategies beside what is known of their searches. */
export interface SearchBook {
  born(event: VariantBorn): void;
  /** The searches of the generation that has just finished. */
  rows(state: State): readonly SearchRow[];
}

/** An empty book. */
export function createSearches(variants: VariantTable): SearchBook {
  const means = new Map<number, VariantBorn>();
  return {
    born(event) {
      if (event.operator === meanOperator) means.set(event.island, event);
    },
    rows({ searches, generation }) {
      return searches.map((search): SearchRow => {
        const born = means.get(search.island);
        if (born === undefined || born.generation < generation) return search;
        const score = variants.row(born.id)?.score;
        return { ...search, mean: { id: born.id, ...(score === undefined ? {} : { score }) } };
      });
    },
  };
}
