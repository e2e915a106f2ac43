import { median, quantile } from "../std/statistics.ts";
import { count, duration, number, signed } from "../text/figures.ts";
import type { RunComparison } from "./compare-runs.ts";
import { intervalPlot } from "./interval-plot.ts";
import { type Band, type Line, linePlot } from "./line-plot.ts";
import { markup, type Markup } from "./markup.ts";
import { htmlPage, type Section } from "./page.ts";
import { pText } from "./p-value.ts";
import { time } from "./ran.ts";
import { type Column, table } from "./table.ts";

const linesMax = 4;

/** Runs side by side as one HTML page that needs nothing but itself. */
export function comparisonPage(
  comparison: RunComparison,
  scenario: string,
  made: { readonly t: string; readonly lamarck: string },
): string {
  const { runs } = comparison;
  const head = markup`<p class="kind">Lamarck comparison</p><h1>${scenario}</h1><p class="lead">${runs.map(({ id }) => id).join(", ")}.</p>`;
  const foot = markup`<p>Made ${time(made.t)} by Lamarck ${made.lamarck} from the logs of ${count(runs.length)} runs; nothing was evaluated for it. The page holds no script and loads nothing.</p>`;
  const sections: readonly (Section | undefined)[] = [
    { id: "runs", title: "Champions on test cases", body: runsSection(comparison) },
    { id: "settings", title: "Settings", body: settingsSection(comparison) },
    comparison.pairs.length === 0 ? undefined : { id: "pairs", title: "Case by case", body: pairsSection(comparison) },
    comparison.groups.length === runs.length
      ? undefined
      : { id: "groups", title: "Over seeds", body: groupsSection(comparison) },
    { id: "progress", title: "At equal evaluations", body: progressSection(comparison) },
  ];
  const shown = sections.filter((section) => section !== undefined);
  return htmlPage({ title: `${scenario} compared – Lamarck`, head, foot }, shown);
}

function runsSection({ runs, objective }: RunComparison): Markup {
  const better = objective.direction === "minimize" ? "Lower" : "Higher";
  const chart = intervalPlot({
    title: `mean ${objective.name} on test cases`,
    about: `${better} is better. Whiskers are 95 % intervals over the cases of each run.`,
    axis: `mean ${objective.name}`,
    rows: runs.flatMap(({ id, group, test }) =>
      test === undefined ? [] : [{ name: `${group} ${id}`, value: test.estimate, interval: test }],
    ),
  });
  const body = table(runs, [
    { title: "run", cell: ({ id }) => id, isLong: true },
    { title: "group", cell: ({ group }) => group },
    { title: "seed", cell: ({ seed }) => seed, isFigure: true },
    { title: "evals", cell: ({ evaluations }) => count(evaluations), isFigure: true },
    { title: "time", cell: ({ seconds }) => duration(seconds), isFigure: true, isMinor: true },
    { title: "training", cell: ({ training }) => number(training), isFigure: true, isMinor: true },
    { title: "test", cell: ({ test }) => number(test?.estimate), isFigure: true },
  ]);
  return markup`
    <div class="pair">${chart}<div>${body}</div></div>
    <p class="about">Runs of one group differ in their seed alone. Runs with other seeds have other test cases: their intervals say how sure each mean is, not how sure their difference is.</p>`;
}

function settingsSection({ differences, runs }: RunComparison): Markup {
  if (differences.length === 0) return markup`<p>All settings are the same, seeds aside.</p>`;
  const groups = [...new Set(runs.map(({ group }) => group))];
  const columns = groups.map((group): Column<(typeof differences)[0]> => {
    const at = runs.findIndex((run) => run.group === group);
    return { title: group, cell: ({ values }) => values[at] ?? "–", isLong: true };
  });
  return table(differences, [
    { title: "setting", cell: ({ path }) => markup`<code>${path}</code>`, isLong: true },
    ...columns,
  ]);
}

function pairsSection({ pairs, objective }: RunComparison): Markup {
  const chart = intervalPlot({
    title: `Difference in ${objective.name}`,
    about: "First less second, mean over the test cases that both were judged on, with 95 % intervals.",
    axis: `difference in ${objective.name}`,
    zero: 0,
    rows: pairs.map(({ first, second, difference }) => ({
      name: `${first} – ${second}`,
      value: difference.estimate,
      interval: difference,
    })),
  });
  const body = table(pairs, [
    { title: "first – second", cell: ({ first, second }) => `${first} – ${second}`, isLong: true },
    { title: "n", cell: ({ cases }) => count(cases), isFigure: true },
    {
      title: "difference",
      cell: ({ difference: { estimate, low, high } }) =>
        markup`${signed(estimate)}<span class="below">[${number(low)}, ${number(high)}]</span>`,
      isFigure: true,
    },
    { title: pairs.length > 1 ? "p (Holm)" : "p", cell: ({ pCorrected }) => pText(pCorrected), isFigure: true },
    { title: "effect", cell: ({ effect }) => effect.toFixed(2), isFigure: true },
  ]);
  return markup`
    <div class="pair">${chart}<div>${body}</div></div>
    <p class="about">Intervals are bootstraps (BCa, 2,000 resamples); p is of the two-sided Wilcoxon signed-rank test${pairs.length > 1 ? `, corrected for ${count(pairs.length)} pairs by Holm's method` : ""}; effect is the matched-pairs rank-biserial correlation, from −1 to 1, above 0 where the first is better. They are about these champions on these cases, not about what made them.</p>`;
}

function groupsSection({ groups, contests, objective }: RunComparison): Markup {
  const rows = table(groups, [
    { title: "group", cell: ({ group }) => group },
    {
      title: "n",
      cell: ({ n, runs }) => (n === runs.length ? n : `${n} of ${runs.length}`),
      isFigure: true,
    },
    { title: `median ${objective.name}`, cell: ({ median: middle }) => number(middle), isFigure: true },
    {
      title: "quartiles",
      cell: ({ quartiles }) => (quartiles === undefined ? "–" : `[${number(quartiles[0])}, ${number(quartiles[1])}]`),
      isFigure: true,
    },
  ]);
  const fights = table(contests, [
    { title: "groups", cell: ({ first, second }) => `${first} and ${second}` },
    { title: "n", cell: ({ n }) => n.join(" + "), isFigure: true },
    { title: contests.length > 1 ? "p (Holm)" : "p", cell: ({ pCorrected }) => pText(pCorrected), isFigure: true },
    { title: "A", cell: ({ a }) => a.toFixed(2), isFigure: true },
    {
      title: "",
      cell: ({ pLeast }) => (pLeast > 0.05 ? `too few to tell: p cannot be below ${pText(pLeast)}` : ""),
      isLong: true,
    },
  ]);
  return markup`
    <p>Each run counts once, by its champion's mean on its test cases.</p>
    <div class="pair"><div>${rows}</div><div>${contests.length === 0 ? undefined : fights}</div></div>
    ${
      contests.length === 0
        ? undefined
        : markup`<p class="about">p is of the two-sided Mann-Whitney test${contests.length > 1 ? `, corrected for ${count(contests.length)} contests by Holm's method` : ""}; A is how often a run of the first group beats one of the second (Vargha and Delaney), 0.5 being no difference.</p>`
    }`;
}

function progressSection({ progress, runs, groups, objective }: RunComparison): Markup {
  const { evaluations, best } = progress;
  if (evaluations.length === 0)
    return markup`<p class="empty">There is no number of evaluations that all runs reached.</p>`;
  const shown = groups.slice(0, linesMax).map(({ group }, i) => {
    const members = best.filter((_, j) => runs[j]!.group === group);
    const at = evaluations.map((_, k) => members.flatMap((values) => values[k] ?? []));
    return { group, members, at, stroke: (i + 1) as Line["stroke"] };
  });
  const lines = shown.map(({ group, members, at, stroke }): Line => {
    const n = members.length > 1 ? `, median of ${members.length}` : "";
    const points = at.map((values, k) => [evaluations[k]!, values.length === 0 ? Number.NaN : median(values)] as const);
    return { name: `${group}${n}`, stroke, points };
  });
  const bands = shown
    .filter(({ members, stroke }) => members.length > 2 && stroke < 3)
    .map(({ group, at, stroke }): Band => {
      const ends = (values: readonly number[], share: number): number =>
        values.length === 0 ? Number.NaN : quantile(values, share);
      const points = at.map((values, k) => [evaluations[k]!, ends(values, 0.25), ends(values, 0.75)] as const);
      return { name: `${group}, middle half`, stroke, points };
    });
  const left = groups.length - shown.length;
  const chart = linePlot({
    title: `best ${objective.name} on the training cases`,
    about: `Up to ${count(evaluations.at(-1)!)} evaluations, which all runs reached.${left > 0 ? ` ${left} more groups are left out.` : ""}`,
    x: { name: "evaluations" },
    lines,
    bands,
  });
  return markup`<div class="pair">${chart}<div>${finalTable({ progress, runs })}</div></div>`;
}

function finalTable({ progress, runs }: Pick<RunComparison, "progress" | "runs">): Markup {
  const { evaluations, best } = progress;
  const places = [0.25, 0.5, 1].map((share) => Math.round(share * (evaluations.length - 1)));
  return table(runs, [
    { title: "run", cell: ({ id, group }) => `${group} ${id}`, isLong: true },
    ...places.map((place): Column<(typeof runs)[0]> => ({
      title: count(evaluations[place]!),
      cell: (run) => number(best[runs.indexOf(run)]![place] ?? undefined),
      isFigure: true,
    })),
  ]);
}
