import type { Case, Split } from "../../src/scenario/scenario.ts";
import type { Random } from "../../src/std/random.ts";
import published from "./data/instances.json" with { type: "json" };
import { legacyRandom } from "./mt19937.ts";
import type { Packing } from "./play.ts";

/** A law that instances are drawn from. */
export interface Family {
  readonly capacity: number;
  /** Items an instance, and instances a split, where the user says nothing. */
  readonly items: number;
  readonly counts: Readonly<Record<Split, number>>;
  readonly size: (random: Pick<Random, "next">) => number;
}

/** Whole sizes from 20 to 100 into bins of 150 (Falkenauer 1996; OR-Library `u120` to `u1000`). */
export const uniform: Family = {
  capacity: 150,
  items: 500,
  counts: { train: 48, validation: 60, test: 200 },
  size: (random) => 20 + Math.floor(random.next() * 81),
};

/** round(clip(45 · Weibull(shape 3), 1, 100)), half to even, into bins of 100 (FunSearch, after Castiñeiras et al. 2012). */
export const weibull: Family = {
  capacity: 100,
  items: 5000,
  counts: { train: 4, validation: 5, test: 20 },
  size: (random) => weibullSize(Math.pow(-Math.log(1 - random.next()), 1 / 3)),
};

/** Instances with names, in the order in which they are played. */
export type NamedInstances = readonly (readonly [name: string, instance: Packing])[];

/** A test set that is the same for everybody, with the family that its training cases are drawn from. */
export interface Published {
  readonly family: Family;
  readonly instances: () => NamedInstances;
}

/** The fixed test sets by the name of their setting. */
export const publishedSets: Readonly<Record<string, Published>> = {
  or3: { family: uniform, instances: () => Object.entries(published.OR3) },
  "u500-777": { family: uniform, instances: () => seeded(777, 400, uniform, uniform.size) },
  "weibull-5k": { family: weibull, instances: () => Object.entries(published["Weibull 5k"]) },
  "weibull-2024": {
    family: weibull,
    instances: () => seeded(2024, 5, weibull, (stream) => weibullSize(stream.weibull(3))),
  },
};

/** Fresh instances of a family: those of different splits come from different streams. */
export function freshCases(family: Family, split: Split, random: Random): readonly Case[] {
  return Array.from({ length: family.counts[split] }, (_, i) => {
    const stream = random.fork("bin-packing", split, i);
    return { id: `${split}-${i}`, instance: instanceOf(family, () => family.size(stream)) };
  });
}

function seeded(
  seed: number,
  count: number,
  family: Family,
  size: (stream: ReturnType<typeof legacyRandom>) => number,
): NamedInstances {
  const stream = legacyRandom(seed);
  return Array.from({ length: count }, (_, i) => [`${i}`, instanceOf(family, () => size(stream))]);
}

function instanceOf({ capacity, items }: Family, size: () => number): Packing {
  return { capacity, items: Array.from({ length: items }, size) };
}

function weibullSize(variate: number): number {
  const clipped = Math.min(Math.max(45 * variate, 1), 100);
  const below = Math.floor(clipped);
  const rest = clipped - below;
  return below + (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? 1 : 0);
}
