import type { Specimen } from "./specimen.ts";

/** Which variants are compared: those of the first generations of a campaign and those of the last. */
export interface Windows {
  /** Whether a variant of a generation is in one of them. */
  isEarly(generation: number): boolean;
  isLate(generation: number): boolean;
}

/** Shares of the generations at their beginning and at their end, above 0 and together at most 1. */
export type WindowShares = readonly [early: number, late: number];

/** The windows at both ends of the generations of some variants. */
export function windowsOf(specimens: readonly Pick<Specimen, "generation">[], [early, late]: WindowShares): Windows {
  let first = Infinity;
  let last = -Infinity;
  for (const { generation } of specimens) {
    first = Math.min(first, generation);
    last = Math.max(last, generation);
  }
  const span = last - first + 1;
  return {
    isEarly: (generation) => generation < first + span * early,
    isLate: (generation) => generation > last - span * late,
  };
}
