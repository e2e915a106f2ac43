import type { Cultivation } from "../capabilities/capability.ts";
import { wilsonInterval } from "../std/statistics.ts";
import { foundingGenerations, freeGenerations, helps, type Pair, type Plot, replicate } from "./replicate.ts";

/** A pattern persists where at least this share of the better half of a population shows it at the end. */
const persistedMin = 0.5;
/** The Wilson bound of the share of populations in which it persists lies above this one. */
const boundMin = 0.6;
/** And it comes by itself in less than this share of those with sham parts. */
const controlMax = 0.2;

/** Whether the pattern persists in a population. */
export function persists({ share }: Pair["treated"]): boolean {
  return share >= persistedMin;
}

/** Grows so many pairs of populations, one after the other; `told` hears of each. Undefined where it was stopped. */
export async function cultivate(
  plot: Plot,
  replicates: number,
  told: (pair: Pair, index: number) => void,
): Promise<readonly Pair[] | undefined> {
  const pairs: Pair[] = [];
  for (let index = 0; index < replicates; index++) {
    const pair = await replicate(plot, index);
    if (pair === undefined) return undefined;
    pairs.push(pair);
    told(pair, index);
  }
  return pairs;
}

/** What the pairs say, as the catalogue keeps it; `passed` means that the capability may be deployed. */
export function cultivationOf(
  pairs: readonly Pair[],
  { spec, seed, founders }: Plot,
): Omit<Cultivation, "command" | "tries"> {
  const replicates = pairs.length;
  const success = pairs.filter(({ treated }) => persists(treated)).length;
  const control = pairs.filter((pair) => persists(pair.control)).length;
  const bounds = [success, control].map((count) => {
    const { low, high } = wilsonInterval(count, replicates);
    return [low, high] as const;
  });
  return {
    passed: bounds[0]![0] > boundMin && control / replicates < controlMax,
    replicates,
    success,
    control,
    bounds: { success: bounds[0]!, control: bounds[1]! },
    generations: {
      founding: founders.length > 0 ? 0 : foundingGenerations,
      helped: helps.length,
      free: freeGenerations,
    },
    size: spec.population,
    seed,
    options: spec.scenario.options,
  };
}
