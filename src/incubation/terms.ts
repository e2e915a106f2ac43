import type { Pattern } from "../capabilities/pattern.ts";
import type { Genome } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";
import type { Incubator } from "./incubator.ts";
import type { Purse } from "./purse.ts";

/** What is claimed of whom, and what it takes to find out. */
export interface Terms {
  readonly innovation: Genome;
  readonly champion: Genome;
  readonly scenario: Scenario;
  readonly incubator: Incubator;
  readonly purse: Purse;
  readonly random: Random;
  /** The least gain that is worth it, as a share of what the champion scores; above 0. */
  readonly least: number;
  /** The standard deviation of the prior of the mean gain, which is normal around 0. */
  readonly priorScale: number;
  /** What the innovation shows, where that is claimed. */
  readonly pattern?: Pattern;
  /** Whether there is a larger world to compare in. */
  readonly isScaled: boolean;
  /** So many times as long as the champion an evaluation may take. */
  readonly slowdown: number;
}

/** The evidence that is asked for, 1 / alpha: at most one in 20 of those that are no better gets so far. */
export const evidenceMin = 20;

/** A posterior probability has to be above this. */
export const probabilityMin = 0.75;
