import { type Behaviours, behavioursOf } from "./behaviours.ts";
import { type Bits, hasBit, noBits, setBit } from "./bits.ts";
import type { Groups } from "./exchange.ts";
import type { Specimen } from "./specimen.ts";
import { windowsOf } from "./windows.ts";

/** The variants that are looked at, and who is compared with whom. */
export interface Field {
  /** Those of the campaign, then those of the shadow; only such as have traces. */
  readonly everyone: readonly Specimen[];
  /** How many of them are of the campaign. */
  readonly own: number;
  readonly behaviours: Behaviours;
  /** Early and late variants of the campaign, relatives in one stratum. */
  readonly change: Comparison;
  /** Late variants of the shadow and of the campaign, all in one stratum. */
  readonly contrast: Comparison;
}

/** Two groups of variants, by their places among all. */
export interface Comparison extends Groups {
  readonly units: readonly number[];
}

/** Puts the variants of a campaign and of its shadow side by side; `window` is the share of the generations at each end. */
export function fieldOf(specimens: readonly Specimen[], shadow: readonly Specimen[], window: number): Field {
  const ours = specimens.filter(({ traces }) => traces.length > 0);
  const others = lateOf(
    shadow.filter(({ traces }) => traces.length > 0),
    window,
  );
  const { isEarly, isLate } = windowsOf(ours, window);
  const everyone = [...ours, ...others];
  const places = ours.map((_, place) => place);
  const early = places.filter((place) => isEarly(ours[place]!.generation));
  const late = places.filter((place) => isLate(ours[place]!.generation) && !isEarly(ours[place]!.generation));
  const shadows = others.map((_, i) => ours.length + i);
  return {
    everyone,
    own: ours.length,
    behaviours: behavioursOf(everyone),
    change: comparisonOf(early, late, (place) => ours[place]!.root),
    contrast: comparisonOf(shadows, late, () => 0),
  };
}

/** The variants of a comparison who show what these behaviours do. */
export function showing(shown: Bits, { behaviours }: Field, { units }: Comparison): Bits {
  const bits = noBits(units.length);
  for (const [unit, place] of units.entries()) if (hasBit(shown, behaviours.of[place]!)) setBit(bits, unit);
  return bits;
}

function lateOf(specimens: readonly Specimen[], window: number): readonly Specimen[] {
  const { isEarly, isLate } = windowsOf(specimens, window);
  return specimens.filter(({ generation }) => isLate(generation) && !isEarly(generation));
}

function comparisonOf(
  first: readonly number[],
  second: readonly number[],
  stratumOf: (place: number) => number,
): Comparison {
  const units = [...first, ...second];
  return { units, second: units.map((_, unit) => unit >= first.length), strata: units.map(stratumOf) };
}
