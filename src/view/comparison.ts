import type { Outcome } from "../evaluation/evaluation.ts";
import { randomFromSeed } from "../std/random.ts";
import { bootstrapInterval, type Interval, mean, pairedInterval } from "../std/statistics.ts";
import { oneLine } from "../text/sanitize.ts";
import { caseScores } from "./score.ts";

/** How an agent stands beside the one that it is compared with. */
export interface Standing {
  readonly name: string;
  readonly status: "scored" | "failed";
  /** Mean of the first objective over the cases. */
  readonly mean?: number;
  /** Of the mean, over the cases. */
  readonly interval?: Interval;
  /** The first agent's scores less this one's, case by case. */
  readonly difference?: Interval;
  readonly fault?: string;
}

/** Agents on the same cases, the first one compared with each of the others; intervals are 95 % BCa bootstraps. */
export function standings(agents: readonly (readonly [name: string, outcome: Outcome])[]): Standing[] {
  const random = randomFromSeed("intervals");
  const first = agents[0]?.[1];
  const mine = first?.status === "scored" ? caseScores(first) : undefined;
  return agents.map(([name, outcome], i): Standing => {
    if (outcome.status === "failed")
      return { name, status: "failed", fault: oneLine(`${outcome.fault.kind}: ${outcome.fault.message}`) };
    const scores = caseScores(outcome);
    const known = { name, status: "scored", mean: mean(scores) } as const;
    if (i === 0) return { ...known, interval: bootstrapInterval(scores, random.fork(name)) };
    return mine === undefined ? known : { ...known, difference: pairedInterval(mine, scores, random.fork(name)) };
  });
}
