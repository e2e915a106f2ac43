import type { Objective } from "../scenario/scenario.ts";
import type { Interval } from "../std/statistics.ts";
import { number, signed } from "../text/figures.ts";
import { oneLine } from "../text/sanitize.ts";
import type { Standing } from "../view/comparison.ts";
import { table } from "./output.ts";

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
