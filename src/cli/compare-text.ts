import { pText } from "../report/p-value.ts";
import type { ContestFigures, RunComparison } from "../report/compare-runs.ts";
import { count, duration, number, signed } from "../text/figures.ts";
import { table } from "./output.ts";

/** A comparison of runs as tables, each with a line that says what its figures are. */
export function comparisonText(comparison: RunComparison): string {
  const parts = [runs, differences, pairs, groups, contests, progress].map((part) => part(comparison));
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function runs({ runs: rows, objective }: RunComparison): string {
  const better = objective.direction === "minimize" ? "lower" : "higher";
  return titled(
    `runs: ${objective.name}, ${better} is better; test: the champion's mean over the test cases with its 95 % interval`,
    table(rows, [
      { title: "run", cell: ({ id }) => id },
      { title: "group", cell: ({ group }) => group },
      { title: "seed", right: true, cell: ({ seed }) => String(seed) },
      { title: "evals", right: true, cell: ({ evaluations }) => count(evaluations) },
      { title: "time", right: true, cell: ({ seconds }) => duration(seconds) },
      { title: "training", right: true, cell: ({ training }) => number(training) },
      { title: "test", right: true, cell: ({ test }) => number(test?.estimate) },
      { title: "interval", cell: ({ test }) => (test === undefined ? "not judged" : span(test.low, test.high)) },
      { title: "cases", right: true, cell: ({ test }) => (test === undefined ? "-" : count(test.cases)) },
    ]),
  );
}

function differences({ differences: rows, runs: all }: RunComparison): string {
  if (rows.length === 0) return "settings: the same in all runs, seeds aside";
  return titled(
    "settings that are not the same, seeds aside",
    table(rows, [
      { title: "setting", cell: ({ path }) => path },
      ...all.map(({ id }, i) => ({ title: id, cell: (row: (typeof rows)[0]) => row.values[i] ?? "-" })),
    ]),
  );
}

function pairs({ pairs: rows, objective }: RunComparison): string {
  if (rows.length === 0) return "";
  return titled(
    `champions on the same test cases: first less second, case by case (mean ${objective.name}, 95 % bootstrap interval; Wilcoxon signed-rank p${rows.length > 1 ? ", corrected by Holm" : ""}; rank-biserial effect, above 0 where the first is better)`,
    table(rows, [
      { title: "first", cell: ({ first }) => first },
      { title: "second", cell: ({ second }) => second },
      { title: "n", right: true, cell: ({ cases }) => count(cases) },
      { title: "difference", right: true, cell: ({ difference }) => signed(difference.estimate) },
      { title: "interval", cell: ({ difference }) => span(difference.low, difference.high) },
      { title: "p", right: true, cell: ({ p }) => pText(p) },
      ...corrected(rows),
      { title: "effect", right: true, cell: ({ effect }) => effect.toFixed(2) },
      { title: "better", cell: ({ better }) => better ?? "cannot be told" },
    ]),
  );
}

function groups({ groups: rows, runs: all }: RunComparison): string {
  if (rows.length === all.length) return "";
  return titled(
    "groups: runs that differ in their seed alone; medians and quartiles of their test means",
    table(rows, [
      { title: "group", cell: ({ group }) => group },
      {
        title: "n",
        right: true,
        cell: ({ n, runs: members }) => (n === members.length ? String(n) : `${n} of ${members.length}`),
      },
      { title: "median", right: true, cell: ({ median }) => number(median) },
      { title: "quartiles", cell: ({ quartiles }) => (quartiles === undefined ? "-" : span(...quartiles)) },
      { title: "runs", cell: ({ runs: members }) => members.join(" ") },
    ]),
  );
}

function contests({ contests: rows }: RunComparison): string {
  if (rows.length === 0) return "";
  return titled(
    `groups against each other (Mann-Whitney p${rows.length > 1 ? ", corrected by Holm" : ""}; A: how often a run of the first beats one of the second)`,
    table(rows, [
      { title: "first", cell: ({ first }) => first },
      { title: "second", cell: ({ second }) => second },
      { title: "n", right: true, cell: ({ n }) => n.join(" and ") },
      { title: "p", right: true, cell: ({ p }) => pText(p) },
      ...corrected(rows),
      { title: "A", right: true, cell: ({ a }) => a.toFixed(2) },
      { title: "", cell: powerText },
    ]),
  );
}

/** Says so where no outcome of so few runs could have been surprising. */
function powerText({ pLeast }: ContestFigures): string {
  return pLeast > 0.05 ? `too few to tell: p cannot be below ${pText(pLeast)}` : "";
}

interface Corrected {
  readonly pCorrected: number;
}

function corrected(
  rows: readonly Corrected[],
): { readonly title: string; readonly right: boolean; readonly cell: (row: Corrected) => string }[] {
  return rows.length > 1 ? [{ title: "p corrected", right: true, cell: ({ pCorrected }) => pText(pCorrected) }] : [];
}

const shares = [0.1, 0.25, 0.5, 0.75, 1];

function progress({ progress: { evaluations, best }, runs: all }: RunComparison): string {
  if (evaluations.length === 0) return "";
  const places = shares.map((share) => Math.round(share * (evaluations.length - 1)));
  return titled(
    "best on the training cases at equal evaluations",
    table(all, [
      { title: "run", cell: ({ id }) => id },
      ...places.map((place) => ({
        title: count(evaluations[place]!),
        right: true,
        cell: (run: (typeof all)[0]) => number(best[all.indexOf(run)]![place] ?? undefined),
      })),
    ]),
  );
}

function titled(title: string, body: string): string {
  return `${title}\n${body.replace(/^/gm, "  ")}`;
}

function span(low: number, high: number): string {
  return `[${number(low)}, ${number(high)}]`;
}
