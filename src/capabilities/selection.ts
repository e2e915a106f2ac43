import type { Outcome } from "../evaluation/evaluation.ts";
import type { Event, VariantBorn } from "../events/event.ts";
import { resultOf } from "../events/merits.ts";
import type { CampaignSpec } from "../events/spec.ts";
import type { Objective } from "../scenario/scenario.ts";
import { normalShare } from "../std/statistics.ts";
import { noBits, setBit } from "./bits.ts";
import { stratified } from "./exchange.ts";

/** Finds out from a log that is read event by event whether the better variants had more children. */
export interface SelectionTest {
  apply(event: Event): void;
  /**
   * How likely the better ones would have had so many children, or more, if it did not matter who is better; absent where
   * nobody had any.
   */
  chance(): number | undefined;
}

/** The normal distribution is known to six digits. */
const chanceMin = 1e-6;

/** More than there can be. */
const islandsMax = 1024;
const sizesMax = 64;

/**
 * Selection in one number: of those of one island, one generation and about one size, are those who score above the mean
 * among those who have more children than the mean? By the test of Cochran, Mantel and Haenszel. Where parents are drawn at
 * random, who has children is independent of who is better among these, whatever became of their lines. Operators fail on
 * small programs more often, which says nothing of merit.
 */
export function createSelectionTest(spec: CampaignSpec, objective: Objective): SelectionTest {
  const strata: number[] = [];
  const sizes: number[] = [];
  const fitness: (number | undefined)[] = [];
  const children: number[] = [];
  return {
    apply(event) {
      if (event.type === "variant-born") {
        strata.push(stratumOf(event));
        sizes.push(event.size);
        children.push(0);
        for (const parent of new Set(event.parents)) children[parent]!++;
      }
      if (event.type !== "variant-evaluated" || fitness[event.id] !== undefined) return;
      if (event.outcome.status === "reused") {
        fitness[event.id] = fitness[event.outcome.from];
        return;
      }
      const result = resultOf(event.outcome as Outcome, sizes[event.id]!, { state: { spec }, objective });
      if (typeof result === "object") fitness[event.id] = result.fitness;
    },
    chance() {
      if (children.every((count) => count === 0)) return undefined;
      const scored = strata.flatMap((_, id) => (fitness[id] === undefined ? [] : [id]));
      const groups = scored.map((id) => strata[id]!);
      const isBetter = aboveMean(
        scored.map((id) => fitness[id]!),
        groups,
      );
      const isParent = aboveMean(
        scored.map((id) => children[id]!),
        groups,
      );
      const better = noBits(scored.length);
      for (const [unit, yes] of isBetter.entries()) if (yes) setBit(better, unit);
      return Math.max(chanceMin, 1 - normalShare(stratified(better, { second: isParent, strata: groups })));
    },
  };
}

/** Sizes are alike from one power of two to the next. */
function stratumOf({ generation, island, size }: VariantBorn): number {
  return (generation * islandsMax + island) * sizesMax + Math.min(sizesMax - 1, Math.floor(Math.log2(size + 1)));
}

/** Which of some values are above the mean of their stratum. */
function aboveMean(values: readonly number[], strata: readonly number[]): readonly boolean[] {
  const sums = new Map<number, { total: number; count: number }>();
  for (const [i, stratum] of strata.entries()) {
    const sum = sums.get(stratum) ?? { total: 0, count: 0 };
    sums.set(stratum, { total: sum.total + values[i]!, count: sum.count + 1 });
  }
  return values.map((value, i) => {
    const { total, count } = sums.get(strata[i]!)!;
    return value > total / count;
  });
}
