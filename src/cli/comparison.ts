import type { Outcome } from "../evaluation/evaluation.ts";
import type { Objective } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";
import { bootstrapInterval, type Interval, mean, pairedInterval } from "../std/statistics.ts";
import { table } from "./output.ts";
import { number } from "../text/figures.ts";
import { oneLine } from "../text/sanitize.ts";

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
  const mine = first?.status === "scored" ? scoresOf(first) : undefined;
  return agents.map(([name, outcome], i): Standing => {
    if (outcome.status === "failed")
      return { name, status: "failed", fault: oneLine(`${outcome.fault.kind}: ${outcome.fault.message}`) };
    const scores = scoresOf(outcome);
    const known = { name, status: "scored", mean: mean(scores) } as const;
    if (i === 0) return { ...known, interval: bootstrapInterval(scores, random.fork(name)) };
    return mine === undefined ? known : { ...known, difference: pairedInterval(mine, scores, random.fork(name)) };
  });
}

function scoresOf(outcome: Extract<Outcome, { status: "scored" }>): number[] {
  return outcome.scores.map((row) => row[0]!);
}

/** Standings as a table, with a heading that says what the numbers are. */
export function standingsText(objective: Objective, cases: string, rows: readonly Standing[]): string {
  const better = objective.direction === "minimize" ? "lower" : "higher";
  const heading = `${objective.name} on ${cases} (mean, ${better} is better; 95 % intervals over the cases)`;
  const body = table(rows, [
    { title: "agent", cell: ({ name }) => name },
    {
      title: objective.name,
      right: true,
      cell: ({ mean: value, fault }) => (fault === undefined ? number(value) : "failed"),
    },
    { title: "interval", cell: ({ interval, fault }) => fault ?? span(interval) },
    {
      title: `${oneLine(rows[0]?.name ?? "", 20)} less it`,
      cell: ({ difference }) => (difference ? `${signed(difference.estimate)} ${span(difference)}` : ""),
    },
  ]);
  return `${heading}\n${body.replace(/^/gm, "  ")}`;
}

function span(interval: Interval | undefined): string {
  return interval === undefined ? "" : `[${number(interval.low)}, ${number(interval.high)}]`;
}

/** A number with its sign. */
export function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${number(value)}`;
}
