import type { Incubation } from "../capabilities/incubation.ts";
import { mean } from "../std/statistics.ts";

/** The scale of the prior where nothing else is known: a gain of 15 % or more is taken to be one in 15. */
const defaultScale = 0.1;
/** So many innovations of before say something, and no more than this is made of them. */
const recordsMin = 5;
const scales = { least: 0.02, most: 0.3 };

/**
 * The prior of a gain: of this scale where one was stated, else the root mean square of the gains that were measured
 * before, where there are at least five of them, within 0.02 and 0.3; else 0.1.
 */
export function priorOf(stated: number | undefined, before: readonly Incubation[]): Incubation["prior"] {
  if (stated !== undefined) return { mean: 0, scale: stated, from: "hypothesis" };
  const gains = before.flatMap(({ phases }) => {
    const measured = phases.find(({ name }) => name === "benchmark")?.comparisons[0];
    return measured === undefined ? [] : [measured.posterior.mean];
  });
  if (gains.length < recordsMin) return { mean: 0, scale: defaultScale, from: "default" };
  const scale = Math.sqrt(mean(gains.map((gain) => gain ** 2)));
  return { mean: 0, scale: Math.min(scales.most, Math.max(scales.least, scale)), from: "history" };
}
