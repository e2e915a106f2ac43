import type { Comparison } from "../capabilities/incubation.ts";
import { createEProcess } from "../std/betting.ts";
import { gainMax, lossMax } from "./gains.ts";
import { noMoments, posteriorOf, probabilityAtLeast, withValue } from "./posterior.ts";
import { evidenceMin, probabilityMin } from "./terms.ts";

/** Gains over somebody as they come in, and what they say so far. */
export interface Tally {
  add(gain: number): void;
  /** Whether a gain is shown, or that there is less than what is asked for; undefined while neither is. */
  decision(): "shown" | "futile" | undefined;
  /** The comparison as it stands, which ended so. */
  comparison(ended: Comparison["ended"]): Comparison;
}

/** Who is compared with, where, and what is asked for. */
export interface Question extends Pick<Comparison, "arena" | "against"> {
  /** The gain asked for, from 0 to 0.9. */
  readonly least: number;
  readonly priorScale: number;
}

/** Fewer pairs say little about how much gains vary. */
const pairsMin = 20;

/**
 * Two e-processes: that there is a gain, and that it is less than what is asked for. Either wrongly gets to 20 in at
 * most one of 20 incubations.
 */
export function createTally({ arena, against, least, priorScale }: Question): Tally {
  let gains = noMoments;
  const forGain = createEProcess(lossMax);
  const forLess = createEProcess(gainMax - least);
  const belief = () => posteriorOf(gains, priorScale);
  return {
    add(gain) {
      gains = withValue(gains, gain);
      forGain.add(gain);
      forLess.add(least - gain);
    },
    decision() {
      if (gains.count < pairsMin) return undefined;
      if (forLess.largest() >= evidenceMin) return "futile";
      if (forGain.largest() < evidenceMin) return undefined;
      return probabilityAtLeast(belief(), least) > probabilityMin ? "shown" : undefined;
    },
    comparison(ended) {
      const posterior = gains.count < 2 ? { mean: 0, deviation: priorScale } : belief();
      return {
        arena,
        against,
        pairs: gains.count,
        e_value: forGain.largest(),
        e_against: forLess.largest(),
        posterior: { ...posterior, atLeast: probabilityAtLeast(posterior, least) },
        ended,
      };
    },
  };
}
