import { count, duration, percent } from "../text/figures.ts";
import type { FaultRow } from "../view/model.ts";
import { failures } from "../view/progress.ts";
import { programBlock } from "./code.ts";
import { markup, type Markup } from "./markup.ts";
import { programOf, type ReportFacts } from "./report-facts.ts";
import { facts, folded, table } from "./table.ts";

const faultsMax = 12;
const examplesMax = 5;

/** Births that came to nothing: equal programs, and failures by their causes, with examples. */
export function wasteSection(report: ReportFacts): Markup {
  const { view, chronicle } = report;
  const { state, faults } = view;
  const births = state.evaluations + state.reused;
  const failed = failures(state);
  const all = Object.values(chronicle.speeds).reduce((sum, { ms }) => sum + ms, 0);
  return markup` ${facts([
    ["Evaluations", `${count(births)}, of which ${count(state.evaluations)} were computed`],
    [
      "Reused",
      `${count(state.reused)} (${percent(state.reused, births)}): an equal agent was evaluated before, so these cost no time`,
    ],
    ["Failed", `${count(failed)} (${percent(failed, births)})`],
    [
      "Time lost by failures",
      `${duration(chronicle.failed.ms / 1000)} of ${duration(all / 1000)} (${percent(chronicle.failed.ms, all)})`,
    ],
  ])}
  ${faults.length === 0 ? markup`<p>Nothing failed.</p>` : faultTable(faults)} ${examples(report)} ${notes(report)}`;
}

function faultTable(faults: readonly FaultRow[]): Markup {
  const shown = faults.slice(0, faultsMax);
  const total = faults.reduce((sum, row) => sum + row.count, 0);
  const rest = faults.length - shown.length;
  return markup`<h3>Failures by cause</h3>
    ${table(shown, [
      { title: "kind", cell: ({ kind }) => kind },
      { title: "message", cell: ({ message }) => markup`<bdi>${message}</bdi>`, isLong: true },
      { title: "count", cell: (row) => count(row.count), isFigure: true },
      { title: "share", cell: (row) => percent(row.count, total), isFigure: true },
      { title: "latest", cell: ({ id }) => `#${id}`, isFigure: true, isMinor: true },
    ])}${rest > 0 ? markup`<p class="about">${count(rest)} rarer messages are left out.</p>` : undefined}`;
}

function examples(report: ReportFacts): Markup | undefined {
  const rows = report.view.faults.slice(0, examplesMax).flatMap(({ kind, message, id }) => {
    const source = programOf(report, id);
    return source === undefined
      ? []
      : [folded(markup`<b>${kind}</b> <bdi>${message}</bdi> <span class="dim">#${id}</span>`, programBlock(source))];
  });
  return rows.length === 0
    ? undefined
    : markup`<h3>Programs that failed</h3>
        ${rows}`;
}

function notes({ chronicle }: ReportFacts): Markup | undefined {
  const rows = [...chronicle.notes].toSorted((a, b) => b[1] - a[1]);
  if (rows.length === 0) return undefined;
  return markup`<h3>What ended evaluations</h3>
    ${table(rows, [
      { title: "what was seen", cell: ([note]) => note, isLong: true },
      { title: "count", cell: ([, times]) => count(times), isFigure: true },
    ])}
    <p class="about">What was merely observed decides nothing; n stands for numbers.</p>`;
}
