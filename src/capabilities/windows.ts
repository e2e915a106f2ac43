import type { Specimen } from "./specimen.ts";

/** Which variants are compared: those of the first generations of a campaign and those of the last. */
export interface Windows {
  /** Whether a variant of a generation is in one of them. */
  isEarly(generation: number): boolean;
  isLate(generation: number): boolean;
}

/** The windows at both ends of the generations of some variants, each this share of them (above 0, at most 0.5). */
export function windowsOf(specimens: readonly Pick<Specimen, "generation">[], share: number): Windows {
  let first = Infinity;
  let last = -Infinity;
  for (const { generation } of specimens) {
    first = Math.min(first, generation);
    last = Math.max(last, generation);
  }
  const span = (last - first + 1) * share;
  return {
    isEarly: (generation) => generation < first + span,
    isLate: (generation) => generation > last - span,
  };
}
