import type { Outcome } from "../evaluation/evaluation.ts";
import type { Interval } from "../std/statistics.ts";
import { count, number, signed } from "../text/figures.ts";
import type { Judged } from "../view/judged.ts";
import { meanScore } from "../view/score.ts";
import { markup, type Markup } from "./markup.ts";
import { intervalPlot } from "./interval-plot.ts";
import { type ReportFacts, shownId } from "./report-facts.ts";
import { table } from "./table.ts";

/** How good the champion is, on cases that the search never saw, as its judged agents tell. */
export function headlineSection(report: ReportFacts, rows: readonly Judged[]): Markup {
  const { view } = report;
  const [objective] = view.facts.scenario.objectives;
  if (rows.length === 0) return unjudged(report);
  const outcome = view.test.get(view.state.finished!.champion!)!;
  const cases = outcome.status === "scored" ? outcome.scores.length : 0;
  const better = objective.direction === "minimize" ? "Lower" : "Higher";
  const chart = intervalPlot({
    title: `${objective.name} on ${count(cases)} test cases`,
    about: `${better} is better. Marks are means, whiskers their 95 % intervals.`,
    axis: `mean ${objective.name}`,
    rows: rows.flatMap(({ name, mean, own }, i) =>
      mean === undefined
        ? []
        : [{ name, value: mean, isMain: i === 0, ...(own === undefined ? {} : { interval: own }) }],
    ),
  });
  return markup` <p>${sentence(rows, objective)} ${splits(report, meanOf(outcome))}</p>
    <div class="pair">
      ${chart}
      <div>${standingTable(rows, objective.name)}</div>
    </div>
    <p class="about">
      Intervals are 95 % bootstraps (BCa, 2,000 resamples) over the ${count(cases)} test cases; differences are taken
      case by case. They say how sure the means are for this one champion, not how another seed would fare. The test
      cases were not used to choose the champion.
    </p>`;
}

function meanOf(outcome: Outcome): number | undefined {
  return outcome.status === "scored" ? meanScore(outcome) : undefined;
}

function unjudged(report: ReportFacts): Markup {
  const { view } = report;
  const id = shownId(report);
  const score = id === undefined ? undefined : view.variants.row(id)?.score;
  const when = view.state.finished === undefined ? ": that is done when the campaign ends" : "";
  const best =
    score === undefined
      ? "Nobody has a score."
      : `The best so far is #${id}, with ${number(score)} on the training cases: the search has seen these, so that the figure flatters it.`;
  return markup`<p class="note">No champion was judged on the test cases${when}. ${best}</p>`;
}

type Direction = ReportFacts["view"]["facts"]["scenario"]["objectives"][0];

function sentence(rows: readonly Judged[], { name, direction }: Direction): string {
  const [champion, ...others] = rows;
  if (champion?.mean === undefined) return "The champion failed on the test cases.";
  const sign = direction === "maximize" ? 1 : -1;
  const scored = others
    .filter((row) => row.mean !== undefined && row.id === undefined)
    .toSorted((a, b) => sign * (b.mean! - a.mean!));
  const rival = scored[0];
  const own = spanText(champion.own);
  const score = `The champion's mean ${name} is ${number(champion.mean)}${own}.`;
  const difference = rival?.difference;
  if (rival === undefined || difference === undefined) return `${score} There is no reference to compare it with.`;
  const [low, high] = sign > 0 ? [difference.low, difference.high] : [-difference.high, -difference.low];
  if (low === 0 && high === 0) return `${score} So it is for ${rival.name}, case by case.`;
  const verdict = low > 0 ? "It is better than" : high < 0 ? "It is worse than" : "It cannot be told from";
  const best = scored.length > 1 ? `the best reference, ${rival.name}` : `the reference, ${rival.name}`;
  return `${score} ${verdict} ${best} (${number(rival.mean)}): the difference is ${signed(difference.estimate)}${spanText(difference)}.`;
}

function standingTable(rows: readonly Judged[], objective: string): Markup {
  return table(rows, [
    { title: "agent", cell: ({ name }) => name, isLong: true },
    {
      title: objective,
      cell: ({ mean, own, fault }) =>
        fault === undefined ? withSpan(number(mean), own) : markup`failed ${below(fault)}`,
      isFigure: true,
    },
    {
      title: "champion less it",
      cell: ({ difference }) => (difference === undefined ? "" : withSpan(signed(difference.estimate), difference)),
      isFigure: true,
    },
  ]);
}

/** The ends of an interval; nothing where there is none. */
function spanText(interval: Interval | undefined): string {
  return interval === undefined ? "" : ` [${number(interval.low)}, ${number(interval.high)}]`;
}

/** A figure with its interval below. */
export function withSpan(figure: string, interval: Interval | undefined): Markup {
  if (interval === undefined) return markup`${figure}`;
  return markup`${figure} ${below(spanText(interval))}`;
}

function below(text: string): Markup {
  return markup`<span class="below">${text}</span>`;
}

/** The same agent on all three splits: what it lost on the way is what it had only learnt by heart. */
function splits({ view, chronicle }: ReportFacts, test: number | undefined): string {
  const champion = view.state.finished!.champion!;
  const training = view.variants.row(champion)?.score;
  return `The champion is #${champion}: ${number(training)} on the training cases, ${number(chronicle.validation())} on the validation cases that it was chosen by, ${number(test)} on the test cases.`;
}
