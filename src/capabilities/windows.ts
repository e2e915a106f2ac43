import type { Specimen } from "./specimen.ts";

/** Which variants are compared: those of the first generations of a campaign and those of the last. */
export interface Windows {
  /** Whether a variant of a generation is in one of them. */
  isEarly(generation: number): boolean;
  isLate(generation: number): boolean;
}

/** Shares of the generations at their beginning and at their end, above 0 and together at most 1. */
export type WindowShares = readonly [early: number, late: number];

/** The late window has so many variants and generations at least, where the share of the generations has them. */
const variantsMin = 300;
export const generationsMin = 5;

/**
 * The windows at both ends of the generations of some variants, each at most this share of them. The late one is as short
 * as it can be, so that what is new need not wait until a long campaign is full of it. Nothing but births decides that.
 */
export function windowsOf(specimens: readonly Pick<Specimen, "generation">[], [early, late]: WindowShares): Windows {
  const generations = specimens.map(({ generation }) => generation).toSorted((a, b) => b - a);
  const last = generations[0] ?? -1;
  const first = generations.at(-1) ?? 0;
  const span = last - first + 1;
  const reach = last - (generations[variantsMin - 1] ?? -Infinity) + 1;
  const lateSpan = Math.min(span * late, Math.max(generationsMin, reach));
  return {
    isEarly: (generation) => generation < first + span * early,
    isLate: (generation) => generation > last - lateSpan,
  };
}
