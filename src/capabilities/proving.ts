import type { Outcome } from "../evaluation/evaluation.ts";
import type { Genome } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";
import { mean } from "../std/statistics.ts";
import type { Pattern } from "./pattern.ts";
import type { Performance, Proving } from "./trial.ts";

/** What all tests of a candidate need: the pattern that is looked for, and with what. */
export interface Trials {
  readonly pattern: Pattern;
  readonly scenario: Scenario;
  readonly proving: CountedProving;
  readonly random: Random;
}

/** A `Proving` that plays no genome twice on the training cases, and knows how many it has played. */
export interface CountedProving extends Proving {
  /** How many genomes were played, each seed counted. */
  evaluations(): number;
}

/** Counts what is played, and remembers what was done on the training cases. */
export function counted(proving: Proving): CountedProving {
  const known = new Map<string, Performance>();
  let evaluations = 0;
  return {
    async play(genomes, seed) {
      const fresh =
        seed === "train"
          ? [...new Map(genomes.map((genome) => [genome.hash, genome])).values()].filter(({ hash }) => !known.has(hash))
          : genomes;
      evaluations += fresh.length;
      const played = fresh.length === 0 ? [] : await proving.play(fresh, seed);
      if (seed !== "train") return played;
      for (const [i, { hash }] of fresh.entries()) known.set(hash, played[i]!);
      return genomes.map(({ hash }) => known.get(hash)!);
    },
    evaluations: () => evaluations,
  };
}

/** Plays one genome. */
export async function playOne(proving: Proving, genome: Genome, seed: number | "train"): Promise<Performance> {
  const [performance] = await proving.play([genome], seed);
  return performance!;
}

/** The mean of the first objective over the cases, in the scenario's own direction; undefined where it failed. */
export function scoreOf(outcome: Outcome): number | undefined {
  return outcome.status === "scored" ? mean(outcome.scores.map(([first]) => first!)) : undefined;
}
