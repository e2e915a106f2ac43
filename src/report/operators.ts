import { oriented } from "../scenario/scenario.ts";
import { wilsonInterval } from "../std/statistics.ts";
import { count, number, percent } from "../text/figures.ts";
import type { RunView } from "../view/model.ts";
import { markup, type Markup } from "./markup.ts";
import { intervalPlot } from "./interval-plot.ts";
import type { ReportFacts } from "./report-facts.ts";
import { tickText } from "./scale.ts";
import { table } from "./table.ts";

/** What an operator did in a whole run. */
interface OperatorTally {
  readonly operator: string;
  readonly births: number;
  /** Births that have parents. */
  readonly bred: number;
  readonly failed: number;
  /** Those who beat their best parent, when they were first evaluated. */
  readonly improved: number;
  /** What these gained in all, so turned that more is better. */
  readonly gained: number;
  /** Those who beat all that were born before them. */
  readonly records: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What each operator did, those with the most births first. */
function operatorTallies({ variants, facts }: RunView): readonly OperatorTally[] {
  const [objective] = facts.scenario.objectives;
  const tallies = new Map<string, Mutable<OperatorTally>>();
  let best = -Infinity;
  for (let id = 0; id < variants.count; id++) {
    const { operator, parents, status, fault, score, gain } = variants.row(id)!;
    if (status === "running") continue;
    const tally = tallies.get(operator) ?? {
      operator,
      births: 0,
      bred: 0,
      failed: 0,
      improved: 0,
      gained: 0,
      records: 0,
    };
    tallies.set(operator, tally);
    tally.births++;
    if (parents.length > 0) tally.bred++;
    if (fault !== undefined) tally.failed++;
    if (gain !== undefined && gain > 0) {
      tally.improved++;
      tally.gained += gain;
    }
    if (score === undefined || oriented(objective, score) <= best) continue;
    best = oriented(objective, score);
    tally.records++;
  }
  return [...tallies.values()].toSorted((a, b) => b.births - a.births || (a.operator < b.operator ? -1 : 1));
}

/** Which operators paid. */
export function operatorsSection({ view }: ReportFacts): Markup {
  const rows = operatorTallies(view);
  const [objective] = view.facts.scenario.objectives;
  const bred = rows.filter((row) => row.bred > 0);
  if (rows.length === 0) return markup`<p class="empty">Nothing was evaluated yet.</p>`;
  const chart = intervalPlot({
    title: "Children that beat their best parent",
    about: "Share of an operator's births; whiskers are 95 % score intervals (Wilson).",
    axis: "share of births",
    zero: 0,
    format: (share) => `${number(100 * share)}%`,
    rows: bred
      .map(({ operator, improved, bred: trials }) => ({ operator, share: wilsonInterval(improved, trials) }))
      .toSorted((a, b) => b.share.estimate - a.share.estimate)
      .map(({ operator, share }) => ({ name: operator, value: share.estimate, interval: rounded(share) })),
  });
  const body = table(
    rows,
    [
      { title: "operator", cell: ({ operator }) => operator },
      { title: "births", cell: ({ births }) => count(births), isFigure: true },
      { title: "failed", cell: ({ births, failed }) => percent(failed, births), isFigure: true },
      {
        title: "better",
        cell: ({ bred: trials, improved }) => (trials === 0 ? "–" : percent(improved, trials)),
        isFigure: true,
      },
      {
        title: "credit",
        cell: ({ bred: trials, gained }) => (trials === 0 ? "–" : tickText(Number((gained / trials).toPrecision(3)))),
        isFigure: true,
      },
      { title: "records", cell: ({ records }) => count(records), isFigure: true },
    ],
    true,
  );
  return markup` <div class="pair">
    ${bred.length === 0 ? undefined : chart}
    <div>
      ${body}
      <p class="about">
        <b>better</b>: children that beat their best parent. <b>credit</b>: what they gained in ${objective.name} in
        all, per birth; one lucky step out of a bad score can make most of it. <b>records</b>: those that beat all born
        before them on the training cases.
      </p>
    </div>
  </div>`;
}

function rounded({ low, high }: { readonly low: number; readonly high: number }): {
  readonly low: number;
  readonly high: number;
} {
  return { low: Number(low.toPrecision(3)), high: Number(high.toPrecision(3)) };
}
