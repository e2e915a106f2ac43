import fc from "fast-check";
import { expect, test } from "vitest";
import { noBits, setBit } from "../../src/capabilities/bits.ts";
import { exactChance } from "../../src/capabilities/exact.ts";

interface Unit {
  readonly shows: boolean;
  readonly second: boolean;
  readonly stratum: number;
}

function chanceOf(units: readonly Unit[]): number {
  const trait = noBits(units.length);
  for (const [i, { shows }] of units.entries()) if (shows) setBit(trait, i);
  return exactChance(trait, { second: units.map(({ second }) => second), strata: units.map(({ stratum }) => stratum) });
}

/** The same by trying all ways in which units of a stratum can be exchanged. */
function byAllExchanges(units: readonly Unit[]): number {
  const countOf = (flags: readonly boolean[], stratum: number): number =>
    units.filter((unit, i) => unit.stratum === stratum && flags[i]).length;
  const both = (flags: readonly boolean[]): number => units.filter(({ shows }, i) => shows && flags[i]).length;
  const own = units.map(({ second }) => second);
  const strata = [...new Set(units.map(({ stratum }) => stratum))];
  const all = Array.from({ length: 2 ** units.length }, (_, bits) => units.map((_unit, i) => ((bits >> i) & 1) === 1));
  const exchanges = all.filter((flags) => strata.every((one) => countOf(flags, one) === countOf(own, one)));
  return exchanges.filter((flags) => both(flags) >= both(own)).length / exchanges.length;
}

const unit = fc.record({ shows: fc.boolean(), second: fc.boolean(), stratum: fc.nat(2) });

test("the exact chance of a rise is the share of all exchanges within strata that bring as much", () => {
  fc.assert(
    fc.property(fc.array(unit, { minLength: 1, maxLength: 9 }), (units) => {
      expect(chanceOf(units)).toBeCloseTo(byAllExchanges(units), 10);
    }),
    { numRuns: 60 },
  );
});

test("the exact chance of a rise is told however small it is", () => {
  const some = (count: number, is: boolean): readonly Unit[] =>
    Array.from({ length: count }, () => ({ shows: is, second: is, stratum: 0 }));
  // One of the ways to choose 30 of 60.
  expect(chanceOf([...some(30, true), ...some(30, false)]) * 118_264_581_564_861_424).toBeCloseTo(1, 10);
});
