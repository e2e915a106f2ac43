import { type Behaviours, behavioursOf } from "./behaviours.ts";
import { type Bits, hasBit, noBits, setBit } from "./bits.ts";
import type { Groups } from "./exchange.ts";
import type { Specimen } from "./specimen.ts";
import { type WindowShares, windowsOf } from "./windows.ts";

/** The variants that are compared, and who with whom. */
export interface Field {
  /** Early and late ones of the campaign and of its shadow; only such as have traces. */
  readonly everyone: readonly Specimen[];
  /** What they did on cases that are taken from all evenly, as many as there is room for. */
  readonly behaviours: Behaviours;
  /** Early and late variants of the campaign, relatives in one stratum. */
  readonly change: Comparison;
  /** The same of the shadow. */
  readonly drift: Comparison;
  /** Late variants of the shadow and of the campaign, all in one stratum. */
  readonly contrast: Comparison;
}

/** Two groups of variants, by their places among all. */
export interface Comparison extends Groups {
  readonly units: readonly number[];
}

/** So many tokens are looked at, so that mining takes seconds. */
const tokensInAllMax = 1_500_000;

/** Puts the variants of a campaign and of its shadow side by side. */
export function fieldOf(specimens: readonly Specimen[], shadow: readonly Specimen[], windows: WindowShares): Field {
  const own = inWindows(specimens, windows);
  const other = inWindows(shadow, windows);
  const groups = [own.early, own.late, other.early, other.late];
  const everyone = groups.flat();
  let begin = 0;
  const [early, late, shadowEarly, shadowLate] = groups.map((group) => {
    const start = begin;
    begin += group.length;
    return group.map((_, i) => start + i);
  }) as [number[], number[], number[], number[]];
  const rootOf = (place: number): number => everyone[place]!.root;
  return {
    everyone,
    behaviours: behavioursOf(withRoom(everyone)),
    change: comparisonOf(early, late, rootOf),
    drift: comparisonOf(shadowEarly, shadowLate, rootOf),
    contrast: comparisonOf(shadowLate, late, () => 0),
  };
}

/** The variants of a comparison who show what these behaviours do. */
export function showing(shown: Bits, { behaviours }: Field, { units }: Comparison): Bits {
  const bits = noBits(units.length);
  for (const [unit, place] of units.entries()) if (hasBit(shown, behaviours.of[place]!)) setBit(bits, unit);
  return bits;
}

function inWindows(
  specimens: readonly Specimen[],
  windows: WindowShares,
): { readonly early: readonly Specimen[]; readonly late: readonly Specimen[] } {
  const played = specimens.filter(({ traces }) => traces.length > 0);
  const { isEarly, isLate } = windowsOf(played, windows);
  return {
    early: played.filter(({ generation }) => isEarly(generation)),
    late: played.filter(({ generation }) => isLate(generation) && !isEarly(generation)),
  };
}

/** The variants with fewer cases where they have too many tokens. */
export function withRoom(specimens: readonly Pick<Specimen, "traces">[]): readonly Pick<Specimen, "traces">[] {
  const tokens = specimens.reduce((sum, { traces }) => traces.reduce((more, one) => more + one.tokens.length, sum), 0);
  const stride = Math.ceil(tokens / tokensInAllMax);
  return specimens.map(({ traces }) => ({ traces: traces.filter((_, i) => i % stride === 0) }));
}

function comparisonOf(
  first: readonly number[],
  second: readonly number[],
  stratumOf: (place: number) => number,
): Comparison {
  const units = [...first, ...second];
  return { units, second: units.map((_, unit) => unit >= first.length), strata: units.map(stratumOf) };
}
