import { type Bits, hasBit } from "./bits.ts";
import type { Groups } from "./exchange.ts";

/**
 * How likely a trait, given as a set of units, would be shown by as many units of the second group or more if groups did
 * not matter within strata: the exact conditional test (C. R. Mehta, N. R. Patel and R. Gray, JASA 80, 1985), one-sided.
 * It needs no draws, so it tells small chances from smaller ones.
 */
export function exactChance(trait: Bits, { second, strata }: Groups): number {
  let beyondLeast = 0;
  let chances: Float64Array = Float64Array.of(1);
  for (const table of tablesOf(trait, second, strata)) {
    const { least, chances: own } = hypergeometric(table);
    beyondLeast += table.both - least;
    chances = convolved(chances, own);
  }
  return Math.min(
    1,
    chances.subarray(beyondLeast).reduce((sum, chance) => sum + chance, 0),
  );
}

/** A stratum: how many units it has, how many of them show the trait, are of the second group, and both. */
interface Table {
  units: number;
  shown: number;
  second: number;
  both: number;
}

function tablesOf(trait: Bits, second: readonly boolean[], strata: readonly number[]): Iterable<Table> {
  const tables = new Map<number, Table>();
  for (const [unit, stratum] of strata.entries()) {
    const table = tables.get(stratum) ?? { units: 0, shown: 0, second: 0, both: 0 };
    tables.set(stratum, table);
    table.units++;
    if (hasBit(trait, unit)) table.shown++;
    if (second[unit]!) table.second++;
    if (hasBit(trait, unit) && second[unit]!) table.both++;
  }
  return tables.values();
}

/** How likely each number of units is to be both, from the least that there can be. */
function hypergeometric({ units, shown, second }: Table): { readonly least: number; readonly chances: Float64Array } {
  const least = Math.max(0, shown + second - units);
  const chances = new Float64Array(Math.min(shown, second) - least + 1);
  // From the likeliest to both ends, so that nothing grows too large.
  const likeliest = Math.floor(((shown + 1) * (second + 1)) / (units + 2));
  const mode = Math.max(0, Math.min(chances.length - 1, likeliest - least));
  const ratio = (both: number): number =>
    ((shown - both) * (second - both)) / ((both + 1) * (units - shown - second + both + 1));
  chances[mode] = 1;
  for (let i = mode; i + 1 < chances.length; i++) chances[i + 1] = chances[i]! * ratio(least + i);
  for (let i = mode; i > 0; i--) chances[i - 1] = chances[i]! / ratio(least + i - 1);
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return { least, chances: chances.map((chance) => chance / total) };
}

/** How likely the sums of two independent numbers are. */
function convolved(a: Float64Array, b: Float64Array): Float64Array {
  const sums = new Float64Array(a.length + b.length - 1);
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) sums[i + j]! += x * y;
  return sums;
}
